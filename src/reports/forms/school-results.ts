import { ok } from '../../model/result.ts';
import { readClassFigures, readSchoolFigures } from '../../store/rollup/read.ts';
import {
  type CategoryFigures,
  type ClassFigures,
  type SchoolFigures,
  schoolLevels,
} from '../../store/rollup/types.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent, souIndex, sumOf } from '../formulas.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { classKeys } from '../row-keys.ts';
import type { Cell, Column, Row, Section } from '../table.ts';

type Counts = Omit<CategoryFigures, 'allSubjects'>;

const COUNTS: readonly (keyof Counts)[] = [
  'students',
  'graded',
  'excellent',
  'good',
  'oneFour',
  'satisfactory',
  'oneThree',
  'failing',
  'notAssessed',
  'passing',
];

const columns = (first: string): readonly Column[] => [
  { key: 'name', title: first, kind: 'text', width: 28 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  { key: 'graded', title: 'Аттестуется', kind: 'integer', width: 12 },
  { key: 'excellent', title: 'Отличники', kind: 'integer', width: 10 },
  { key: 'good', title: 'Хорошисты', kind: 'integer', width: 11 },
  { key: 'oneFour', title: 'С одной «4»', kind: 'integer', width: 9 },
  { key: 'oneThree', title: 'С одной «3»', kind: 'integer', width: 9 },
  { key: 'failing', title: 'Неуспевающие', kind: 'integer', width: 13 },
  { key: 'notAssessed', title: 'Не аттестованы', kind: 'integer', width: 13 },
  { key: 'passRate', title: 'Успеваемость, %', kind: 'percent', width: 13 },
  { key: 'qualityRate', title: 'Качество, %', kind: 'percent', width: 11 },
  { key: 'sou', title: 'СОУ, %', kind: 'percent', width: 9 },
];

/** Sums of any sets of classes: every rate is a ratio of them. */
function together(sets: readonly CategoryFigures[]): CategoryFigures {
  const counts = Object.fromEntries(
    COUNTS.map((key) => [key, sets.reduce((sum, set) => sum + set[key], 0)]),
  ) as Record<keyof Counts, number>;
  return { ...counts, allSubjects: sumOf(sets.map(({ allSubjects }) => allSubjects)) };
}

/** What a row is of, and where its numbers lead. */
interface Named {
  readonly key: string;
  readonly name: string;
  readonly kind: Row['kind'];
  readonly drill: Omit<DrillRef, 'of'>;
  readonly sources: readonly string[];
  readonly opens?: string;
}

function rowOf(ground: ReportGround, named: Named, figures: CategoryFigures): Row {
  const gap = gapOf(ground, named.sources, 'termMark');
  const { students, graded, excellent, good, oneFour, oneThree, failing, notAssessed, passing } = figures;
  const who = (value: number, category: string): Cell =>
    told(value, gap, { of: 'students', ...named.drill, value: category });
  const cells: readonly Cell[] = [
    cell(named.name),
    cell(students, { of: 'students', ...named.drill }),
    who(graded, 'graded'),
    who(excellent, 'excellent'),
    who(good, 'good'),
    who(oneFour, 'one_four'),
    who(oneThree, 'one_three'),
    who(failing, 'failing'),
    who(notAssessed, 'not_assessed'),
    told(percent(passing, graded), gap, { of: 'students', ...named.drill, value: 'passing' }),
    told(percent(excellent + good, graded), gap, { of: 'students', ...named.drill, value: 'quality' }),
    told(souIndex(figures.allSubjects), gap, { of: 'term_marks', ...named.drill }),
  ];
  return {
    key: named.key,
    kind: named.kind,
    cells,
    ...(named.opens ? { opens: { scope: named.opens } } : {}),
  };
}

const sourcesOf = (classes: readonly ClassFigures[]): readonly string[] => [
  ...new Set(classes.map(({ source }) => source)),
];

const levelOf = (grade: number | null): string =>
  grade === null ? 'без параллели' : grade <= 4 ? '1-4' : grade <= 9 ? '5-9' : '10-11';

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The classes of a school, with sums by parallel and level. */
function classRows(
  ground: ReportGround,
  request: ReportRequest,
  classes: readonly ClassFigures[],
): readonly Row[] {
  const period = drillPeriod(request.period);
  const sum = (key: string, name: string, kind: Row['kind'], some: readonly ClassFigures[]): Row => {
    const schoolId = some[0]?.schoolId ?? '';
    return rowOf(
      ground,
      { key, name, kind, sources: sourcesOf(some), drill: { schoolId, ...period, which: key } },
      together(some),
    );
  };
  const keyOf = classKeys(classes);
  const rows: Row[] = [];
  for (const [level, ofLevel] of grouped(classes, ({ grade }) => levelOf(grade))) {
    for (const [grade, ofGrade] of grouped(ofLevel, (one) => String(one.grade ?? ''))) {
      for (const one of ofGrade) {
        const { schoolId, classId, className } = one;
        const drill = { schoolId, classId, ...period };
        const named = {
          key: keyOf(one),
          name: className,
          drill,
          sources: [one.source],
          opens: `class:${classId}`,
        };
        rows.push(rowOf(ground, { ...named, kind: 'row' }, one));
      }
      if (grade !== '' && ofGrade.length > 1)
        rows.push(sum(`grade:${grade}`, `${grade} классы`, 'subtotal', ofGrade));
    }
    if (request.scope.kind !== 'class') rows.push(sum(`level:${level}`, `${level}`, 'subtotal', ofLevel));
  }
  if (classes.length > 1) rows.push(sum('all', 'Всего', 'total', classes));
  return rows;
}

const EMPTY = 'За этот период нет ни одного класса с итоговыми отметками.';

async function ofSchool(ground: ReportGround, request: ReportRequest): Promise<readonly Section[]> {
  const classes = await readClassFigures(ground.database, figuresAsked(ground, request));
  return [
    {
      key: 'classes',
      title: null,
      columns: columns('Класс'),
      rows: classRows(ground, request, classes),
      empty: EMPTY,
    },
  ];
}

const uniqueSources = (figures: readonly SchoolFigures[]): readonly string[] => [
  ...new Set(figures.flatMap(({ sources }) => sources)),
];

async function ofSchools(ground: ReportGround, request: ReportRequest): Promise<readonly Section[]> {
  const period = drillPeriod(request.period);
  const figures = await readSchoolFigures(ground.database, figuresAsked(ground, request));
  const { scope } = request;
  const where = scope.kind === 'municipality' ? { municipality: scope.name, ...period } : period;
  const schools = [...grouped(figures, ({ schoolId }) => schoolId)].map(([schoolId, own]) => {
    const drill = { schoolId, ...period };
    const name = own[0]?.schoolName ?? '';
    const named = {
      key: schoolId,
      name,
      kind: 'row',
      drill,
      sources: uniqueSources(own),
      opens: `school:${schoolId}`,
    } as const;
    return rowOf(ground, named, together(own));
  });
  const total = (key: string, name: string, kind: Row['kind'], own: readonly SchoolFigures[]): Row =>
    rowOf(
      ground,
      { key, name, kind, drill: { ...where, which: key }, sources: uniqueSources(own) },
      together(own),
    );
  const all = figures.length > 0 ? [total('all', 'Всего', 'total', figures)] : [];
  const levels = schoolLevels
    .map((level) => ({ level, own: figures.filter((one) => one.level === level) }))
    .filter(({ own }) => own.length > 0)
    .map(({ level, own }) => total(`level:${level}`, `${level} классы`, 'row', own));
  return [
    {
      key: 'schools',
      title: 'По школам',
      columns: columns('Школа'),
      rows: [...schools, ...all],
      empty: EMPTY,
    },
    {
      key: 'levels',
      title: 'По уровням',
      columns: columns('Уровень'),
      rows: [...levels, ...all],
      empty: EMPTY,
    },
  ];
}

/** Итоги успеваемости: school-domain §4, §5. */
export const schoolResults: ReportForm = {
  id: 'school-results',
  title: 'Итоги успеваемости',
  about:
    'Сколько отличников, хорошистов, неуспевающих; успеваемость, качество и СОУ по классам, параллелям, школам.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const isWide = request.scope.kind === 'region' || request.scope.kind === 'municipality';
    const sections = isWide ? await ofSchools(ground, request) : await ofSchool(ground, request);
    const current =
      request.period.kind === 'range'
        ? ['За произвольные дни вместо отметок за период взяты округлённые средние текущих отметок.']
        : [];
    return ok({
      sections: allOf(sections),
      notes: [
        'Успеваемость и качество — доля от аттестуемых; первые классы не аттестуются. СОУ — по всем отметкам за период.',
        ...current,
      ],
      signatures: ['Директор', 'Заместитель директора'],
    });
  },
};
