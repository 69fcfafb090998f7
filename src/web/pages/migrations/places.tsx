import type { VNode } from 'preact';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import type { PlaceTally } from '../../../store/transfer/tallies.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import type { Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Pager } from '../../parts/pager.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { byName, numberText } from '../../parts/words.ts';
import type { Move } from './find.ts';
import { type Names, nameIn } from './names.ts';

interface Place {
  readonly key: string;
  readonly className: string;
  readonly subjectName: string;
  readonly counts: { arrive: number; change: number; hold: number; leave: number };
}

const FATES = [
  ['arrive', 'Перенесётся'],
  ['change', 'Изменится'],
  ['hold', 'Удержано'],
  ['leave', 'Оставлено'],
] as const;

function placesOf(tallies: readonly PlaceTally[], entity: EntityName, names: Names): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { classId, subjectId, fate, rows, entity: own } of tallies) {
    if (own !== entity || fate === 'gone') continue;
    const key = `${classId} ${subjectId}`;
    const known = places.get(key) ?? {
      key,
      className: nameIn(names.class, classId),
      subjectName: nameIn(names.subject, subjectId),
      counts: { arrive: 0, change: 0, hold: 0, leave: 0 },
    };
    known.counts[fate] += rows;
    places.set(key, known);
  }
  return [...places.values()].sort(
    (left, right) => byName(left.className, right.className) || byName(left.subjectName, right.subjectName),
  );
}

const COLUMNS: readonly TableColumn<Place>[] = [
  { key: 'class', title: 'Класс', cell: ({ className }) => className },
  { key: 'subject', title: 'Предмет', cell: ({ subjectName }) => subjectName },
  ...FATES.map(
    ([fate, title]): TableColumn<Place> => ({
      key: fate,
      title,
      number: true,
      cell: ({ counts }) => (counts[fate] === 0 ? <span class="missing">0</span> : numberText(counts[fate])),
    }),
  ),
];

const PAGE = 50;

const startOf = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

const Chooser = ({
  path,
  known,
  chosen,
}: {
  readonly path: string;
  readonly known: readonly EntityName[];
  readonly chosen: EntityName;
}): VNode => (
  <form class="filters" action={`${path}#places`} method="get" data-auto="">
    <label>
      Вид сведений
      <select name="entity">
        {known.map((entity) => (
          <option value={entity} key={entity} selected={entity === chosen}>
            {entityTitles[entity]}
          </option>
        ))}
      </select>
    </label>
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

/** The inventory by class and subject, of one kind of rows at a time. */
export const Places = ({
  visit,
  move: { view },
  places,
  names,
}: {
  readonly visit: Visit;
  readonly move: Move;
  readonly places: readonly PlaceTally[];
  readonly names: Names;
}): VNode | null => {
  const known = entityNames.filter((name) =>
    places.some(({ entity, subjectId, classId }) => entity === name && (subjectId ?? classId) !== null),
  );
  const asked = known.find((name) => name === visit.query['entity']);
  const entity = asked ?? known.find((name) => name === 'mark') ?? known[0];
  if (!entity) return null;
  const path = `/migrations/${view.transfer.transferId}`;
  const rows = placesOf(places, entity, names);
  const from = startOf(visit.query['from']);
  const next = from + PAGE < rows.length ? `${hrefOf(path, { entity, from: from + PAGE })}#places` : null;
  return (
    <section class="section" aria-labelledby="places">
      <div class="page-head">
        <h2 id="places">По классам и предметам</h2>
        <Chooser path={path} known={known} chosen={entity} />
      </div>
      <DataTable
        caption={`${entityTitles[entity]} по классам и предметам`}
        columns={COLUMNS}
        rows={rows.slice(from, from + PAGE)}
        keyOf={({ key }) => key}
        empty="Таких строк нет."
      />
      <Pager next={next} first={from > 0 ? `${hrefOf(path, { entity })}#places` : null} />
    </section>
  );
};
