import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { testStore } from '../../database.ts';
import { beginMove, type Move, moveAll } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';
import { expectedLines, standingLines } from './standing.ts';
import { smallTruth } from './truth.ts';

const SCHOOL = { grades: [10], students: 20 } as const;

let store: Store;
let old: OldJournal;
beforeAll(async () => {
  store = await testStore();
  const days = { from: '2025-09-01', to: '2025-09-26' };
  old = await openOldJournal(store, { ...SCHOOL, ...days, asOf: '2025-09-26T20:00' });
  await old.read();
});
afterAll(async () => {
  await old.close();
  await store.close();
});

const truth = () => {
  const { year, from, to, asOf } = old;
  return expectedLines({ year, from, to, asOf, moved: () => true });
};

/** Who comes with a token that is not enough, and how that is called. */
const TOKENS: Readonly<Record<string, readonly [token: (aim: Move['aim']) => string, code: string]>> = {
  'of a parent': [({ tokens }) => tokens.guardian, 'adapter.forbidden'],
  'that does not reach the journal': [
    (aim) => aim.tokenOf(aim.account('admin').login, ['CommonInfo']),
    'adapter.forbidden',
  ],
  'that is over': [
    (aim) => {
      const token = aim.tokenOf(aim.account('admin').login, ['CommonInfo', 'EducationalInfo']);
      aim.revoke(aim.account('admin').login);
      return token;
    },
    'adapter.wrong_credentials',
  ],
};

describe('a move that is refused', { timeout: 180_000 }, () => {
  it('is of another year than the target', async () => {
    const move = await beginMove(old, {
      aim: { municipality: smallTruth({ ...SCHOOL, startYear: 2024 }), asOf: '2024-09-26T20:00' },
    });
    const file = await move.propose();
    expect(await move.plan(file)).toMatchObject({ ok: false, error: { code: 'transfer.other_year' } });
    expect(await move.run(file)).toMatchObject({ ok: false, error: { code: 'transfer.not_planned' } });
    expect(move.aim.writes.asked).toBe(0);
    await move.close();
  });

  it.each(Object.entries(TOKENS))('comes with a token %s', async (_name, [tokenOf, code]) => {
    const move = await beginMove(old);
    const file = await move.propose();
    await move.plan(file);
    const token = tokenOf(move.aim);
    expect(await move.plan(file, { token })).toMatchObject({ ok: false, error: { code } });
    expect(await move.rows(({ state }) => state === 'writing')).toEqual([]);
    expect(move.aim.writes.asked).toBe(0);
    await move.close();
  });

  it.each([
    ['was never there', { readOnly: true }, { readOnly: false }, 0],
    ['is lost half way', { writesAllowed: 40 }, { writesAllowed: null }, 40],
  ] as const)(
    'needs a right to write that %s: it pauses with the cause, and goes on',
    async (_name, without, given, written) => {
      const move = await beginMove(old);
      const file = await move.propose();
      await move.plan(file);
      move.aim.setQuirks(without);
      expect(await move.run(file)).toMatchObject({
        ok: true,
        value: { state: 'paused', error: { code: 'adapter.forbidden' } },
      });
      const { done } = move.aim.writes;
      expect(done).toBe(written);
      move.aim.setQuirks(given);
      expect(await move.run(file)).toMatchObject({ ok: true, value: { state: 'done' } });
      expect(standingLines(move.aim, old.year)).toEqual(truth());
      await moveAll(move, file);
      expect((await move.reconcile(file)).differences).toEqual([]);
      await move.close();
    },
  );
});
