import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EntityName } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';
import type { Store } from '../../../src/store/open.ts';
import { namesOf } from '../../../src/store/transfer/names.ts';
import { testStore } from '../../database.ts';
import { mark, observed, student, subject } from '../../store/school.ts';
import { begin, plan, rowsOf } from './moving.ts';
import { newSchool } from './school.ts';
import { ScriptedTarget } from './scripted-target.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

/** As «Сетевой город» tells of terms: nothing says which grades they are for. */
const term = (name: string, kind: 'quarter' | 'half_year', startDay: string, endDay: string) =>
  observed<'term'>(name, {
    academicYearId: 'y',
    name,
    kind,
    ordinal: 1,
    startDay,
    endDay,
    gradeFrom: null,
    gradeTo: null,
  });

const CLASSES = { '7а': 7, '10а': 10, '11а': 11 } as const;
type ClassName = keyof typeof CLASSES;

/** In the first quarter, in the break behind it, and in the second. */
const DAYS = ['2025-09-10', '2025-10-29', '2025-11-12'] as const;

const schoolClass = ([name, grade]: [string, number]) =>
  observed<'class'>(name, {
    name,
    grade,
    letter: 'а',
    academicYearId: 'y',
    homeroomTeacherId: null,
    shift: 1,
  });

const enrolment = (name: string) =>
  observed<'enrolment'>(`e${name}`, {
    studentId: `s${name}`,
    classId: name,
    fromDay: '2025-09-01',
    toDay: null,
    orderNumber: null,
    orderDay: null,
  });

const termMark = (name: ClassName, termId: string) =>
  observed<'termMark'>(`t${name}`, {
    studentId: `s${name}`,
    subjectId: 'Алгебра',
    kind: 'term',
    termId,
    academicYearId: 'y',
    value: '4',
    scaleMax: 5,
  });

function told(): ReadonlyMap<EntityName, readonly Observed[]> {
  const names = Object.keys(CLASSES) as ClassName[];
  const year = { name: '2025/2026', startDay: '2025-09-01', endDay: '2026-05-31', closed: false };
  return new Map<EntityName, readonly Observed[]>([
    ['academicYear', [observed<'academicYear'>('y', year)]],
    [
      'term',
      [
        term('I четверть', 'quarter', '2025-09-01', '2025-10-26'),
        term('II четверть', 'quarter', '2025-11-05', '2025-12-28'),
        term('I полугодие', 'half_year', '2025-09-01', '2025-12-28'),
      ],
    ],
    ['subject', [subject('Алгебра')]],
    ['class', Object.entries(CLASSES).map(schoolClass)],
    ['student', names.map((name) => student(`s${name}`))],
    ['enrolment', names.map(enrolment)],
    [
      'mark',
      names.flatMap((name) =>
        DAYS.map((day) => mark(`${name}/${day}`, `s${name}`, '5', day, { lessonId: null })),
      ),
    ],
    // Grade 11 of this school works by quarters: its term marks say so.
    ['termMark', [termMark('11а', 'I четверть')]],
  ]);
}

it('counts the marks of a class with the terms that the class has', async () => {
  const school = await newSchool(store, told());
  const moving = await begin(store, school, new ScriptedTarget());
  await plan(moving);
  const classes = await namesOf(store, school.schoolId, 'class');
  const terms = await namesOf(store, school.schoolId, 'term');
  const counts: Record<string, number> = {};
  for (const { entity, classId, termId } of await rowsOf(moving)) {
    if (entity !== 'mark') continue;
    const key = `${classes.get(classId ?? '')} ${terms.get(termId ?? '')}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  expect(counts).toEqual({
    '7а I четверть': 1,
    '7а II четверть': 2,
    '10а I полугодие': 3,
    '11а I четверть': 1,
    '11а II четверть': 2,
  });
});
