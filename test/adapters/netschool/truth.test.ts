import { afterAll, describe, expect, it } from 'vitest';
import { markAt, type SchoolYear, type TruthLesson } from '../../../sandbox/school-year/index.ts';
import type { PullEvent } from '../../../src/adapters/contract.ts';
import { daysBetween } from '../../../src/model/dates.ts';
import { readAll } from '../../contract/adapter.ts';
import { type Simulated, simulated } from './simulated.ts';

const WEEKS = 9;

const fixtures: Simulated[] = [];
afterAll(async () => {
  for (const fixture of fixtures) await fixture.close();
});

async function start(mode: 'staff' | 'family', accounts?: Parameters<typeof simulated>[0] & object) {
  const fixture = await simulated({ mode, students: 60, weeks: WEEKS, ...accounts });
  fixtures.push(fixture);
  const year = fixture.simulator.municipality.school(1);
  return { fixture: { ...fixture, range: { from: year.startDay, to: year.endDay } }, year };
}

type Data = Readonly<Record<string, unknown>>;

const dataOf = (events: readonly PullEvent[], entity: string): Data[] =>
  events.flatMap((event) =>
    event.kind === 'records' && event.entity === entity ? event.records.map(({ data }) => ({ ...data })) : [],
  );

const lines = (rows: readonly Data[], fields: readonly string[]): string[] =>
  rows.map((row) => fields.map((field) => String(row[field])).join(' | ')).sort();

/** The truth in the words of the system: its keys, its split marks, its silence about words. */
function makeTruth({ simulator }: Simulated, year: SchoolYear, students: ReadonlySet<string>) {
  const { ids } = simulator;
  const studentKey = (id: number) => String(ids.user({ school: 1, kind: 'student', id }));
  const nameOf = new Map(year.subjects.map(({ id, name }) => [id, name]));
  const groups = new Map(year.groups.map((group) => [group.id, group]));
  const lessons: TruthLesson[] = year.classes.flatMap(({ id }) =>
    [...daysBetween(year.startDay, year.endDay)].flatMap((day) => year.lessonsOn(id, day)),
  );
  const shown = (value: string | null): string[] => {
    if (value === '.') return ['.'];
    return value !== null && /^\d/.test(value) ? value.split('/') : [];
  };
  const told = lessons.flatMap((lesson) => {
    const record = year.record(lesson);
    const common = { subjectId: nameOf.get(lesson.subjectId), date: lesson.date };
    const marks = record.marks.flatMap((mark) =>
      shown(markAt(mark, `${year.endDay}T23:59`)).map((value) => ({
        ...common,
        studentId: studentKey(mark.studentId),
        value,
        comment: mark.comment,
        weight: record.works.find(({ index }) => index === mark.workIndex)?.weight,
      })),
    );
    const attendance = record.attendance.map(({ studentId, status, reason }) => ({
      ...common,
      studentId: studentKey(studentId),
      status,
      reason,
    }));
    return [{ marks, attendance }];
  });
  const among = <T extends { readonly studentId: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ studentId }) => students.has(studentId));
  return {
    marks: among(told.flatMap(({ marks }) => marks)),
    attendance: among(told.flatMap(({ attendance }) => attendance)),
    lessons: lessons.map((lesson) => ({
      group: `${ids.class(1, lesson.classId)}/${nameOf.get(lesson.subjectId)}${partOf(groups.get(lesson.groupId))}`,
      date: lesson.date,
      number: lesson.number,
      room: lesson.room,
      startTime: lesson.startTime,
      teacherId: String(ids.user({ school: 1, kind: 'staff', id: lesson.teacherId })),
    })),
    termMarks: among(
      year.classes.flatMap(({ id: classId }) =>
        year.termsOf(classId).flatMap((term) =>
          year.termMarks(classId, term.id).map((mark) => ({
            studentId: studentKey(mark.studentId),
            subjectId: nameOf.get(mark.subjectId),
            termId: String(ids.term(1, term.id)),
            value: mark.value,
          })),
        ),
      ),
    ),
  };
}

const partOf = (group: { readonly part: 1 | 2 | null } | undefined): string =>
  group?.part ? `/${group.part}` : '';

const MARK = ['studentId', 'subjectId', 'date', 'value'];
const ATTENDANCE = ['studentId', 'subjectId', 'date', 'status', 'reason'];
const TERM_MARK = ['studentId', 'subjectId', 'termId', 'value'];

const keysOf = (events: readonly PullEvent[], entity: string): Set<string> =>
  new Set(
    events.flatMap((event) =>
      event.kind === 'records' && event.entity === entity ? event.records.map(({ key }) => key) : [],
    ),
  );

describe('what is read is what the school wrote', () => {
  it('staff: lessons, marks, attendance and term marks of every student', async () => {
    const { fixture, year } = await start('staff');
    const { events, error } = await readAll(fixture);
    expect(error).toBeNull();
    const truth = makeTruth(fixture, year, keysOf(events, 'student'));
    expect(lines(dataOf(events, 'mark'), MARK)).toEqual(lines(truth.marks, MARK));
    expect(lines(dataOf(events, 'attendance'), ATTENDANCE)).toEqual(lines(truth.attendance, ATTENDANCE));
    const terms = dataOf(events, 'termMark').filter(({ kind }) => kind === 'term');
    expect(lines(terms, TERM_MARK)).toEqual(lines(truth.termMarks, TERM_MARK));
    const rest = ['date', 'number', 'room', 'startTime', 'teacherId'];
    expect(lines(dataOf(events, 'lesson'), ['subjectGroupId', ...rest])).toEqual(
      lines(truth.lessons, ['group', ...rest]),
    );
  });

  it('family: marks with their weights and comments, attendance and term marks of the children', async () => {
    const { fixture, year } = await start('family', {
      quirks: { weightZeroInDiary: true },
      accounts: (simulator) =>
        simulator.accounts
          .filter(({ role }) => role === 'guardian' || role === 'student')
          .map(({ login, password }) => ({ login, password })),
    });
    const { events, error } = await readAll(fixture);
    expect(error).toBeNull();
    const truth = makeTruth(fixture, year, keysOf(events, 'student'));
    const weights = new Map<string, unknown>();
    for (const event of events) {
      if (event.kind !== 'records' || event.entity !== 'assessment') continue;
      for (const { key, data } of event.records) weights.set(key, { ...data }['weight' as never]);
    }
    const byKey = new Map<string, Data>();
    for (const event of events) {
      if (event.kind !== 'records' || event.entity !== 'mark') continue;
      for (const { key, data } of event.records) byKey.set(key, { ...data });
    }
    const marks = [...byKey.values()].map((mark) => ({
      ...mark,
      weight: weights.get(String(mark['assessmentId'])),
    }));
    const fields = [...MARK, 'comment', 'weight'];
    expect(marks.length).toBeGreaterThan(50);
    expect(lines(marks, fields)).toEqual(lines(truth.marks, fields));
    const unique = (rows: readonly string[]) => [...new Set(rows)];
    expect(unique(lines(dataOf(events, 'attendance'), ATTENDANCE))).toEqual(
      unique(lines(truth.attendance, ATTENDANCE)),
    );
    const terms = dataOf(events, 'termMark').filter(({ kind }) => kind === 'term');
    expect(unique(lines(terms, TERM_MARK))).toEqual(unique(lines(truth.termMarks, TERM_MARK)));
  });
});
