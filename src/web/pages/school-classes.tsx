import type { VNode } from 'preact';
import { percent } from '../../reports/formulas.ts';
import type { SchoolClass } from '../../store/read/web/school.ts';
import type { ClassFigures } from '../../store/rollup/types.ts';
import { hrefOf } from '../parts/address.ts';
import { DataTable, type TableColumn } from '../parts/table.tsx';
import { numberText, percentText } from '../parts/words.ts';

/** A class with what it reached. */
interface ClassRow {
  readonly one: SchoolClass;
  readonly figures: ClassFigures | null;
}

interface ClassesProps {
  readonly schoolId: string;
  readonly classes: readonly SchoolClass[];
  /** Null: not for this role. */
  readonly figures: readonly ClassFigures[] | null;
  readonly showFindings: boolean;
  readonly term: string | null;
  /** Why the source tells no marks for terms; null where it does. */
  readonly gapOf: (source: string) => string | null;
}

type Column = TableColumn<ClassRow>;

const nameColumn = ({ figures, term }: ClassesProps): Column => ({
  key: 'name',
  title: 'Класс',
  sortKey: ({ one }) => `${String(one.grade ?? 99).padStart(2, '0')} ${one.name}`,
  cell: ({ one }) =>
    figures ? <a href={hrefOf('/reports', { scope: `class:${one.classId}`, term })}>{one.name}</a> : one.name,
});

const countColumn = (
  key: 'students' | 'graded' | 'excellent' | 'good' | 'failing' | 'notAssessed',
  title: string,
): Column => ({
  key,
  title,
  number: true,
  cell: ({ figures }) => (figures ? numberText(figures[key]) : '—'),
});

const rateColumn = (
  key: string,
  title: string,
  { term, gapOf }: ClassesProps,
  partOf: (figures: ClassFigures) => number,
): Column => ({
  key,
  title,
  number: true,
  cell: ({ one, figures }) => {
    const rate = figures ? percent(partOf(figures), figures.graded) : null;
    if (rate !== null) {
      const href = hrefOf('/reports/school-results', { scope: `class:${one.classId}`, term });
      return <a href={href}>{percentText(rate)}</a>;
    }
    const gap = figures && gapOf(figures.source);
    return (
      <span class="missing" title={gap ?? undefined}>
        {gap ? 'нет данных' : '—'}
      </span>
    );
  },
});

const resultColumns = (props: ClassesProps): readonly Column[] => [
  countColumn('students', 'Учащихся'),
  countColumn('graded', 'Аттестуется'),
  countColumn('excellent', 'Отличники'),
  countColumn('good', 'Хорошисты'),
  countColumn('failing', 'Неуспевающие'),
  countColumn('notAssessed', 'Не аттестованы'),
  rateColumn('quality', 'Качество, %', props, ({ excellent, good }) => excellent + good),
  rateColumn('passRate', 'Успеваемость, %', props, ({ passing }) => passing),
];

const findingColumn = (
  key: 'errors' | 'warnings',
  title: string,
  severity: string,
  schoolId: string,
): Column => ({
  key,
  title,
  number: true,
  cell: ({ one }) =>
    one[key] === 0 ? (
      <span class="missing">0</span>
    ) : (
      <a
        class={key === 'errors' ? 'bad-text' : undefined}
        href={hrefOf('/control', { school: schoolId, class: one.classId, severity })}
      >
        {numberText(one[key])}
      </a>
    ),
});

/** The classes of a school: results of a term, and what is open in their journals. */
export const ClassesTable = (props: ClassesProps): VNode => {
  const { classes, figures, showFindings, schoolId } = props;
  const byClass = new Map(figures?.map((one) => [one.classId, one]));
  return (
    <DataTable
      caption="Классы: результаты и нарушения"
      columns={[
        nameColumn(props),
        ...(figures ? resultColumns(props) : []),
        ...(showFindings
          ? [
              findingColumn('errors', 'Ошибки', 'error', schoolId),
              findingColumn('warnings', 'Предупр.', 'warning', schoolId),
            ]
          : []),
      ]}
      rows={classes.map((one) => ({ one, figures: byClass.get(one.classId) ?? null }))}
      keyOf={({ one }) => one.classId}
      empty="Классов пока нет: журнал школы ещё не прочитан, или в нём нет ваших классов."
      sortable
    />
  );
};
