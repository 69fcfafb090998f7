import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entityNames } from '../../../src/model/entities.ts';
import { kinds } from '../../../src/rules/kinds/index.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import type { Store } from '../../../src/store/open.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { applyForPermit, decidePermit, permitInput } from '../../../src/sync/registers/permits.ts';
import { readRegulations, regulationsFolder } from '../../../src/sync/regulation-files.ts';
import type { SchoolRows } from '../../api/rows.ts';
import { testStore } from '../../database.ts';
import { controlDeps, putSmallSchool, SCHOOL } from '../control/small-school.ts';

let store: Store;
let rows: SchoolRows;
/** Six weeks after the lesson: sosh-22 closes marks after 14 days. */
const NOW = new Date('2025-10-22T09:00:00Z');

beforeEach(async () => {
  store = await testStore();
  rows = await putSmallSchool(store);
  const academicYearId = await rows.put('academicYear', '2025', {
    name: '2025/26',
    startDay: '2025-09-01',
    endDay: '2026-08-31',
    closed: false,
  });
  await store.pool.query('UPDATE class SET academic_year_id = $1', [academicYearId]);
  await rows.put('staff', 'principal', { displayName: 'Главнов Лев' });
  await store.pool.query('DELETE FROM adoption');
  const act = { regulation: 'sosh-22', from: '2025-09-01', to: null, choices: {} };
  await putAdoption(store, SCHOOL, act, { now: NOW, by: 'test' });
  await changeLate();
});
afterEach(() => store.close());

const control = async (now = NOW) => {
  const library = await readRegulations(regulationsFolder, kinds);
  const declaredOf = () => ({ gives: new Set(entityNames), gaps: {} });
  const deps = { ...controlDeps(store), library, kinds, declaredOf };
  await controlSchool(deps, { schoolId: SCHOOL, now, what: 'clock' });
};

/** What families are shown of the mark, where it is not what it is; and how its finding stands. */
const state = async () => {
  const { rows: held } = await store.pool.query<{ shown: string | null }>(
    `SELECT accepted->>'value' AS shown FROM withheld WHERE entity = 'mark'`,
  );
  const { rows: found } = await store.pool.query<{ state: string }>(
    `SELECT state FROM finding WHERE rule = 'R07' AND verdict = 'violated'`,
  );
  return { shown: held.map(({ shown }) => shown), findings: found.map((one) => one.state) };
};

const permit = async (value: string, decision: 'granted' | 'refused', now = NOW) => {
  const visit = { schoolId: SCHOOL, by: 'test', at: now };
  const input = permitInput.parse({
    studentId: rows.id('student', '1'),
    target: 'mark',
    targetId: rows.id('mark', 'Алгебра'),
    value,
    ground: 'student_illness',
    document: '12-к',
    documentDay: '2025-10-20',
  });
  const applied = await applyForPermit(store, visit, input);
  if (!applied.ok) throw new Error(applied.error.code);
  await control(now);
  const before = await state();
  const decided = await decidePermit(store, visit, applied.value.id, {
    state: decision,
    decidedByStaffId: rows.id('staff', 'principal'),
    decidedAt: null,
    resitProtocolId: null,
  });
  if (!decided.ok) throw new Error(decided.error.code);
  await control(now);
  return before;
};

/** The mark was 3 until six weeks after the lesson. */
async function changeLate(): Promise<void> {
  await store.pool.query(
    `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
     SELECT school_id, 'mark', id, 1, 'changed', (to_jsonb(m) || '{"value": "3"}') - 'content_hash',
       '2025-10-19T10:00:00Z', '2025-10-20T10:00:00Z'
     FROM mark m WHERE school_id = $1 AND id = $2`,
    [SCHOOL, rows.id('mark', 'Алгебра')],
  );
  await store.pool.query(`UPDATE mark SET content_changed_at = '2025-10-20T10:00:00Z' WHERE id = $1`, [
    rows.id('mark', 'Алгебра'),
  ]);
}

describe('a mark changed after its closing', () => {
  it('is released by a permit that is granted when the school year has turned', async () => {
    await control();
    const academicYearId = await rows.put('academicYear', '2026', {
      name: '2026/27',
      startDay: '2026-09-01',
      endDay: '2027-08-31',
      closed: false,
    });
    await rows.put('class', '8', { name: '8б', grade: 8, academicYearId });
    const autumn = new Date('2026-09-15T09:00:00Z');
    await control(autumn);
    expect(await permit('5', 'granted', autumn)).toEqual({ shown: ['3'], findings: ['open'] });
    expect(await state()).toEqual({ shown: [], findings: ['permitted'] });
  });

  it('is shown as it was until a permit for exactly this change is granted', async () => {
    await control();
    const withheld = { shown: ['3'], findings: ['open'] };
    expect(await state()).toEqual(withheld);
    // To another value, and refused: neither releases anything. Nor does an application that nobody decided.
    expect(await permit('4', 'granted')).toEqual(withheld);
    expect(await state()).toEqual(withheld);
    expect(await permit('5', 'refused')).toEqual(withheld);
    expect(await state()).toEqual(withheld);
    expect(await permit('5', 'granted')).toEqual(withheld);
    expect(await state()).toEqual({ shown: [], findings: ['permitted'] });
  });
});
