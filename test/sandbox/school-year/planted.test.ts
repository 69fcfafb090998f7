import { describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { attendanceAt } from '../../../sandbox/school-year/types.ts';
import { lessonsOf, recordsOf } from './gather.ts';

const options = { seed: 7, schools: 2, studentsPerSchool: 60, weeks: 10 };
const plain = makeMunicipality(options).school(1);
const planted = makeMunicipality({ ...options, planted: true }).school(1);
const records = [...recordsOf(plain, '2025-09-01', '2025-10-31')];
const share = (part: readonly unknown[], whole: readonly unknown[]): number => part.length / whole.length;

describe('when things are entered', () => {
  it('tells of topics: mostly on the day, some late, a few never', () => {
    const late = records.filter(
      ({ lesson, topicEnteredAt }) => topicEnteredAt !== null && topicEnteredAt.slice(0, 10) > lesson.date,
    );
    const never = records.filter(({ topicEnteredAt }) => topicEnteredAt === null);
    expect(share(late, records)).toBeGreaterThan(0.02);
    expect(share(late, records)).toBeLessThan(0.1);
    expect(never.length).toBeGreaterThan(0);
    expect(share(never, records)).toBeLessThan(0.03);
  });

  it('tells of homework: set at the lesson before, some late, some in advance', () => {
    const previous = new Map<number, string>();
    let [same, late, early] = [0, 0, 0];
    for (const { lesson, homework } of records) {
      const before = previous.get(lesson.groupId);
      previous.set(lesson.groupId, lesson.date);
      if (!homework || !before) continue;
      const day = homework.setAt.slice(0, 10);
      if (day === before) same += 1;
      else if (day > before) late += 1;
      else early += 1;
    }
    expect(same).toBeGreaterThan(10 * late);
    expect(late).toBeGreaterThan(0);
    expect(early).toBeGreaterThan(0);
  });

  it('tells of absences: when they were marked, and when the reason was known', () => {
    const all = records.flatMap(({ lesson, attendance }) => attendance.map((one) => ({ lesson, one })));
    const inTime = all.filter(({ lesson, one }) => one.enteredAt.slice(0, 10) === lesson.date);
    expect(share(inTime, all)).toBeGreaterThan(0.9);
    expect(inTime.length).toBeLessThan(all.length);
    const told = all.filter(({ one }) => one.reasonGivenAt !== null);
    for (const { one } of told) {
      expect(one.reasonGivenAt && one.reasonGivenAt >= one.enteredAt).toBe(true);
      expect(attendanceAt(one, one.reasonGivenAt ?? '')).toEqual({ status: 'absent', reason: one.reason });
      expect(attendanceAt(one, '2025-08-31T00:00')).toBeNull();
    }
    expect(told.some(({ one }) => attendanceAt(one, one.enteredAt)?.reason === 'not_given')).toBe(true);
  });

  it('tells of substitutions: on record the same day, later, or never', () => {
    const notes = [...lessonsOf(plain)].flatMap(({ date, substitution }) =>
      substitution
        ? [substitution.recordedAt === null ? 'never' : substitution.recordedAt.slice(0, 10) > date]
        : [],
    );
    expect(new Set(notes)).toEqual(new Set(['never', true, false]));
  });

  it('tells of works: never after their first mark', () => {
    for (const { works, marks } of records)
      for (const { workIndex, enteredAt } of marks)
        expect(works.some((work) => work.index === workIndex && work.enteredAt <= enteredAt)).toBe(true);
  });
});

describe('accounts', () => {
  it('are opened after the consent, with the exceptions that a rule can find', () => {
    const day = new Map(
      plain.students.map(({ id, consents }) => [id, consents.find((one) => one.discloses === 'diary')]),
    );
    const own = plain.accounts().filter(({ holder }) => holder === 'student');
    const early = own.filter(({ holderId, openedDay }) => openedDay < (day.get(holderId)?.fromDay ?? ''));
    expect(early.length).toBeLessThan(own.length / 5);
    expect(own.some(({ holderId }) => day.get(holderId)?.state === 'refused')).toBe(false);
    expect(plain.accounts().some(({ shared }) => shared)).toBe(true);
  });
});

describe('what is planted where it is asked for', () => {
  const all = [...recordsOf(planted)];

  it('is not there without being asked for', () => {
    for (const { lesson, marks, attendance, planOrdinal, topic } of records) {
      const absent = new Set(
        attendance.filter(({ status }) => status === 'absent').map(({ studentId }) => studentId),
      );
      expect(marks.some(({ studentId }) => absent.has(studentId))).toBe(false);
      expect(marks.every(({ byStaffId }) => byStaffId === lesson.teacherId)).toBe(true);
      expect(plain.planOf(lesson.groupId)[planOrdinal - 1]?.topic).toBe(topic);
    }
  });

  it('has marks of absent students and marks by a stranger', () => {
    const absentMarks = all.flatMap(({ marks, attendance }) =>
      marks.filter(({ studentId }) =>
        attendance.some((one) => one.studentId === studentId && one.status === 'absent'),
      ),
    );
    const strange = all.flatMap(({ lesson, marks }) =>
      marks.filter(({ byStaffId }) => byStaffId !== lesson.teacherId),
    );
    expect(absentMarks.length).toBeGreaterThan(3);
    expect(strange.length).toBeGreaterThan(3);
  });

  it('has lessons on days off', () => {
    const usual = new Set([...lessonsOf(plain)].map(({ date }) => date));
    const extra = [...lessonsOf(planted)].filter(({ date }) => !usual.has(date));
    expect(new Set(extra.map(({ date }) => date)).size).toBe(2);
  });

  it('has a student in both parts of a subject, and one in neither', () => {
    const parts = planted.groups.filter(({ part }) => part !== null);
    const places = parts.map(({ classId, subjectId }) => `${classId} ${subjectId}`);
    const counts = new Set<number>();
    for (const place of new Set(places)) {
      const ids = parts.filter((_, index) => places[index] === place);
      for (const { id } of planted.rosterOn(ids[0]?.classId ?? 0, '2025-10-20'))
        counts.add(
          ids.filter((group) => planted.membersOn(group.id, '2025-10-20').some((one) => one.id === id))
            .length,
        );
    }
    expect(counts).toEqual(new Set([0, 1, 2]));
  });

  it('has lessons behind the plan, movements without papers, lost consents, changed term marks', () => {
    expect(planted.movements.some(({ orderNumber }) => orderNumber === null)).toBe(true);
    expect(
      planted.movements.some(({ kind, confirmation }) => kind === 'departure' && confirmation === null),
    ).toBe(true);
    expect(
      planted.students.some(({ consents }) => !consents.some(({ discloses }) => discloses === 'diary')),
    ).toBe(true);
    const ordinals = new Map<number, number[]>();
    for (const { lesson, planOrdinal } of all)
      ordinals.set(lesson.groupId, [...(ordinals.get(lesson.groupId) ?? []), planOrdinal]);
    const odd = [...ordinals.values()].filter((list) =>
      list.some((ordinal, at) => ordinal < (list[at - 1] ?? 0)),
    );
    expect(odd.length).toBeGreaterThanOrEqual(2);
    const edited = planted.classes.flatMap(({ id }) =>
      planted.termMarks(id, 1).filter(({ edits }) => edits.length > 0),
    );
    expect(new Set(edited.flatMap(({ edits }) => edits.map(({ late }) => late)))).toEqual(
      new Set([true, false]),
    );
  });
});
