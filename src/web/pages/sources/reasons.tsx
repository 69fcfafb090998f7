import type { VNode } from 'preact';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import type { QuarantineTally } from '../../../store/read/web/quarantine.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import { hrefOf } from '../../parts/address.ts';
import { failureWords } from '../../parts/failure-words.ts';
import { DataTable } from '../../parts/table.tsx';
import { numberText } from '../../parts/words.ts';

/** What the records of an entity are called; a name that nobody knows any more stands for itself. */
export const entityTitle = (name: string): string => {
  const entity = entityNames.find((known): known is EntityName => known === name);
  return entity ? entityTitles[entity] : name;
};

/** Why records are in quarantine, how many of each, and what to do about it. */
export const ReasonTable = ({
  tally,
  path,
}: {
  readonly tally: readonly QuarantineTally[];
  readonly path: string;
}): VNode => (
  <DataTable
    caption="Почему записи в карантине"
    columns={[
      { key: 'what', title: 'Что не так', cell: ({ code }) => failureWords({ code }).happened },
      { key: 'entity', title: 'Вид записей', cell: ({ entity }) => entityTitle(entity) },
      {
        key: 'records',
        title: 'Записей',
        number: true,
        cell: ({ entity, records }) => <a href={hrefOf(path, { entity })}>{numberText(records)}</a>,
      },
      { key: 'next', title: 'Что делать', cell: ({ code }) => failureWords({ code }).next },
    ]}
    rows={tally}
    keyOf={({ code, entity }) => `${code} ${entity}`}
    empty="В карантине ничего нет."
  />
);
