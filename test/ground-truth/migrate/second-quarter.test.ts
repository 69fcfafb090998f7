import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TruthStudent } from '../../../sandbox/school-year/types.ts';
import type { Store } from '../../../src/store/open.ts';
import { namesOf } from '../../../src/store/transfer/names.ts';
import { actLines } from '../../../src/sync/migrate/act-ground.ts';
import type { MappingFile } from '../../../src/sync/migrate/mapping/types.ts';
import type { Reconciliation } from '../../../src/sync/migrate/reconcile/types.ts';
import { testStore } from '../../database.ts';
import { answered, beginMove, type Move, moveAll, questionsOf } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';
import { expectedLines, type JournalLines, standingLines } from './standing.ts';

/** The second quarter and the first half-year are over, and their marks are put. */
const AS_OF = '2025-12-31T12:00';

/** Nobody has signed for this one. */
const UNSIGNED = 18;

/** Everything that may keep a row from arriving as it was, and nothing else. */
const DECLARED = [
  /^transfer\.kept_here\/lesson\.(teacherId|room|startTime|endTime|shift)$/,
  /^transfer\.kept_here\/mark\.(setDay|value=\.)$/,
  /^transfer\.kept_here\/attendance\.(status=exempt|reason=(unexcused|not_given))$/,
  /^transfer\.kept_here\/termMark\.value=\.$/,
  /^transfer\.not_taken$/,
  /^transfer\.code_differs\/attendance\.rawCode$/,
  /^consent\.missing$/,
];

let store: Store;
let old: OldJournal;
let move: Move;
beforeAll(async () => {
  store = await testStore();
  const days = { from: '2025-09-01', to: '2025-12-31' };
  const school = { grades: [7, 10], students: 20, withoutConsent: [UNSIGNED] };
  old = await openOldJournal(store, { ...school, ...days, asOf: AS_OF });
  await old.read();
  move = await beginMove(old);
});
afterAll(async () => {
  await move.close();
  await old.close();
  await store.close();
});

const nameOf = ({ lastName, firstName, middleName }: TruthStudent): string =>
  `${lastName} ${firstName} ${middleName}`;

/** Students of one class with one name. */
function namesakes(): readonly TruthStudent[] {
  const { students } = old.year;
  const placeOf = (one: TruthStudent) => `${nameOf(one)} ${one.enrolments[0]?.classId}`;
  return students.filter((one) => students.some((other) => other !== one && placeOf(other) === placeOf(one)));
}

describe('from «Сетевой город» to «Школьный портал» at the end of the second quarter', {
  timeout: 180_000,
}, () => {
  let file: MappingFile;
  let found: Reconciliation;
  let expected: JournalLines;
  let standing: JournalLines;

  it('asks which of two students of one name in one class is which, and writes nothing before', async () => {
    const proposed = await move.propose();
    const pair = namesakes();
    const ids = await Promise.all(pair.map(({ id }) => old.studentId(id)));
    expect(pair).toHaveLength(2);
    expect(
      questionsOf(proposed)
        .map(({ sourceId }) => sourceId)
        .sort(),
    ).toEqual([...ids].sort());
    for (const { candidates } of questionsOf(proposed)) expect(candidates).toHaveLength(2);

    expect(await move.plan(proposed)).toMatchObject({ ok: true });
    expect(await move.run(proposed)).toMatchObject({ error: { code: 'transfer.open_questions' } });
    expect(move.aim.writes.asked).toBe(0);

    const keys = pair.map(({ id }) => String(move.aim.ids.person({ school: 1, kind: 'student', id })));
    file = answered(proposed, new Map(ids.map((id, index) => [id, keys[index] ?? null])));
  });

  it('is run to the end, and nothing differs', async () => {
    await moveAll(move, file);
    found = await move.reconcile(file);
    expect(found.differences).toEqual([]);
    expect(found.surplus).toEqual([]);
    for (const { expected: ours, target } of found.marks) expect(target).toEqual(ours);
    const { year, from, to } = old;
    expected = expectedLines({ year, from, to, asOf: AS_OF, moved: ({ id }) => id !== UNSIGNED });
    standing = standingLines(move.aim, year);
  });

  it('leaves in the new journal what the truth says, mark by mark', () => {
    for (const { length } of Object.values(expected)) expect(length).toBeGreaterThan(100);
    expect(standing).toEqual(expected);
  });

  it('holds back who has no consent, and names no other', async () => {
    const { year, from, to } = old;
    const held = expectedLines({ year, from, to, asOf: AS_OF, moved: ({ id }) => id === UNSIGNED });
    expect(held.marks.length).toBeGreaterThan(20);
    const rows = await move.rows(({ state }) => state === 'held');
    expect(new Set(rows.map(({ studentId }) => studentId))).toEqual(new Set([await old.studentId(UNSIGNED)]));
    expect(found.reasons['consent.missing']).toBe(rows.length);
  });

  it('says of every row why it is not there as it was: declared limits, and nothing else', () => {
    const others = Object.keys(found.reasons).filter((reason) => !DECLARED.some((one) => one.test(reason)));
    expect(others).toEqual([]);
  });

  it('adds up: arrived, changed, held and left are the source, and the list of the act', async () => {
    const counts = await move.sourceCounts();
    const listed = new Map<string, number>();
    for await (const { entity, state } of actLines(store, move.transfer)) {
      for (const key of [entity, `${entity} ${state}`]) listed.set(key, (listed.get(key) ?? 0) + 1);
    }
    expect(Object.keys(found.entities).sort()).toEqual(Object.keys(counts).sort());
    for (const [entity, { source, gone, ...ends }] of Object.entries(found.entities)) {
      expect([entity, source, gone]).toEqual([entity, counts[entity], 0]);
      expect([entity, ends.arrived + ends.changed + ends.held + ends.left]).toEqual([entity, source]);
      expect([entity, listed.get(entity)]).toEqual([entity, source]);
      for (const [end, rows] of Object.entries(ends)) {
        expect([entity, end, listed.get(`${entity} ${end}`) ?? 0]).toEqual([entity, end, rows]);
      }
    }
  });

  it('sums marks up in the terms that each class has', async () => {
    const { schoolId } = move.transfer;
    const classes = await namesOf(store, schoolId, 'class');
    const terms = await namesOf(store, schoolId, 'term');
    const own = new Map<string, Set<string>>();
    for (const { classId, termId } of found.marks) {
      const name = classes.get(classId ?? '') ?? '';
      own.set(name, (own.get(name) ?? new Set()).add(terms.get(termId ?? '') ?? '—'));
    }
    expect(own.size).toBeGreaterThan(1);
    for (const [name, told] of own) {
      const expectedTerms = name.startsWith('10') ? ['I полугодие'] : ['I четверть', 'II четверть'];
      expect([name, [...told].sort()]).toEqual([name, expectedTerms]);
    }
  });

  it('puts marks of each subgroup on the lessons of that subgroup', () => {
    const parts = old.year.groups.filter(({ part }) => part !== null);
    expect(new Set(parts.map(({ part }) => part))).toEqual(new Set([1, 2]));
    for (const { id } of parts) {
      const own = standing.marks.filter((line) => line.split(' ')[1] === String(id));
      expect(own).toEqual(expected.marks.filter((line) => line.split(' ')[1] === String(id)));
      expect(own.length).toBeGreaterThan(0);
    }
  });

  it('puts marks of grades 10 and 11 by half-years, and of the others by quarters', () => {
    const termsOf = (grade: number) => {
      const { id } = old.year.classes.find((one) => one.grade === grade) ?? {};
      const own = standing.termMarks.filter((line) => line.includes(` ${id}/`));
      return [...new Set(own.map((line) => line.split(' ').slice(0, 2).join(' ')))].sort();
    };
    expect(termsOf(10)).toEqual(['I полугодие']);
    expect(termsOf(7)).toEqual(['I четверть', 'II четверть']);
  });

  it('follows a student who changed class in the quarter', () => {
    const [moved] = old.year.movements.filter(({ kind }) => kind === 'transfer');
    const groupsOf = (classId: number | null | undefined) =>
      old.year.groups.filter((group) => group.classId === classId).map(({ id }) => String(id));
    for (const classId of [moved?.fromClassId, moved?.toClassId]) {
      const groups = new Set(groupsOf(classId));
      const own = standing.marks
        .map((line) => line.split(' '))
        .filter(([, group]) => groups.has(group ?? ''));
      expect(own.filter(([, , student]) => student === String(moved?.studentId)).length).toBeGreaterThan(0);
    }
  });
});
