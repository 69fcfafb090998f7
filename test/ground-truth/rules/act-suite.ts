import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { rowId } from '../../../src/model/ids.ts';
import { acts, type Clause } from './clauses.ts';
import { type ControlWorld, type Kept, type Mode, openControlWorld } from './control-world.ts';
import { looksAt } from './looks.ts';
import { LOOKS } from './schedule.ts';
import {
  accountsWithoutConsent,
  lessonsOffPlan,
  marksOfStrangers,
  misplacedStudents,
} from './truth-papers.ts';
import { type Evidence, evidenceOf } from './truth-rows.ts';

const options = { seed: 7, schools: 1, studentsPerSchool: 60, weeks: 8, planted: true };

const rowOf = ({ rows, message }: Kept, { entity }: Clause): string =>
  rows.find((row) => row.entity === entity)?.id ?? message;

/** The rows of the clause's own entity that findings say broke it. */
const violatedRows = (findings: readonly Kept[], clause: Clause): string[] =>
  findings
    .filter(({ entry, verdict }) => entry === clause.entry && verdict === 'violated')
    .map((finding) => rowOf(finding, clause))
    .sort();

/** Of what cannot be decided a finding tells all of one sort and place together, and names the first fifty. */
function undecided(findings: readonly Kept[], { entry, entity }: Clause) {
  const own = findings.filter((finding) => finding.entry === entry && finding.verdict === 'not_evaluable');
  return {
    count: own.reduce((sum, { count }) => sum + count, 0),
    named: own.flatMap(({ rows }) => rows.flatMap((row) => (row.entity === entity ? [row.id] : []))).sort(),
    isWhole: own.every(({ count }) => count < 50),
  };
}

/**
 * Reads a school through a term at many moments under one act, and holds what the program found against what the
 * truth says. One test file an act: they run side by side.
 */
export function holdAgainstTruth(name: keyof typeof acts, mode: Mode): void {
  describe(`what breaks ${name} in a school that tells ${mode}`, () => suite(name, mode));
}

function suite(name: keyof typeof acts, mode: Mode): void {
  const act = acts[name];
  let world: ControlWorld;
  let evidence: Evidence;
  /** As they grew from look to look. */
  let grown: readonly Kept[];
  /** Judged anew after the last look. */
  let findings: readonly Kept[];
  const table: string[] = [];

  beforeAll(async () => {
    const year = makeMunicipality(options).school(1);
    world = await openControlWorld(year, mode, act.adoption);
    for (const look of LOOKS) await world.look(look);
    evidence = evidenceOf(year, mode, looksAt(LOOKS));
    grown = await world.findings();
    await world.judgeAll();
    findings = await world.findings();
  }, 300_000);
  afterAll(async () => {
    console.log(`${name} ${mode}\n${table.join('\n')}`);
    await world.close();
  });

  const idOf = (entity: string, key: string): string =>
    rowId({ schoolId: world.schoolId, source: world.source, entity, key });

  it.each(act.clauses.map((clause) => [clause.entry, clause] as const))('%s', (_entry, clause) => {
    const expected = clause.expected(evidence);
    const keysOf = (answer: 'violated' | 'unknown'): string[] =>
      [...expected].flatMap(([key, one]) => (one === answer ? [idOf(clause.entity, key)] : [])).sort();
    const [violated, unknown] = [keysOf('violated'), keysOf('unknown')];
    const found = violatedRows(findings, clause);
    const doubts = undecided(findings, clause);
    table.push(
      `  ${clause.entry}: violated ${violated.length}, found ${found.length}; ` +
        `undecidable ${unknown.length}, found ${doubts.count}`,
    );
    expect(found).toEqual(violated);
    expect(doubts.named.filter((id) => !unknown.includes(id))).toEqual([]);
    expect(doubts.count).toBe(unknown.length);
    if (doubts.isWhole) expect(doubts.named).toEqual(unknown);
  });

  const of = (entry: string): Kept[] => findings.filter((finding) => finding.entry === entry);
  const count = (entry: string, planted: number): void => {
    const found = of(entry).filter(({ verdict }) => verdict === 'violated').length;
    table.push(`  ${entry}: planted ${planted}, found ${found}`);
  };

  it('lesson-plan', () => {
    const expected = lessonsOffPlan(evidence);
    const plans = of('lesson-plan').map(({ rows }) => rows);
    const entities = (rows: Kept['rows']): string => [...new Set(rows.map(({ entity }) => entity))].join(' ');
    const first = (kind: string): string[] =>
      plans
        .filter((rows) => entities(rows) === kind)
        .flatMap(([row]) => (row ? [row.id] : []))
        .sort();
    const ids = (entity: string, keys: readonly string[]) => keys.map((key) => idOf(entity, key)).sort();
    expect(first('lesson lessonPlanEntry')).toEqual(act.plan.order ? ids('lesson', expected.order) : []);
    expect(first('lessonPlanEntry lesson')).toEqual(
      act.plan.hours ? ids('lessonPlanEntry', expected.hours) : [],
    );
    expect(first('lessonPlanEntry')).toEqual(ids('lessonPlanEntry', expected.lag));
    const { order, hours, lag } = expected;
    count(
      'lesson-plan',
      (act.plan.order ? order.length : 0) + (act.plan.hours ? hours.length : 0) + lag.length,
    );
  });

  it('subgroups', async () => {
    const expected: string[] = [];
    for (const place of misplacedStudents(evidence)) {
      const [student = '', subject = ''] = place.split('/');
      expected.push(
        `${await world.identityOf('student', student)}/${await world.identityOf('subject', subject)}`,
      );
    }
    expect(
      of(act.groups)
        .map(({ studentId, subjectId }) => `${studentId}/${subjectId}`)
        .sort(),
    ).toEqual(expected.sort());
    count(act.groups, expected.length);
  });

  it('accounts without consent', async () => {
    const entry = 'consent-before-account';
    const expected = await Promise.all(
      accountsWithoutConsent(evidence).map((key) => world.identityOf('student', key)),
    );
    expect(
      of(entry)
        .map(({ studentId }) => studentId)
        .sort(),
    ).toEqual(expected.sort());
    count(entry, expected.length);
  });

  it.each(act.strangers === null ? [] : [act.strangers])('strangers in a class: %s', (entry) => {
    const expected = marksOfStrangers(evidence).map((key) => idOf('mark', key));
    const rows = of(entry).flatMap((finding) => finding.rows.map(({ id }) => id));
    expect(rows.sort()).toEqual(expected.sort());
    count(entry, expected.length);
  });

  it('says of what the school has not chosen that it cannot be decided', () => {
    const unsettled = findings.filter(({ reason }) => reason === 'not_settled').map(({ entry }) => entry);
    expect(unsettled.sort()).toEqual(act.unchosen);
  });

  it('is the same when everything is judged anew', () => {
    const key = ({ entry, verdict, rows, message, count }: Kept) =>
      JSON.stringify([entry, verdict, rows, message, count]);
    expect(grown.map(key).sort()).toEqual(findings.map(key).sort());
  });
}
