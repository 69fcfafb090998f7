import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysBetween } from '../../../src/model/dates.ts';
import type { Store } from '../../../src/store/open.ts';
import { testStore } from '../../database.ts';
import { beginMove, type Move, moveAll } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';
import { expectedLines, standingLines } from './standing.ts';

const AS_OF = '2025-09-26T20:00';
const HOMEWORK = 3;

let store: Store;
let old: OldJournal;
let move: Move;
beforeAll(async () => {
  store = await testStore();
  const days = { from: '2025-09-01', to: '2025-09-26' };
  old = await openOldJournal(store, { grades: [10], students: 20, mode: 'family', ...days, asOf: AS_OF });
  await old.read();
  move = await beginMove(old);
});
afterAll(async () => {
  await move.close();
  await old.close();
  await store.close();
});

/** Homework of the truth, due in the days that are moved. */
function* homework() {
  const { year, from, to } = old;
  for (const day of daysBetween(from, to)) {
    for (const { id } of year.classes) {
      for (const lesson of year.lessonsOn(id, day)) {
        const { homework: given } = year.record(lesson);
        if (given && given.setAt <= AS_OF) yield { lesson, given };
      }
    }
  }
}

describe('from diaries of families to «Школьный портал»', { timeout: 180_000 }, () => {
  it('moves marks and absences as the truth has them', async () => {
    const file = await move.propose();
    expect(file.lines.filter(({ how }) => how === 'question')).toEqual([]);
    await moveAll(move, file);
    expect((await move.reconcile(file)).differences).toEqual([]);
    const { year, from, to } = old;
    const expected = expectedLines({ year, from, to, asOf: AS_OF, moved: () => true });
    expect(expected.marks.length).toBeGreaterThan(50);
    expect(standingLines(move.aim, year)).toEqual(expected);
  });

  it('moves homework, which the mode of the staff does not show, and says how many files stay behind', async () => {
    const given = [...homework()];
    const expected = given.map(
      ({ lesson: { date, number, groupId }, given: { text } }) => `${date}/${number} ${groupId} ${text}`,
    );
    const { works } = move.aim.writtenIn(1);
    const standing = works
      .filter(({ typeId }) => typeId === HOMEWORK)
      .map(({ date, number, group, text }) => `${date}/${number} ${group} ${text}`);
    expect(expected.length).toBeGreaterThan(20);
    expect(standing.sort()).toEqual(expected.sort());
    const withFiles = given.filter(({ given: { files } }) => files.length > 0);
    expect(withFiles.length).toBeGreaterThan(0);
    const left = await move.rows(({ reason }) => reason?.includes('homework.files') ?? false);
    expect(left).toHaveLength(withFiles.length);
  });
});
