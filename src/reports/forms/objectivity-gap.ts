import { ok } from '../../model/result.ts';
import { readTermGaps, type TermGap } from '../../store/read/reports/gaps.ts';
import { readSubjectFigures } from '../../store/rollup/read.ts';
import type { SubjectFigures } from '../../store/rollup/types.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent, ratio } from '../formulas.ts';
import { groupedBy, isWide, total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { rowKeys } from '../row-keys.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { bySchool, isMarked, scopeDrill, sourcesOf } from '../teaching.ts';

const GAPS: readonly Column[] = [
  { key: 'compared', title: 'Сравнено отметок', kind: 'integer', width: 10 },
  { key: 'above', title: 'Выше среднего', kind: 'integer', width: 9 },
  { key: 'equal', title: 'Совпадает', kind: 'integer', width: 9 },
  { key: 'below', title: 'Ниже среднего', kind: 'integer', width: 9 },
  { key: 'aboveShare', title: 'Выше, %', kind: 'percent', width: 8 },
  { key: 'belowShare', title: 'Ниже, %', kind: 'percent', width: 8 },
];

const MEANS: readonly Column[] = [
  { key: 'termMean', title: 'Средняя за период', kind: 'decimal', width: 10 },
  { key: 'weightedMean', title: 'Средневзвешенная', kind: 'decimal', width: 10 },
  { key: 'tested', title: 'С контрольными', kind: 'integer', width: 10 },
  { key: 'testMean', title: 'Средняя за контрольные', kind: 'decimal', width: 11 },
  { key: 'testGap', title: 'Контрольные минус период', kind: 'decimal', width: 11 },
];

const SUBJECT: readonly Column[] = [
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'subject', title: 'Предмет', kind: 'text', width: 26 },
];

const SCHOOL: readonly Column[] = [{ key: 'school', title: 'Школа', kind: 'text', width: 32 }];

const STUDENTS: readonly Column[] = [
  ...SUBJECT,
  { key: 'student', title: 'Ученик', kind: 'text', width: 32 },
  { key: 'termMark', title: 'За период', kind: 'integer', width: 8 },
  { key: 'mean', title: 'Средневзвешенная', kind: 'decimal', width: 10 },
  { key: 'gap', title: 'Разрыв', kind: 'integer', width: 8 },
  { key: 'test', title: 'За контрольные', kind: 'decimal', width: 9 },
  { key: 'testGap', title: 'Контрольные минус период', kind: 'decimal', width: 11 },
];

type Figures = Pick<SubjectFigures, 'gapAbove' | 'gapBelow' | 'gapEqual' | 'source'>;

function gapCells(
  ground: ReportGround,
  rows: readonly Figures[],
  drill: Omit<DrillRef, 'of'>,
): readonly Cell[] {
  const gap = gapOf(ground, sourcesOf(rows), 'mark', 'termMark');
  const above = total(rows, (row) => row.gapAbove);
  const below = total(rows, (row) => row.gapBelow);
  const equal = total(rows, (row) => row.gapEqual);
  const compared = above + below + equal;
  const of = (value: string): DrillRef => ({ of: 'term_marks', ...drill, value });
  return [
    told(compared, gap, of('compared')),
    told(above, gap, of('gap_above')),
    told(equal, gap, of('gap_equal')),
    told(below, gap, of('gap_below')),
    told(percent(above, compared), gap, of('gap_above')),
    told(percent(below, compared), gap, of('gap_below')),
  ];
}

const meanOf = (numbers: readonly number[]): number | null =>
  ratio(
    total(numbers, (number) => number),
    numbers.length,
  );

function meanCells(
  ground: ReportGround,
  sources: readonly string[],
  gaps: readonly TermGap[],
  drill: Omit<DrillRef, 'of'>,
): readonly Cell[] {
  const gap = gapOf(ground, sources, 'mark', 'termMark');
  const testGap = gap ?? gapOf(ground, sources, 'assessment', 'mark.assessmentId');
  const both = gaps.filter(({ weightedMean }) => weightedMean !== null);
  const tested = gaps.flatMap(({ testMean, termMark }) =>
    testMean === null ? [] : [{ testMean, termMark }],
  );
  const of = (value: string): DrillRef => ({ of: 'term_marks', ...drill, value });
  const tests = { of: 'marks', ...drill, which: 'control' } as const;
  return [
    told(meanOf(both.map(({ termMark }) => termMark)), gap, of('compared')),
    told(meanOf(both.flatMap(({ weightedMean }) => weightedMean ?? [])), gap, { of: 'marks', ...drill }),
    // Students: the marks they are counted by are more.
    told(tested.length, testGap),
    told(meanOf(tested.map(({ testMean }) => testMean)), testGap, tests),
    told(meanOf(tested.map(({ testMean, termMark }) => testMean - termMark)), testGap, tests),
  ];
}

const placeOf = ({ classId, subjectId }: TermGap | SubjectFigures): string => `${classId}/${subjectId}`;

function subjectRows(
  ground: ReportGround,
  request: ReportRequest,
  figures: readonly SubjectFigures[],
  gaps: readonly TermGap[],
): readonly Row[] {
  const own = groupedBy(gaps, placeOf);
  const keyOf = rowKeys(figures, ({ className, subjectName }) => `${className}/${subjectName}`, placeOf);
  const rows = figures.map((row): Row => {
    const { schoolId, classId, subjectId } = row;
    const drill = { schoolId, classId, subjectId, ...drillPeriod(request.period) };
    return {
      key: keyOf(row),
      kind: 'row',
      cells: [
        cell(row.className),
        cell(row.subjectName),
        ...gapCells(ground, [row], drill),
        ...meanCells(ground, [row.source], own.get(placeOf(row)) ?? [], drill),
      ],
    };
  });
  if (rows.length === 0) return [];
  const place = scopeDrill(request);
  const cells = [
    cell('Всего'),
    cell(null),
    ...gapCells(ground, figures, place),
    ...meanCells(ground, sourcesOf(figures), gaps, place),
  ];
  return [...rows, { key: 'all', kind: 'total', cells }];
}

/** Whose mark for the term is not the rounded mean. */
function studentRows(ground: ReportGround, request: ReportRequest, gaps: readonly TermGap[]): readonly Row[] {
  return gaps.flatMap((one): readonly Row[] => {
    const { schoolId, classId, subjectId, studentId, termMark, rounded, testMean } = one;
    // A mean comes to no 1: neither does a mark that stands against it.
    if (rounded === null || rounded === Math.max(termMark, 2)) return [];
    const testGap = gapOf(ground, [one.source], 'assessment', 'mark.assessmentId');
    const place = { schoolId, classId, subjectId, studentId, ...drillPeriod(request.period) };
    const term = { of: 'term_marks', ...place } as const;
    const marks = { of: 'marks', ...place } as const;
    const tests = { ...marks, which: 'control' } as const;
    const cells = [
      cell(one.className),
      cell(one.subject),
      cell(one.student),
      cell(termMark, term),
      cell(one.weightedMean, marks),
      cell(Math.max(termMark, 2) - rounded, marks),
      told(testMean, testGap, tests),
      told(testMean === null ? null : testMean - termMark, testGap, tests),
    ];
    return [{ key: `${classId}/${subjectId}/${studentId}`, kind: 'row', cells }];
  });
}

async function ofSchools(ground: ReportGround, request: ReportRequest): Promise<readonly Section[]> {
  const figures = await readSubjectFigures(ground.database, figuresAsked(ground, request));
  const schools = await bySchool(ground, request, figures.filter(isMarked));
  const rows = schools.map(
    ({ key, name, kind, drill, rows: own, opens }): Row => ({
      key,
      kind,
      cells: [cell(name), ...gapCells(ground, own, drill)],
      ...(opens ? { opens } : {}),
    }),
  );
  return [{ key: 'schools', title: null, columns: [...SCHOOL, ...GAPS], rows, empty: EMPTY }];
}

const EMPTY = 'Отметок за период, которые можно сравнить с текущими, нет.';

async function ofClasses(ground: ReportGround, request: ReportRequest): Promise<readonly Section[]> {
  const asked = figuresAsked(ground, request);
  const figures = (await readSubjectFigures(ground.database, asked)).filter(isMarked);
  const gaps = await readTermGaps(ground.database, asked);
  return [
    {
      key: 'subjects',
      title: 'По предметам',
      columns: [...SUBJECT, ...GAPS, ...MEANS],
      rows: subjectRows(ground, request, figures, gaps),
      empty: EMPTY,
    },
    {
      key: 'students',
      title: 'Расхождения',
      columns: STUDENTS,
      rows: studentRows(ground, request, gaps),
      empty: 'Все отметки за период совпадают с округлёнными средневзвешенными.',
    },
  ];
}

/** Объективность отметок за период: school-domain §4. */
export const objectivityGap: ReportForm = {
  id: 'objectivity-gap',
  title: 'Объективность отметок за период',
  about: 'Где отметка за период выше или ниже средневзвешенной текущих и расходится с контрольными.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'terms',
  compares: true,
  namesStudents: true,
  async build(ground, request) {
    const wide = isWide(request.scope);
    const sections = wide ? await ofSchools(ground, request) : await ofClasses(ground, request);
    return ok({
      sections: allOf(sections),
      notes: [
        'Разрыв — отметка за период минус средневзвешенная текущих, округлённая по порогам 4,5, 3,5, 2,5; сравниваются ' +
          'только числа; «1» и «2» не различаются. Работы без веса считаются с весом 1; первых классов нет.',
        'Контрольные — средняя за работы, в названии вида которых есть «контрольная», минус отметка за период.',
      ],
      signatures: ['Заместитель директора'],
    });
  },
};
