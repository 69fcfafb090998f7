import type { VNode } from 'preact';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import { rowsById } from '../../../store/transfer/rows.ts';
import type { RowPlace } from '../../../store/transfer/types.ts';
import { fieldText } from '../../../sync/migrate/act/plain-words.ts';
import type { Difference, Reconciliation } from '../../../sync/migrate/reconcile/types.ts';
import type { Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Pager } from '../../parts/pager.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { numberText } from '../../parts/words.ts';
import { entityTitle } from '../sources/reasons.tsx';
import type { Move } from './find.ts';
import { stepHref } from './frame.tsx';
import { type Names, nameIn } from './names.ts';

const KINDS: Readonly<Record<Difference['kind'], string>> = {
  missing: 'в новом журнале строки нет',
  differs: 'в новом журнале стоит другое',
  outdated: 'в старом изменилось после переноса',
  not_planned: 'в старом появилось после плана',
  gone: 'в старом больше нет, а в новом осталось',
};

type Placed = Difference & { readonly place: RowPlace | null };

async function placed(
  visit: Visit,
  { view }: Move,
  differences: readonly Difference[],
): Promise<readonly Placed[]> {
  const places = new Map<string, RowPlace>();
  for (const name of new Set(differences.map(({ entity }) => entity))) {
    const entity = entityNames.find((known): known is EntityName => known === name);
    if (!entity) continue;
    const ids = differences.filter((one) => one.entity === name).map(({ rowId }) => rowId);
    for (const [id, row] of await rowsById(visit.deps.store, view.transfer, entity, ids)) places.set(id, row);
  }
  return differences.map((one) => ({ ...one, place: places.get(one.rowId) ?? null }));
}

const columnsFor = (names: Names): readonly TableColumn<Placed>[] => [
  { key: 'entity', title: 'Вид сведений', cell: ({ entity }) => entityTitle(entity) },
  { key: 'class', title: 'Класс', cell: ({ place }) => nameIn(names.class, place?.classId ?? null) },
  { key: 'subject', title: 'Предмет', cell: ({ place }) => nameIn(names.subject, place?.subjectId ?? null) },
  { key: 'student', title: 'Ученик', cell: ({ place }) => nameIn(names.student, place?.studentId ?? null) },
  {
    key: 'kind',
    title: 'Расхождение',
    cell: ({ kind, fields }) => (
      <>
        {KINDS[kind]}
        {fields.length > 0 && <span class="under">{fields.map(fieldText).join(', ')}</span>}
      </>
    ),
  },
  { key: 'row', title: 'Строка', cell: ({ rowId }) => <code title={rowId}>{rowId.slice(0, 8)}</code> },
  {
    key: 'target',
    title: 'Номер в новом журнале',
    cell: ({ targetKey }) => (targetKey === null ? '—' : <code>{targetKey}</code>),
  },
];

const PAGE = 50;

const startOf = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

/** The rows on which the sides differ, a page at a time. */
export async function Differences(
  visit: Visit,
  move: Move,
  { differing, differences }: Reconciliation,
  names: Names,
): Promise<VNode> {
  const path = stepHref(move.view, '/reconciliation');
  const from = startOf(visit.query['differences']);
  const rows = await placed(visit, move, differences.slice(from, from + PAGE));
  const next =
    from + PAGE < differences.length ? `${hrefOf(path, { differences: from + PAGE })}#differences` : null;
  return (
    <section class="section" aria-labelledby="differences">
      <h2 id="differences">Расхождения построчно</h2>
      {differing > differences.length && (
        <p class="note">
          Перечислены первые {numberText(differences.length)} из {numberText(differing)}; все — в акте.
        </p>
      )}
      <DataTable
        caption="Строки, на которых стороны расходятся"
        columns={columnsFor(names)}
        rows={rows}
        keyOf={({ entity, rowId }) => `${entity}/${rowId}`}
        empty=""
      />
      <Pager next={next} first={from > 0 ? `${path}#differences` : null} />
    </section>
  );
}
