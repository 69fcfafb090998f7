import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { rowId } from '../../../src/model/ids.ts';
import { acts, type Clause } from './clauses.ts';
import { type ControlWorld, type Kept, type Mode, openControlWorld } from './control-world.ts';
import { looksAt } from './looks.ts';
import { LOOKS } from './schedule.ts';
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

describe.each([
  ['krasny-30', 'full'],
  ['sosh-22', 'silent'],
  ['podolsk-12', 'full'],
  ['megion-3', 'silent'],
] as const)('what breaks %s in a school that tells %s', (name, mode: Mode) => {
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
    const of = (answer: 'violated' | 'unknown'): string[] =>
      [...expected].flatMap(([key, one]) => (one === answer ? [idOf(clause.entity, key)] : [])).sort();
    const [violated, unknown] = [of('violated'), of('unknown')];
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

  it('is the same when everything is judged anew', () => {
    const key = ({ entry, verdict, rows, message, count }: Kept) =>
      JSON.stringify([entry, verdict, rows, message, count]);
    expect(grown.map(key).sort()).toEqual(findings.map(key).sort());
  });
});
