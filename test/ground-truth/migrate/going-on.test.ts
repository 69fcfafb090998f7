import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import type { Target } from '../../../src/adapters/target.ts';
import type { Store } from '../../../src/store/open.ts';
import type { TransferRow } from '../../../src/store/transfer/types.ts';
import { PATIENCE } from '../../../src/sync/migrate/patience.ts';
import { testStore } from '../../database.ts';
import { beginMove, type Move, moveAll } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';
import { expectedLines, type JournalLines, standingLines } from './standing.ts';

const DAYS = { from: '2025-11-17', to: '2025-12-19' } as const;
const HOUR = 3_600_000;
const DROPS = 100;

let store: Store;
let old: OldJournal;
let move: Move;
beforeAll(async () => {
  store = await testStore();
  old = await openOldJournal(store, { grades: [10], students: 75, ...DAYS, asOf: '2025-12-12T18:00' });
  await old.read();
});
afterAll(async () => {
  await old.close();
  await store.close();
});

const truthAt = (asOf: string): JournalLines => {
  const { year, from, to } = old;
  return expectedLines({ year, from, to, asOf, moved: () => true });
};

/** The same target, where something happens before the second batch of marks. */
const interrupted = (happen: () => Promise<void>): Target => ({
  ...dnevnikTarget,
  async open(settings, context) {
    const session = await dnevnikTarget.open(settings, context);
    const write = session.write.bind(session);
    let batches = 0;
    return Object.assign(session, {
      write: async (...args: Parameters<typeof write>) => {
        if (args[0][0]?.entity === 'mark') batches += 1;
        if (batches === 2) await happen();
        return write(...args);
      },
    });
  },
});

/** Begins a move with a mapping that needs no answers. */
async function begun() {
  move = await beginMove(old);
  const file = await move.propose();
  expect(file.lines.filter(({ how }) => how === 'question')).toEqual([]);
  return file;
}

/** A write as the target's key of the row has it. */
const keyOfLost = ({ what, id, student }: Move['aim']['lostWrites'][number]): string => {
  if (student === null) return String(id);
  const person = move.aim.ids.person({ school: 1, kind: 'student', id: student });
  return what === 'topic' ? String(id) : `${id}/${person}`;
};

const keysOf = (rows: readonly Pick<TransferRow, 'targetKey'>[]): string[] =>
  rows.map(({ targetKey }) => targetKey ?? '').sort();

describe('a target that does not do what it says', { timeout: 180_000 }, () => {
  it('fails for an hour in the middle and comes back: everything is there once', async () => {
    const file = await begun();
    let waited = old.clock.now().getTime();
    const target = interrupted(async () => {
      waited = old.clock.now().getTime();
      move.aim.failWritesFor(HOUR);
    });
    await moveAll(move, file, { target });
    expect(old.clock.now().getTime() - waited).toBeGreaterThanOrEqual(HOUR);
    expect(standingLines(move.aim, old.year)).toEqual(truthAt(old.asOf));
    expect((await move.reconcile(file)).differences).toEqual([]);
    await move.close();
  });

  it('drops every hundredth write in silence: reading back finds each, and the next run brings it', async () => {
    const file = await begun();
    move.aim.setQuirks({ dropEveryNthWrite: DROPS });
    await moveAll(move, file, { patience: { ...PATIENCE, rewrites: 0 } });
    const lost = move.aim.lostWrites;
    expect(lost.length).toBe(Math.floor(move.aim.writes.done / (DROPS - 1)));
    expect(lost.length).toBeGreaterThan(4);
    const left = await move.rows(({ reason }) => reason === 'transfer.not_kept');
    expect(left.length).toBe(lost.length);
    move.aim.setQuirks({ dropEveryNthWrite: 0 });
    await moveAll(move, file);
    expect(standingLines(move.aim, old.year)).toEqual(truthAt(old.asOf));
    await move.close();
  });

  it('forgets every hundredth write afterwards: the reconciliation finds each, and no other', async () => {
    const file = await begun();
    move.aim.setQuirks({ forgetEveryNthWrite: DROPS });
    await moveAll(move, file);
    expect((await move.reconcile(file)).differences).toEqual([]);
    const written = await move.rows(({ ours, targetKey }) => ours && targetKey !== null);
    move.aim.forgetWrites();
    const lost = new Set(move.aim.lostWrites.map(keyOfLost));
    expect(lost.size).toBeGreaterThan(4);
    // What hung on a work that was forgotten is gone with it.
    const isLost = (key: string): boolean => lost.has(key) || lost.has(key.split('/')[0] ?? '');
    const found = await move.reconcile(file);
    expect(new Set(found.differences.map(({ kind }) => kind))).toEqual(new Set(['missing']));
    expect(keysOf(found.differences)).toEqual(keysOf(written).filter(isLost));
    move.aim.setQuirks({ forgetEveryNthWrite: 0 });
    await moveAll(move, file);
    expect(standingLines(move.aim, old.year)).toEqual(truthAt(old.asOf));
    expect((await move.reconcile(file)).differences).toEqual([]);
    await move.close();
  });
});

describe('a school that works on', { timeout: 180_000 }, () => {
  it('changes marks while the run goes on: what the run did not see, the next one brings, and only that', async () => {
    const file = await begun();
    const target = interrupted(async () => {
      old.simulator.setAsOf('2025-12-19T20:00');
      await old.read();
    });
    await moveAll(move, file, { target });
    const before = await move.reconcile(file);
    const kinds = new Set(before.differences.map(({ kind }) => kind));
    expect(kinds).toContain('not_planned');
    expect(kinds).toContain('outdated');
    await moveAll(move, file);
    expect(standingLines(move.aim, old.year)).toEqual(truthAt('2025-12-19T20:00'));
    expect(await move.reconcile(file)).toMatchObject({ differences: [], surplus: [] });
    const second = move.aim.writes.done;
    await moveAll(move, file);
    expect(move.aim.writes.done).toBe(second);
    await move.close();
  });
});
