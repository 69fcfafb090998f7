import { ok } from '../../model/result.ts';
import {
  type ClassFlow,
  readClassFlow,
  readStudentMarks,
  type StudentMarks,
} from '../../store/read/reports/homeroom.ts';
import { readClassFigures } from '../../store/rollup/read.ts';
import type { ClassFigures, MissedFigures } from '../../store/rollup/types.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { meanMark, percent, ratio, souIndex, sumOf } from '../formulas.ts';
import { total } from '../grouping.ts';
import { missedCells, missedColumns } from '../missed.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { classKeys } from '../row-keys.ts';
import { categoryLists } from '../student-categories.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { scopeDrill, sourcesOf } from '../teaching.ts';

const count = (key: string, title: string, group: string): Column => ({
  key,
  title,
  group,
  kind: 'integer',
  width: 9,
});

const MOVES = 'Учащихся';
const MARKED = 'Успевают';

const COLUMNS: readonly Column[] = [
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  count('began', 'На начало', MOVES),
  count('arrived', 'Прибыло', MOVES),
  count('departed', 'Выбыло', MOVES),
  count('ended', 'На конец', MOVES),
  count('graded', 'Аттестуется', MARKED),
  count('passing', 'Успевают', MARKED),
  count('excellent', 'Отличники', MARKED),
  count('oneFour', 'С одной «4»', MARKED),
  count('good', 'Хорошисты', MARKED),
  count('oneThree', 'С одной «3»', MARKED),
  count('failing', 'Неуспевающие', MARKED),
  count('notAssessed', 'Не аттестованы', MARKED),
  count('exempt', 'Освобождены', MARKED),
  { key: 'passRate', title: 'Успеваемость, %', kind: 'percent', width: 9 },
  { key: 'qualityRate', title: 'Качество, %', kind: 'percent', width: 9 },
  { key: 'sou', title: 'СОУ, %', kind: 'percent', width: 8 },
  { key: 'mean', title: 'Средний балл', kind: 'decimal', width: 8 },
  ...missedColumns,
  { key: 'missedPerStudent', title: 'Уроков на ученика', group: 'Пропущено', kind: 'decimal', width: 9 },
];

const CATEGORIES = ['passing', 'excellent', 'oneFour', 'good', 'oneThree', 'failing', 'notAssessed'] as const;

const WORDS: Readonly<Record<(typeof CATEGORIES)[number], string>> = {
  passing: 'passing',
  excellent: 'excellent',
  oneFour: 'one_four',
  good: 'good',
  oneThree: 'one_three',
  failing: 'failing',
  notAssessed: 'not_assessed',
};

const MISSED: readonly (keyof MissedFigures)[] = [
  'missed',
  'missedSick',
  'missedExcused',
  'missedUnexcused',
  'missedEvent',
  'missedNotGiven',
  'missedDays',
];

/** A class, or all of them, and where the numbers lead. */
interface Counted {
  readonly key: string;
  readonly name: string;
  readonly kind: Row['kind'];
  readonly classes: readonly ClassFigures[];
  readonly flows: readonly ClassFlow[];
  readonly drill: Omit<DrillRef, 'of'>;
}

function flowCells(ground: ReportGround, { classes, flows, drill }: Counted): readonly Cell[] {
  const sources = sourcesOf(classes);
  const fromGap = gapOf(ground, sources, 'enrolment.fromDay');
  const toGap = gapOf(ground, sources, 'enrolment.toDay');
  const sum = (key: 'began' | 'arrived' | 'departed' | 'ended'): number => total(flows, (one) => one[key]);
  const students = { of: 'students', ...drill } as const;
  return [
    told(sum('began'), fromGap ?? toGap, { ...students, which: 'first' }),
    told(sum('arrived'), fromGap, { ...students, which: 'arrived' }),
    told(sum('departed'), toGap, { ...students, which: 'departed' }),
    cell(sum('ended'), students),
  ];
}

function resultCells(ground: ReportGround, { classes, flows, drill }: Counted): readonly Cell[] {
  const gap = gapOf(ground, sourcesOf(classes), 'termMark');
  const sum = (key: (typeof CATEGORIES)[number] | 'graded'): number => total(classes, (one) => one[key]);
  const who = (value: string): DrillRef => ({ of: 'students', ...drill, value });
  const marks = sumOf(classes.map(({ allSubjects }) => allSubjects));
  const graded = sum('graded');
  const of = { of: 'term_marks', ...drill, value: 'assessed' } as const;
  return [
    told(graded, gap, who('graded')),
    ...CATEGORIES.map((key) => told(sum(key), gap, who(WORDS[key]))),
    told(
      total(flows, ({ exempt }) => exempt),
      gap,
      { of: 'term_marks', ...drill, value: 'exempt' },
    ),
    told(percent(sum('passing'), graded), gap, who('passing')),
    told(percent(sum('excellent') + sum('good'), graded), gap, who('quality')),
    told(souIndex(marks), gap, of),
    told(meanMark(marks), gap, of),
  ];
}

function rowOf(ground: ReportGround, counted: Counted): Row {
  const { key, name, kind, classes, drill } = counted;
  const sources = sourcesOf(classes);
  const missed = Object.fromEntries(MISSED.map((name) => [name, total(classes, (one) => one[name])]));
  const each = ratio(
    missed['missed'] ?? 0,
    total(classes, ({ students }) => students),
  );
  const gap = gapOf(ground, sources, 'attendance');
  const cells = [
    cell(name),
    ...flowCells(ground, counted),
    ...resultCells(ground, counted),
    ...missedCells(ground, sources, missed as unknown as MissedFigures, drill),
    told(each, gap, { of: 'attendance', ...drill, value: 'missed' }),
  ];
  return { key, kind, cells };
}

const LISTS: readonly Column[] = [
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'category', title: 'Категория', kind: 'text', width: 18 },
  { key: 'student', title: 'Фамилия, имя, отчество', kind: 'text', width: 34 },
  { key: 'subjects', title: 'Предметы', kind: 'text', width: 44 },
];

function listRows(
  request: ReportRequest,
  classes: readonly ClassFigures[],
  students: readonly StudentMarks[],
): readonly Row[] {
  return classes.flatMap(({ classId, schoolId, className }) => {
    const own = students.filter((one) => one.classId === classId);
    const drill = { of: 'term_marks', schoolId, classId, ...drillPeriod(request.period) } as const;
    return categoryLists.flatMap((list) =>
      own
        .filter((one) => list.has(one))
        .map((one): Row => {
          const name = cell(one.name, { ...drill, studentId: one.studentId });
          const subjects = list.subjects(one).join(', ');
          return {
            key: `${classId}/${list.key}/${one.studentId}`,
            kind: 'row',
            cells: [cell(className), cell(list.title), name, cell(subjects === '' ? null : subjects)],
          };
        }),
    );
  });
}

function totalsOf(
  ground: ReportGround,
  request: ReportRequest,
  classes: readonly ClassFigures[],
  flows: ReadonlyMap<string, ClassFlow>,
): readonly Row[] {
  const flowsOf = (some: readonly ClassFigures[]): readonly ClassFlow[] =>
    some.flatMap(({ classId }) => flows.get(classId) ?? []);
  const keyOf = classKeys(classes);
  const rows = classes.map((one) => {
    const drill = { schoolId: one.schoolId, classId: one.classId, ...drillPeriod(request.period) };
    const named = { key: keyOf(one), name: one.className, kind: 'row' } as const;
    return rowOf(ground, { ...named, classes: [one], flows: flowsOf([one]), drill });
  });
  if (classes.length < 2) return rows;
  const all = {
    key: 'all',
    name: 'Всего',
    kind: 'total',
    classes,
    flows: flowsOf(classes),
    drill: scopeDrill(request),
  } as const;
  return [...rows, rowOf(ground, all)];
}

/** Отчёт классного руководителя: school-domain §5. */
export const homeroomReport: ReportForm = {
  id: 'homeroom-report',
  title: 'Отчёт классного руководителя',
  about:
    'Сколько учащихся было и стало, кто как успевает по спискам с предметами, сколько пропущено и почему.',
  scopes: ['school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: true,
  async build(ground, request) {
    const asked = figuresAsked(ground, request);
    const classes = await readClassFigures(ground.database, asked);
    const flows = await readClassFlow(ground.database, asked);
    const students = await readStudentMarks(ground.database, asked);
    const empty = 'За этот период нет ни одного класса.';
    const totals: Section = {
      key: 'totals',
      title: 'Итоги',
      columns: COLUMNS,
      rows: totalsOf(ground, request, classes, flows),
      empty,
    };
    const lists: Section = {
      key: 'lists',
      title: 'Списки',
      columns: LISTS,
      rows: listRows(request, classes, students),
      empty: 'Отметок за период ещё нет.',
    };
    return ok({
      sections: allOf([totals, lists]),
      notes: [
        'На начало — в первый день периода, на конец — в последний; прибыло и выбыло — между ними, по дням зачисления ' +
          'в класс и отчисления из него. Успеваемость и качество — от аттестуемых; первые классы не аттестуются.',
        'Опоздание — не пропуск. Пропущен день — все уроки ученика в этот день. На ученика — от учащихся на конец.',
        'Причину «н/а» источники не передают: в списке назван предмет.',
      ],
      signatures: ['Классный руководитель'],
    });
  },
};
