import { ok } from '../../model/result.ts';
import { readWorks, type WorkCount, type WorkKind } from '../../store/read/reports/works.ts';
import { readTeachingFigures } from '../../store/rollup/read.ts';
import type { TeachingFigures } from '../../store/rollup/types.ts';
import { allOf, cell, gapOf, missingCell, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { meanMark, passRate, qualityRate, souIndex } from '../formulas.ts';
import { groupedBy, total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { rowKeys } from '../row-keys.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import {
  groupDrill,
  groupOf,
  isMarked,
  isOnce,
  scopeDrill,
  sourcesOf,
  teacherOf,
  teachingSum,
} from '../teaching.ts';

const WORKS: readonly (readonly [kind: WorkKind, title: string])[] = [
  ['control', 'Контрольных'],
  ['laboratory', 'Лабораторных'],
  ['practical', 'Практических'],
];

const mark = (key: string, title: string): Column => ({
  key,
  title,
  group: 'Отметки за период',
  kind: 'integer',
  width: 6,
});

const planAndFact = (key: string, group: string): readonly Column[] => [
  { key: `${key}Planned`, title: 'план', group, kind: 'integer', width: 7 },
  { key: `${key}Given`, title: 'факт', group, kind: 'integer', width: 7 },
];

const COLUMNS: readonly Column[] = [
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'subject', title: 'Предмет', kind: 'text', width: 24 },
  { key: 'group', title: 'Группа', kind: 'text', width: 10 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 9 },
  mark('n5', '5'),
  mark('n4', '4'),
  mark('n3', '3'),
  mark('n2', '2'),
  mark('notAssessed', 'н/а'),
  mark('exempt', 'осв'),
  { key: 'passRate', title: 'Успеваемость, %', kind: 'percent', width: 9 },
  { key: 'qualityRate', title: 'Качество, %', kind: 'percent', width: 9 },
  { key: 'sou', title: 'СОУ, %', kind: 'percent', width: 8 },
  { key: 'mean', title: 'Средний балл', kind: 'decimal', width: 8 },
  ...planAndFact('hours', 'Часов'),
  ...WORKS.flatMap(([kind, title]) => planAndFact(kind, title)),
  { key: 'lag', title: 'Отставание, ч', kind: 'integer', width: 10 },
  { key: 'reason', title: 'Причина отставания', kind: 'text', width: 20 },
];

/** What all rows of the report are made with. */
interface Making {
  readonly ground: ReportGround;
  readonly request: ReportRequest;
  readonly works: readonly WorkCount[];
  /** Lessons of a group by all who gave them. */
  readonly given: ReadonlyMap<string, number>;
}

const placeOf = ({ classId, groupId, subjectId }: TeachingFigures | WorkCount): string =>
  `${classId} ${groupId ?? subjectId}`;

function resultCells({ ground, request }: Making, rows: readonly TeachingFigures[]): readonly Cell[] {
  const gap = gapOf(ground, sourcesOf(rows), 'termMark');
  const sum = teachingSum(rows);
  const [one, ...others] = rows;
  const drill =
    one && others.length === 0
      ? groupDrill(request, one)
      : { ...scopeDrill(request), ...(one ? { teacherId: one.teacherId ?? 'none' } : {}) };
  // Rows have a student and subject once, and no first grade.
  const isExact = others.length === 0 || (isOnce(rows) && rows.every(isMarked));
  const of = (value: string): DrillRef | undefined =>
    isExact ? { of: 'term_marks', ...drill, value } : undefined;
  return [
    cell(sum.base, of('base')),
    told(sum.n5, gap, of('5')),
    told(sum.n4, gap, of('4')),
    told(sum.n3, gap, of('3')),
    told(sum.n2 + sum.n1, gap, of('low')),
    told(sum.notAssessed, gap, of('na')),
    told(sum.exempt, gap, of('exempt')),
    told(passRate(sum), gap, of('assessed')),
    told(qualityRate(sum), gap, of('assessed')),
    told(souIndex(sum), gap, of('assessed')),
    told(meanMark(sum), gap, of('assessed')),
  ];
}

const NO_DAYS = 'в календарно-тематическом плане нет дат';

/** Why a plan cannot be held against what was given; null where it can. */
const planGap = ({ ground }: Making, row: TeachingFigures): string | null =>
  gapOf(ground, [row.source], 'lessonPlanEntry') ?? (row.lessonsPlanned === null ? NO_DAYS : null);

function hourCells(making: Making, row: TeachingFigures): readonly Cell[] {
  const drill = { of: 'lessons', ...groupDrill(making.request, row) } as const;
  const lessonGap = gapOf(making.ground, [row.source], 'lesson');
  const gap = planGap(making, row);
  // A substitute gives hours of somebody else's plan.
  const planned = row.base === 0 ? cell(null) : told(row.lessonsPlanned, gap);
  return [planned, told(row.lessons, lessonGap, drill)];
}

function workCells(making: Making, row: TeachingFigures): readonly Cell[] {
  if (row.base === 0) return WORKS.flatMap(() => [cell(null), cell(null)]);
  const gap = gapOf(making.ground, [row.source], 'assessment', 'mark.assessmentId');
  const plan = planGap(making, row);
  const own = making.works.filter((work) => placeOf(work) === placeOf(row));
  const count = (kind: WorkKind, planned: boolean): number =>
    total(
      own.filter((work) => work.kind === kind && work.planned === planned),
      (work) => work.count,
    );
  const drill = { of: 'assessments', ...groupDrill(making.request, row) } as const;
  return WORKS.flatMap(([kind]) => [
    told(count(kind, true), plan),
    told(count(kind, false), gap, { ...drill, which: kind }),
  ]);
}

function lagCell(making: Making, row: TeachingFigures): Cell {
  if (row.base === 0) return cell(null);
  const gap = planGap(making, row);
  if (gap !== null || row.lessonsPlanned === null) return missingCell(gap ?? NO_DAYS);
  return cell(row.lessonsPlanned - (making.given.get(placeOf(row)) ?? 0));
}

function rowOf(making: Making, key: string, row: TeachingFigures): Row {
  const name = [row.className, row.subjectName, groupOf(row)];
  const cells = [
    ...name.map((text) => cell(text)),
    ...resultCells(making, [row]),
    ...hourCells(making, row),
    ...workCells(making, row),
    lagCell(making, row),
    cell(null),
  ];
  return { key, kind: 'row', cells };
}

function totalRow(making: Making, rows: readonly TeachingFigures[]): Row {
  const gap = gapOf(making.ground, sourcesOf(rows), 'lesson');
  const [one] = rows;
  const teacherId = one?.teacherId ?? 'none';
  const lessons = told(teachingSum(rows).lessons, gap, {
    of: 'lessons',
    ...scopeDrill(making.request),
    teacherId,
  });
  const results = resultCells(making, rows);
  const cells = [cell('Всего'), cell(null), cell(null), ...results, cell(null), lessons];
  return {
    key: 'all',
    kind: 'total',
    cells: [...cells, ...COLUMNS.slice(cells.length).map(() => cell(null))],
  };
}

function sectionOf(making: Making, rows: readonly TeachingFigures[]): Section {
  const [first] = rows;
  const title = first ? teacherOf(first) : null;
  const keyOf = rowKeys(
    rows,
    (row) => [row.className, row.subjectId, groupOf(row) ?? ''].join('/'),
    ({ classId, groupId }) => `${classId}/${groupId ?? 'none'}`,
  );
  const own = rows.map((row) => rowOf(making, keyOf(row), row));
  return {
    key: first?.teacherId ?? 'none',
    title,
    columns: COLUMNS,
    rows: rows.length > 1 ? [...own, totalRow(making, rows)] : own,
    empty: 'Уроков и учеников за этот период нет.',
  };
}

/** Отчёт учителя-предметника: school-domain §5. */
export const subjectTeacherReport: ReportForm = {
  id: 'subject-teacher-report',
  title: 'Отчёт учителя-предметника',
  about:
    'По каждому классу и предмету учителя: отметки за период, часы и работы по плану и на деле, отставание.',
  scopes: ['school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const asked = figuresAsked(ground, request);
    const figures = await readTeachingFigures(ground.database, asked);
    const given = new Map(
      [...groupedBy(figures, placeOf)].map(([place, rows]) => [place, total(rows, (row) => row.lessons)]),
    );
    const making = { ground, request, given, works: await readWorks(ground.database, asked) };
    const byTeacher = [...groupedBy(figures, ({ teacherId }) => teacherId).values()].sort(([left], [right]) =>
      (left?.teacherName ?? 'я').localeCompare(right?.teacherName ?? 'я', 'ru'),
    );
    const sections = byTeacher.length > 0 ? byTeacher : [[]];
    return ok({
      sections: allOf(sections.map((rows) => sectionOf(making, rows))),
      notes: [
        'Успеваемость, качество и СОУ — от аттестуемых: все, кто учит предмет на последний день, без освобождённых и ' +
          'без тех, у кого нет никакой отметки; «н/а» в знаменателе остаётся. «1» стоит в графе «2».',
        'Часы и работы — по день последнего чтения журнала. У того, кто замещал, есть только часы. Отставание — часы ' +
          'плана без часов, данных группе всеми учителями; причину вписывает учитель. В итоге ученик — по разу на группу.',
      ],
      signatures: ['Учитель', 'Заместитель директора'],
    });
  },
};
