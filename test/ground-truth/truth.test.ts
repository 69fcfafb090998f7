import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TruthStudent } from '../../sandbox/school-year/types.ts';
import { adapterOf } from '../../src/adapters/registry.ts';
import type { RunReport } from '../../src/sync/run.ts';
import { expectedOf, type Facts } from './expected.ts';
import { factsOf } from './served.ts';
import type { Mode, VendorName } from './vendors.ts';
import { openWorld, type World } from './world.ts';

/** Some days into the second quarter: the first is whole, some of its marks were changed late. */
const AS_OF = '2025-11-12T18:00';

/** Which facts need what: where the mode declares it a gap, they are not compared. */
const NEEDS: Readonly<Record<keyof Facts, readonly string[]>> = {
  lessons: ['lesson', 'groupMembership'],
  times: ['lesson', 'groupMembership', 'lesson.startTime', 'lesson.endTime', 'lesson.room'],
  marks: ['mark'],
  works: ['mark', 'mark.assessmentId', 'assessment'],
  homework: ['homework'],
  attendance: ['attendance'],
  termMarks: ['termMark'],
  terms: ['term', 'termMark'],
  totals: ['term', 'lesson', 'groupMembership', 'mark', 'attendance'],
};

/** Facts that need to know when a student came or went. */
const NEEDS_DATES: readonly (keyof Facts)[] = ['lessons', 'times', 'works', 'homework', 'terms', 'totals'];
const DATES = ['groupMembership.fromDay', 'groupMembership.toDay', 'enrolment.fromDay', 'enrolment.toDay'];

const sorted = (lines: readonly string[]): string[] => [...lines].sort();

/** Whether the student is of the school on the day that the journal is read. */
const isHere = ({ enrolments }: TruthStudent): boolean =>
  enrolments.some(({ from, to }) => from <= AS_OF.slice(0, 10) && (to === null || to >= AS_OF.slice(0, 10)));

function stayed({ enrolments }: TruthStudent, from: string, to: string): boolean {
  const [first, ...others] = enrolments;
  return others.length === 0 && !!first && first.from <= from && (first.to === null || first.to >= to);
}

describe.each([
  ['5.47', 'staff'],
  ['5.47', 'family'],
  ['5.13', 'staff'],
  ['kray', 'family'],
  ['dnevnik.ru', 'staff'],
  ['dnevnik.ru', 'family'],
  ['school.mosreg.ru', 'staff'],
  ['school.mosreg.ru', 'family'],
] as const)('what the API serves of %s, read by the %s mode', (vendor: VendorName, mode: Mode) => {
  let world: World;
  let report: RunReport;
  const system = vendor === 'dnevnik.ru' || vendor === 'school.mosreg.ru' ? 'dnevnik' : 'netschool';
  const gaps = adapterOf(system)?.modes.find((declared) => declared.mode === mode)?.gaps ?? {};
  const compared = (Object.keys(NEEDS) as (keyof Facts)[]).filter(
    (fact) => !NEEDS[fact].some((need) => need in gaps),
  );

  beforeAll(async () => {
    world = await openWorld({ vendor, students: 60, weeks: 12, asOf: AS_OF });
    report = await world.read(mode);
  });
  afterAll(() => world.close());

  it('was read without loss', () => {
    expect(report).toMatchObject({ state: 'succeeded', error: null });
    const quarantined = Object.values(report.counts).map((counts) => counts?.quarantined);
    expect(new Set(quarantined)).toEqual(new Set([0]));
  });

  it('equals the truth for every student of the school in a whole term', async () => {
    const [term] = world.year.terms.filter(({ kind }) => kind === 'quarter');
    if (!term) throw new Error('the truth has no quarter');
    const { startDay: from, endDay: to } = term;
    const totals = Object.fromEntries(compared.map((fact) => [fact, 0]));
    let moved = 0;
    let gone = 0;
    for (const student of world.year.students) {
      if (!isHere(student) && 'enrolment.toDay' in gaps) {
        gone += 1;
        continue;
      }
      const whole = stayed(student, from, to);
      if (!whole) moved += 1;
      const served = factsOf(await world.diary(student, from, to));
      const truth = expectedOf({ year: world.year, wording: world.wording, student, from, to, asOf: AS_OF });
      for (const fact of compared) {
        if (!whole && NEEDS_DATES.includes(fact) && DATES.some((date) => date in gaps)) continue;
        expect.soft(sorted(served[fact]), `${fact} of student ${student.id}`).toEqual(sorted(truth[fact]));
        totals[fact] = (totals[fact] ?? 0) + truth[fact].length;
      }
    }
    for (const fact of compared) expect(totals[fact], fact).toBeGreaterThan(0);
    const left = Object.entries(gaps).map(([field, reason]) => `  ${field}: ${reason}`);
    console.log(
      `${vendor} ${mode}: compared ${JSON.stringify(totals)}; ` +
        `${moved} students came or changed class, ${gone} are not there (yet, or any more)\n` +
        `gaps that the mode declares:\n${left.join('\n')}`,
    );
  });
});
