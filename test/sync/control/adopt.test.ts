import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entityNames } from '../../../src/model/entities.ts';
import { kinds } from '../../../src/rules/kinds/index.ts';
import type { Adoption } from '../../../src/rules/regulation.ts';
import { listAdoptions } from '../../../src/store/adoptions.ts';
import { verifyAudit } from '../../../src/store/audit.ts';
import type { Store } from '../../../src/store/open.ts';
import { type AdoptRequest, adopt, retractAdoption } from '../../../src/sync/control/adopt.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { readRegulations, regulationsFolder } from '../../../src/sync/regulation-files.ts';
import { testStore } from '../../database.ts';
import { controlDeps, NOW, putSmallSchool, SCHOOL } from './small-school.ts';

let store: Store;
let deps: ControlDeps;
beforeEach(async () => {
  store = await testStore();
  await putSmallSchool(store);
  await store.pool.query('DELETE FROM adoption');
  const library = await readRegulations(regulationsFolder, kinds);
  const declaredOf = () => ({ gives: new Set(entityNames), gaps: {} });
  deps = { ...controlDeps(store), library, kinds, declaredOf };
});
afterEach(() => store.close());

const act = (regulation: string, more: Partial<Adoption> = {}): AdoptRequest['adoption'] => ({
  regulation,
  from: '2025-09-01',
  to: null,
  choices: null,
  ...more,
});
const say = (adoption: AdoptRequest['adoption'], now = NOW) =>
  adopt(deps, { schoolId: SCHOOL, adoption, now, by: 'test' });
const adopted = async () => (await listAdoptions(store, SCHOOL)).map(({ regulation }) => regulation);
const closing = async () => {
  const { rows } = await store.pool.query<{ days: number | null }>(
    `SELECT after_days AS days FROM closing WHERE entity = 'mark'`,
  );
  return rows.map(({ days }) => days);
};
const allDue = async () => {
  const { rows } = await store.pool.query<{ at: Date }>(
    `SELECT due_at AS at FROM unit_due WHERE unit = 'all'`,
  );
  return rows.map(({ at }) => at.toISOString());
};
const clock = (now: Date) => controlSchool(deps, { schoolId: SCHOOL, now, what: 'clock' });

describe('adopting', () => {
  it('has one winner when several acts about the same are adopted at once', async () => {
    const acts = ['krasny-30', 'sosh-22', 'megion-3', 'podolsk-12'];
    const done = await Promise.all(acts.map((one) => say(act(one))));
    const winners = acts.filter((_, index) => done[index]?.ok);
    expect(winners).toHaveLength(1);
    expect(await adopted()).toEqual(winners);
  });

  it('of an act for a day to come takes effect on that day, also for what a run holds back', async () => {
    await say(act('sosh-22', { to: '2025-11-30' }));
    await say(act('krasny-30', { from: '2025-12-01' }));
    await clock(NOW);
    const before = await closing();
    // Midnight in Barnaul.
    expect(await allDue()).toEqual(['2025-11-30T17:00:00.000Z']);
    const report = await clock(new Date('2025-11-30T17:00:30Z'));
    expect(report).toMatchObject({ full: true });
    expect(await closing()).not.toEqual(before);
    // The next thing to come is another school year.
    expect(await allDue()).toEqual(['2026-08-31T17:00:00.000Z']);
  });

  it('once more without choices keeps those that were made, and says so', async () => {
    const act12 = deps.library.regulations.find(({ id }) => id === 'podolsk-12');
    const [option = ''] = Object.keys(
      act12?.entries.find(({ id }) => id === 'edit-marks')?.choice?.options ?? {},
    );
    const choices = { 'edit-marks': option };
    await say(act('podolsk-12', { choices }));
    const again = await say(act('podolsk-12', { to: '2026-05-31' }));
    expect(again).toMatchObject({
      value: { adoption: { to: '2026-05-31', choices }, choicesKept: true },
    });
    expect(await listAdoptions(store, SCHOOL)).toMatchObject([{ choices }]);
    const reset = await say(act('podolsk-12', { choices: {} }));
    expect(reset).toMatchObject({ value: { adoption: { choices: {} }, choicesKept: false } });
  });

  it('can be taken back, and another act adopted for the same days', async () => {
    await say(act('sosh-22'));
    await clock(NOW);
    expect(await say(act('krasny-30'))).toMatchObject({ ok: false });
    const taken = { schoolId: SCHOOL, regulation: 'sosh-22', from: '2025-09-01', now: NOW, by: 'test' };
    expect(await retractAdoption(deps, taken)).toMatchObject({ ok: true });
    expect([await adopted(), await closing()]).toEqual([[], []]);
    expect(await allDue()).toEqual([NOW.toISOString()]);
    expect(await retractAdoption(deps, taken)).toMatchObject({
      error: [{ code: 'regulation.not_adopted' }],
    });
    expect(await say(act('krasny-30'))).toMatchObject({ ok: true });
    const { rows } = await store.pool.query('SELECT action FROM audit ORDER BY entry_no DESC LIMIT 2');
    expect(rows).toEqual([{ action: 'adoption.entered' }, { action: 'adoption.retracted' }]);
    expect(await verifyAudit(store, SCHOOL)).toMatchObject({ broken: null });
  });
});
