import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SchoolYear, TruthStudent } from '../../../sandbox/school-year/types.ts';
import type { Store } from '../../../src/store/open.ts';
import type { MappingFile } from '../../../src/sync/migrate/mapping/types.ts';
import { testStore } from '../../database.ts';
import { answered, beginMove, type Move, moveAll, questionsOf } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';
import { expectedLines, type JournalLines, standingLines } from './standing.ts';
import type { Alter } from './truth.ts';

/** One has come from another school by then, and one has not left yet; later that one has. */
const BEFORE = '2025-09-18T20:00';
const AFTER = '2025-10-03T20:00';
const DAYS = { from: '2025-09-01', to: '2025-10-03' } as const;

let store: Store;
let old: OldJournal;
let move: Move;
let file: MappingFile;

/** Goes to another school, which the new journal knows already and the old one does not. */
const leaverOf = ({ students, movements }: SchoolYear): TruthStudent | undefined =>
  students.find(({ id }) => !movements.some(({ studentId }) => studentId === id));

const teacherOf = ({ groups }: SchoolYear): number => groups[0]?.teacherId ?? 0;

/** The new journal has the class under another name, and knows neither that student nor that teacher. */
const otherwise: Alter = (year) => {
  const leaver = leaverOf(year)?.id;
  const isHere = ({ id }: TruthStudent) => id !== leaver;
  return {
    ...year,
    classes: year.classes.map((one) => ({ ...one, name: `${one.grade}м`, letter: 'м' })),
    students: year.students.filter(isHere),
    rosterOn: (classId, day) => year.rosterOn(classId, day).filter(isHere),
    membersOn: (groupId, day) => year.membersOn(groupId, day).filter(isHere),
    staff: year.staff.filter(({ id }) => id !== teacherOf(year)),
  };
};

beforeAll(async () => {
  store = await testStore();
  old = await openOldJournal(store, { grades: [10], students: 45, ...DAYS, asOf: BEFORE });
  await old.read();
  move = await beginMove(old, { aim: { adjust: otherwise } });
});
afterAll(async () => {
  await move.close();
  await old.close();
  await store.close();
});

const movedOf = (kind: 'arrival' | 'departure') =>
  old.year.movements.find((one) => one.kind === kind) ?? { studentId: 0, date: '' };

const truthOf = (asOf: string, moved: (student: TruthStudent) => boolean): JournalLines =>
  expectedLines({ year: old.year, from: old.from, to: old.to, asOf, moved });

const isGone = ({ id }: TruthStudent): boolean => id === leaverOf(old.year)?.id;

const ofStudent = ({ marks }: JournalLines, student: number): readonly string[] =>
  marks.filter((line) => line.split(' ')[2] === String(student));

describe('a new journal that knows the school otherwise', { timeout: 180_000 }, () => {
  it('is matched all the same: a renamed class by who is in it', async () => {
    file = await move.propose();
    expect(file.lines.filter(({ entity }) => entity === 'class')).toEqual([
      expect.objectContaining({ sourceName: '10а', targetName: '10м', how: 'person' }),
    ]);
    const names = file.lines.filter(({ entity }) => entity === 'subjectGroup');
    expect(names.every(({ how }) => how === 'name')).toBe(true);
  });

  it('is asked about who is not there, and nothing is written before there is an answer', async () => {
    const leaver = await old.studentId(leaverOf(old.year)?.id ?? 0);
    const key = old.simulator.ids.user({ school: 1, kind: 'staff', id: teacherOf(old.year) });
    const teacher = await old.idOf('staff', String(key));
    const asked = questionsOf(file);
    expect(asked.map(({ sourceId }) => sourceId).sort()).toEqual([leaver, teacher].sort());
    for (const { candidates } of asked) expect(candidates).toEqual([]);
    await move.plan(file);
    expect(await move.run(file)).toMatchObject({ error: { code: 'transfer.open_questions' } });
    expect(move.aim.writes.asked).toBe(0);
    file = answered(file, new Map(asked.map(({ sourceId }) => [sourceId, null])));
  });

  it('gets everything but what is left of the student who went to another school', async () => {
    await moveAll(move, file);
    expect(standingLines(move.aim, old.year)).toEqual(truthOf(BEFORE, (one) => !isGone(one)));
    const { differences, reasons } = await move.reconcile(file);
    expect(differences).toEqual([]);
    const own = ofStudent(truthOf(BEFORE, isGone), leaverOf(old.year)?.id ?? 0);
    expect(own.length).toBeGreaterThan(0);
    expect(reasons['transfer.reference_left/mark.studentId']).toBe(own.length);
    expect(reasons['transfer.mapping_leaves']).toBe(2);
  });

  it('gets the marks of a teacher whom it does not know', () => {
    const groups = old.year.groups.filter(({ teacherId }) => teacherId === teacherOf(old.year));
    const { marks } = standingLines(move.aim, old.year);
    const theirs = marks.filter((line) => groups.some(({ id }) => line.split(' ')[1] === String(id)));
    expect(theirs.length).toBeGreaterThan(0);
  });

  it('gets of a student who came from another school what was put since', () => {
    const { studentId, date } = movedOf('arrival');
    const own = ofStudent(standingLines(move.aim, old.year), studentId);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((line) => line.slice(0, 10) >= date)).toBe(true);
  });

  it('keeps what it has of a student who leaves while the school moves', async () => {
    old.simulator.setAsOf(AFTER);
    move.aim.setAsOf(AFTER);
    await old.read();
    file = await move.propose(file.lines);
    expect(questionsOf(file)).toEqual([]);
    await moveAll(move, file);
    const { studentId, date } = movedOf('departure');
    expect(date > BEFORE.slice(0, 10) && date < AFTER).toBe(true);
    // The old journal does not tell of who has left: what was read before that is what there is.
    const left = ({ id }: TruthStudent) => id === studentId;
    const others = truthOf(AFTER, (one) => !isGone(one) && !left(one));
    const theirs = truthOf(BEFORE, left);
    expect(theirs.marks.length).toBeGreaterThan(0);
    expect(standingLines(move.aim, old.year)).toEqual({
      marks: [...others.marks, ...theirs.marks].sort(),
      termMarks: [],
      attendance: [...others.attendance, ...theirs.attendance].sort(),
    });
    expect((await move.reconcile(file)).differences).toEqual([]);
  });
});
