import type { VNode } from 'preact';
import { sumText } from '../../../sync/migrate/act/words.ts';
import type { Reconciliation } from '../../../sync/migrate/reconcile/types.ts';
import type { MigrationView } from '../../../sync/migrate/service/migrations.ts';
import type { Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Pager } from '../../parts/pager.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { byName, numberText } from '../../parts/words.ts';
import { stepHref } from './frame.tsx';
import { type Names, nameIn } from './names.ts';

type Sums = Reconciliation['marks'][number];

interface Line {
  readonly key: string;
  readonly className: string;
  readonly subjectName: string;
  readonly termName: string;
  readonly sums: Sums;
  readonly isSame: boolean;
}

const lineOf = (sums: Sums, names: Names): Line => ({
  key: `${sums.classId} ${sums.subjectId} ${sums.termId}`,
  className: nameIn(names.class, sums.classId),
  subjectName: nameIn(names.subject, sums.subjectId),
  termName: nameIn(names.term, sums.termId),
  sums,
  isSame: sums.expected.digest === sums.target.digest,
});

/** What differs stands first. */
const inOrder = (left: Line, right: Line): number =>
  Number(left.isSame) - Number(right.isSame) ||
  byName(left.className, right.className) ||
  byName(left.subjectName, right.subjectName) ||
  byName(left.termName, right.termName);

const SIDES = [
  ['source', 'В старом'],
  ['expected', 'Должно быть'],
  ['target', 'В новом'],
] as const;

const COLUMNS: readonly TableColumn<Line>[] = [
  { key: 'class', title: 'Класс', cell: ({ className }) => className },
  { key: 'subject', title: 'Предмет', cell: ({ subjectName }) => subjectName },
  { key: 'term', title: 'Период', cell: ({ termName }) => termName },
  ...SIDES.flatMap(([side, group]): TableColumn<Line>[] => [
    {
      key: `${side}-marks`,
      title: 'Отметок',
      group,
      number: true,
      cell: ({ sums }) => numberText(sums[side].marks),
    },
    { key: `${side}-sum`, title: 'Сумма', group, number: true, cell: ({ sums }) => sumText(sums[side].sum) },
  ]),
  {
    key: 'same',
    title: 'Сошлось',
    cell: ({ isSame }) => (isSame ? <span class="good-text">да</span> : <span class="bad-text">нет</span>),
  },
];

const PAGE = 50;

const startOf = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

/** Marks of both sides by class, subject and term: how many, their sum, and whether each one is the same. */
export const Marks = ({
  visit,
  view,
  found,
  names,
}: {
  readonly visit: Visit;
  readonly view: MigrationView;
  readonly found: Reconciliation;
  readonly names: Names;
}): VNode => {
  const path = stepHref(view, '/reconciliation');
  const from = startOf(visit.query['marks']);
  const lines = found.marks.map((sums) => lineOf(sums, names)).sort(inOrder);
  const wrong = lines.filter(({ isSame }) => !isSame).length;
  const next = from + PAGE < lines.length ? `${hrefOf(path, { marks: from + PAGE })}#marks` : null;
  return (
    <section class="section" aria-labelledby="marks">
      <div class="section-head">
        <h2 id="marks">Текущие отметки по классам, предметам и периодам</h2>
        <span class="note">
          {wrong === 0 ? 'сошлось всё' : `не сошлось: ${numberText(wrong)}`} из {numberText(lines.length)}
        </span>
      </div>
      <DataTable
        caption="Отметки с обеих сторон"
        columns={COLUMNS}
        rows={lines.slice(from, from + PAGE)}
        keyOf={({ key }) => key}
        empty="Отметок в этих днях нет."
        wide
      />
      <Pager next={next} first={from > 0 ? `${path}#marks` : null} />
    </section>
  );
};
