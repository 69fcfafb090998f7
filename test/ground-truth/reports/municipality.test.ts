import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TruthClass } from '../../../sandbox/school-year/types.ts';
import type { Row, Section } from '../../../src/reports/table.ts';
import { countedOf, type Facts, factsOf, learnersOf, onlyOf, termMarkOf } from './facts.ts';
import { type OfficeSchool, type OfficeWorld, openOffice } from './municipality-world.ts';
import { cellOf, sectionOf, valueAt } from './world.ts';

const TERM = { term: '2025-quarter-1' };
const DAYS = { from: '2025-09-01', to: '2025-10-31' };
const HOUR_MS = 3_600_000;

type Counts = Readonly<Record<string, number>>;

let world: OfficeWorld;
beforeAll(async () => {
  world = await openOffice();
  // Seven journals, one after another; other tests run meanwhile.
}, 600_000);
afterAll(() => world?.close());

const countOf = (counts: Counts, key: string): number => counts[key] ?? 0;

const added = (all: readonly Counts[]): Counts => {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [key, value] of Object.entries(counts)) sums[key] = (sums[key] ?? 0) + value;
  return sums;
};

/** The classes that have marks: the first grade has none. */
const markedOf = ({ classes }: Facts): readonly TruthClass[] => classes.filter(({ grade }) => grade > 1);

/** Marks for the term that speak of a student's category. */
function valuesOf(facts: Facts, classId: number): readonly (readonly string[])[] {
  const subjects = [...new Set(facts.groupsOf(classId).map(({ subjectId }) => subjectId))];
  return facts
    .roster(classId, facts.term.endDay)
    .map((student) =>
      subjects.flatMap((subjectId) => {
        const value = termMarkOf(facts, student, subjectId);
        return value !== null && /^([1-5]|н\/а)$/.test(value) ? [value] : [];
      }),
    )
    .filter((values) => values.length > 0);
}

const WEIGHTS: Counts = { 5: 100, 4: 64, 3: 36, 2: 16, 1: 16, 'н/а': 7 };

/** School-domain §4: counts, and the parts of the ratios. */
function resultsOf(facts: Facts): Counts {
  const students = facts.classes.map(({ id }) => facts.roster(id, facts.term.endDay).length);
  const marked = markedOf(facts);
  const graded = marked.flatMap(({ id }) => valuesOf(facts, id));
  const all = marked.flatMap(({ id }) =>
    [...new Set(facts.groupsOf(id).map(({ subjectId }) => subjectId))].flatMap((subjectId) =>
      learnersOf(facts, id, subjectId).flatMap((student) => termMarkOf(facts, student, subjectId) ?? []),
    ),
  );
  const weighed = all.flatMap((value) => WEIGHTS[value] ?? []);
  const how = (test: (values: readonly string[]) => boolean): number => graded.filter(test).length;
  const isFailing = (values: readonly string[]) => values.includes('2') || values.includes('1');
  const passes = (values: readonly string[]) => !isFailing(values) && !values.includes('н/а');
  const isHigh = (values: readonly string[]) => passes(values) && !values.includes('3');
  return {
    students: students.reduce((sum, count) => sum + count, 0),
    graded: graded.length,
    excellent: how((values) => values.every((value) => value === '5')),
    good: how((values) => isHigh(values) && values.includes('4')),
    failing: how(isFailing),
    notAssessed: how((values) => values.includes('н/а')),
    passing: how(passes),
    high: how(isHigh),
    assessed: weighed.length,
    weight: weighed.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Current marks, and students without one and with one, a subject each. */
function densityOf(facts: Facts): Counts {
  const counts = markedOf(facts).flatMap(({ id }) => {
    const on = new Set(facts.roster(id, facts.term.endDay).map((one) => one.id));
    return facts.groupsOf(id).flatMap((group) =>
      facts
        .members(group.id, facts.term.endDay)
        .filter((one) => on.has(one.id))
        .map((one) => countedOf(facts, one.id, group.subjectId).length),
    );
  });
  return {
    students: counts.length,
    marks: counts.reduce((sum, count) => sum + count, 0),
    without: counts.filter((count) => count === 0).length,
    one: counts.filter((count) => count === 1).length,
  };
}

/** Lessons, and what was not written about them. */
function keepingOf(facts: Facts, { asOf }: OfficeSchool): Counts {
  const own = new Set(facts.classes.map(({ id }) => id));
  const held = facts.lessons.filter(({ lesson }) => own.has(lesson.classId));
  const isFilled = (at: string | null) => at !== null && at <= asOf;
  return {
    lessons: held.length,
    filled: held.filter(({ record }) => isFilled(record.topicEnteredAt)).length,
    withoutTopic: held.filter(({ record }) => !isFilled(record.topicEnteredAt)).length,
    withoutHomework: held.filter(({ record }) => record.homework === null).length,
  };
}

/** Each school's row, and the total. */
function rowsOf(section: Section, name: string) {
  expect(section.rows).toHaveLength(world.schools.length + 1);
  const total = onlyOf(
    section.rows.filter(({ kind }) => kind === 'total'),
    'totals',
  );
  const own = world.schools.map((school) => ({
    school,
    row: onlyOf(
      section.rows.filter((row) => valueAt(section, row, name) === school.name),
      school.name,
    ),
  }));
  return { own, total };
}

const shown = (section: Section, row: Row, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, valueAt(section, row, key)]));

const only = (counts: Counts, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, counts[key]]));

const part = (counts: Counts, of: string, whole: string): number =>
  (countOf(counts, of) / countOf(counts, whole)) * 100;

describe('schools on every profile of the sandbox, in one table of the municipality', () => {
  it('have the results of their own truth; the total is a ratio of sums', async () => {
    const section = sectionOf(await world.report('school-results', TERM), 'schools');
    const { own, total } = rowsOf(section, 'name');
    const keys = ['students', 'graded', 'excellent', 'good', 'failing', 'notAssessed'];
    const hold = (row: Row, truth: Counts, who: string) => {
      expect({ who, ...shown(section, row, keys) }).toEqual({ who, ...only(truth, keys) });
      expect(valueAt(section, row, 'passRate'), who).toBeCloseTo(part(truth, 'passing', 'graded'), 8);
      expect(valueAt(section, row, 'qualityRate'), who).toBeCloseTo(part(truth, 'high', 'graded'), 8);
      const sou = countOf(truth, 'weight') / countOf(truth, 'assessed');
      expect(valueAt(section, row, 'sou'), who).toBeCloseTo(sou, 8);
    };
    const truths = own.map(({ school }) => resultsOf(factsOf(school)));
    for (const [at, { school, row }] of own.entries()) hold(row, truths[at] ?? {}, school.name);
    hold(total, added(truths), 'total');
    expect(new Set(own.map(({ row }) => valueAt(section, row, 'qualityRate'))).size).toBeGreaterThan(1);
  });

  it('have the density of marks of their own truth', async () => {
    const section = sectionOf(await world.report('mark-density', TERM), 'density');
    const { own, total } = rowsOf(section, 'school');
    const keys = ['students', 'marks', 'without', 'one'];
    const truths = own.map(({ school }) => densityOf(factsOf(school)));
    for (const [at, { school, row }] of own.entries())
      expect({ who: school.name, ...shown(section, row, keys) }).toEqual({ who: school.name, ...truths[at] });
    const all = added(truths);
    expect(shown(section, total, keys)).toEqual(all);
    expect(valueAt(section, total, 'withoutShare')).toBeCloseTo(part(all, 'without', 'students'), 8);
    expect(valueAt(section, total, 'perStudent')).toBeCloseTo(part(all, 'marks', 'students') / 100, 8);
  });

  it('say «нет данных» where their vendor tells nothing, and the total is of those that tell', async () => {
    const section = sectionOf(await world.report('journal-keeping', TERM), 'keeping');
    const { own, total } = rowsOf(section, 'name');
    const truths = own.map(({ school }) => keepingOf(factsOf(school), school));
    const told = { topic: ['filled', 'withoutTopic'], homework: ['withoutHomework'] } as const;
    const tells = ({ gaps }: OfficeSchool) => ({
      topic: !('lesson.topic' in gaps),
      homework: !('homework' in gaps),
    });
    for (const [at, { school, row }] of own.entries()) {
      expect(valueAt(section, row, 'lessons'), school.name).toBe(countOf(truths[at] ?? {}, 'lessons'));
      for (const what of ['topic', 'homework'] as const)
        for (const key of told[what]) {
          const { value, missing } = cellOf(section, row, key);
          if (tells(school)[what]) expect(value, `${school.name} ${key}`).toBe(truths[at]?.[key]);
          else
            expect({ value, missing }).toEqual({
              value: null,
              missing: expect.stringMatching(/^нет данных: /),
            });
        }
      expect(cellOf(section, row, 'open')).toMatchObject({
        value: null,
        missing: expect.stringContaining('акт'),
      });
    }
    expect(own.filter(({ school }) => tells(school).topic).length).toBe(2);
    expect(valueAt(section, total, 'lessons')).toBe(countOf(added(truths), 'lessons'));
    const telling = added(truths.filter((_, at) => own[at] && tells(own[at].school).topic));
    const keys = ['filled', 'withoutTopic', 'withoutHomework'];
    expect(shown(section, total, keys)).toEqual(only(telling, keys));
  });

  it('say when each journal was read, and by which vendor', async () => {
    const report = await world.report('data-freshness', DAYS);
    const section = sectionOf(report, 'connections');
    expect(section.rows).toHaveLength(world.schools.length);
    const hours = ({ readAt }: OfficeSchool) => (world.now.getTime() - readAt.getTime()) / HOUR_MS;
    for (const school of world.schools) {
      const row = onlyOf(
        section.rows.filter((one) => valueAt(section, one, 'school') === school.name),
        school.name,
      );
      const { year, asOf } = school;
      const students = year.classes.flatMap(({ id }) => year.rosterOn(id, asOf.slice(0, 10)));
      expect({
        who: school.name,
        ...shown(section, row, ['source', 'students', 'withMarks', 'coverage']),
      }).toEqual({
        who: school.name,
        source: school.source,
        students: students.length,
        withMarks: students.length,
        coverage: 100,
      });
      expect(valueAt(section, row, 'age')).toBeCloseTo(hours(school), 3);
    }
    const vendors = sectionOf(report, 'vendors');
    for (const source of ['netschool/staff', 'dnevnik/staff']) {
      const of = world.schools.filter((school) => school.source === source);
      const row = onlyOf(
        vendors.rows.filter((one) => valueAt(vendors, one, 'source') === source),
        source,
      );
      expect(valueAt(vendors, row, 'schools')).toBe(of.length);
      expect(valueAt(vendors, row, 'oldest')).toBeCloseTo(Math.max(...of.map(hours)), 3);
    }
  });
});
