import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REGISTER_SOURCE } from '../../../src/model/disclosure.ts';
import type { Store } from '../../../src/store/open.ts';
import { schoolRows } from '../../api/rows.ts';
import { testStore } from '../../database.ts';
import { firstQuarter, type Invented, invent, NOW, putMark, putStudent } from './school.ts';

let store: Store;
let school: Invented;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  school = await invent(store);
});

const lesson = (date: string, number: number, more = {}) =>
  school.rows.put('lesson', `${date}/${number}/7а`, {
    classId: school.rows.id('class', '7а'),
    subjectGroupId: school.rows.id('subjectGroup', '7а'),
    subjectId: school.rows.id('subject', 'Алгебра'),
    date,
    number,
    kind: 'lesson',
    ...more,
  });

describe('facts of a class and term', () => {
  it('tell the class, its term, its students and groups', async () => {
    const facts = await firstQuarter(school);
    expect(facts).toMatchObject({
      source: 'netschool/staff',
      class: { name: '7а', grade: 7, shift: 1 },
      term: { name: '1', kind: 'quarter', endDay: '2025-10-26', last: false },
      subjects: null,
      groups: [{ name: '7а/Алгебра', teacherId: school.rows.id('staff', 't1') }],
    });
    expect(facts.students).toHaveLength(2);
    expect(facts.groups[0]?.members).toHaveLength(2);
    expect(facts.subjectName(facts.groups[0]?.subjectId ?? '')).toBe('Алгебра');
  });

  it('read lessons on the school’s own clock, and know when the last one of a day ends', async () => {
    await lesson('2025-09-10', 1, { startTime: '08:00', endTime: '08:40', topic: 'Дроби' });
    await lesson('2025-09-10', 2, { startTime: '08:50', endTime: '09:30' });
    await lesson('2025-09-11', 1);
    const facts = await firstQuarter(school);
    expect(facts.lessons).toMatchObject([
      { number: 1, start: Date.parse('2025-09-10T01:00:00Z'), topic: [{ value: 'Дроби' }] },
      { number: 2, topic: [{ value: null }] },
      { start: null, end: null },
    ]);
    expect(facts.lastLessonEnd('2025-09-10')).toBe(Date.parse('2025-09-10T02:30:00Z'));
    expect(facts.lastLessonEnd('2025-09-11')).toBeNull();
  });

  it('know the last lesson of a day whatever subject was asked for', async () => {
    await lesson('2025-09-10', 1, { startTime: '08:00', endTime: '08:40' });
    const history = school.rows.id('subject', 'История');
    await lesson('2025-09-10', 2, { startTime: '09:00', endTime: '09:40', subjectId: history });
    const algebra = school.rows.id('subject', 'Алгебра');
    const facts = await firstQuarter(school, { subjects: new Set([algebra]) });
    expect(facts.lessons).toHaveLength(1);
    expect(facts.lastLessonEnd('2025-09-10')).toBe(Date.parse('2025-09-10T02:40:00Z'));
  });

  it('give the subject of attendance that names a lesson only, and keep the subjects apart', async () => {
    const lessonId = await lesson('2025-09-10', 1);
    const studentId = school.rows.id('student', '1');
    const absent = { studentId, date: '2025-09-10', rawCode: 'Б', status: 'absent' };
    await school.rows.put('attendance', 'a', { ...absent, lessonId, reason: 'sick' });
    await school.rows.put('attendance', 'b', absent);
    const all = await firstQuarter(school);
    expect(all.attendance.map(({ value }) => value[0]?.value).sort()).toEqual(['absent', 'absent/sick']);
    const algebra = school.rows.id('subject', 'Алгебра');
    const some = await firstQuarter(school, { subjects: new Set([algebra]) });
    expect(some.attendance).toMatchObject([{ subjectId: algebra, value: [{ value: 'absent/sick' }] }]);
    const nil = '00000000-0000-0000-0000-000000000000';
    const rest = await firstQuarter(school, { subjects: new Set([nil]) });
    expect(rest.attendance).toMatchObject([{ subjectId: null }]);
  });

  it('put each record of a student who moved into one class', async () => {
    await school.rows.put('student', '3', { displayName: 'Переездов' });
    await putStudent(school.rows, '3', '7б', { toDay: '2025-09-30' });
    await putStudent(school.rows, '3', '7а', { fromDay: '2025-10-01' });
    await putMark(school.rows, 'before', { student: '3', date: '2025-09-10' });
    await putMark(school.rows, 'after', { student: '3', date: '2025-10-10' });
    const idsIn = async (name: string) => {
      const { marks } = await firstQuarter(school, { classId: school.rows.id('class', name) });
      return marks.map(({ id }) => id);
    };
    expect(await idsIn('7а')).toEqual([school.rows.id('mark', 'after')]);
    expect(await idsIn('7б')).toEqual([school.rows.id('mark', 'before')]);
  });

  it('keep the marks of other sources apart, and when those were read', async () => {
    await putMark(school.rows, 'own');
    const family = schoolRows(store, school.schoolId, 'netschool/family');
    await family.connection(`family-${school.schoolId.slice(0, 8)}`, 80);
    await putMark(family, 'other', { value: '5' });
    const studentId = school.rows.id('student', '1');
    await family.coverage(studentId, '2025-09-01', '2025-09-30', '2025-10-05T10:00:00Z');
    const facts = await firstQuarter(school);
    expect(facts.marks).toMatchObject([{ value: [{ value: '4' }] }]);
    expect(facts.otherMarks).toMatchObject([{ source: 'netschool/family', value: [{ value: '5' }] }]);
    expect(facts.otherSeenAt('netschool/family', studentId, '2025-09-10')).toBe(
      Date.parse('2025-10-05T10:00:00Z'),
    );
    expect(facts.otherSeenAt('netschool/family', studentId, '2025-10-10')).toBeNull();
  });

  it('leave marks and attendance out of a timetable', async () => {
    await putMark(school.rows, 'own');
    expect(await firstQuarter(school, { with: 'timetable' })).toMatchObject({ marks: [], permits: [] });
  });

  it('read our own register beside the vendor’s journal', async () => {
    const lessonId = await lesson('2025-09-10', 1);
    const register = schoolRows(store, school.schoolId, REGISTER_SOURCE);
    await register.put('substitution', 's', { lessonId, date: '2025-09-10' });
    await register.put('amendmentPermit', 'p', {
      studentId: school.rows.id('student', '1'),
      target: 'mark',
      targetId: school.rows.id('mark', 'm'),
      value: '5',
      ground: 'student_illness',
      document: '12',
      documentDay: '2025-10-01',
      state: 'granted',
      decidedAt: '2025-10-02T03:00:00Z',
    });
    await register.put('controlEvent', 'leak', {
      kind: 'credential_leak',
      day: '2025-09-12',
      at: '2025-09-12T05:00:00Z',
      staffId: school.rows.id('staff', 't1'),
    });
    expect(await firstQuarter(school)).toMatchObject({
      substitutions: [{ lessonId }],
      permits: [{ row: { entity: 'mark' }, value: '5', granted: true }],
      leaks: [{ at: Date.parse('2025-09-12T05:00:00Z'), until: null }],
    });
  });

  it('tell when everything of a day was last read: as of the student who was read longest ago', async () => {
    const [one, two] = [school.rows.id('student', '1'), school.rows.id('student', '2')];
    await school.rows.coverage(one, '2025-09-01', '2025-10-26', '2025-11-02T10:00:00Z');
    const before = await firstQuarter(school);
    expect(before.seenAt('mark', '2025-09-10')).toBeNull();
    await school.rows.coverage(two, '2025-09-01', '2025-09-30', '2025-10-02T10:00:00Z');
    const classId = school.rows.id('class', '7а');
    await school.rows.coverage(classId, '2025-09-01', '2025-09-30', '2025-10-03T10:00:00Z', 'lesson');
    const { seenAt } = await firstQuarter(school);
    expect(seenAt('mark', '2025-09-10')).toBe(Date.parse('2025-10-02T10:00:00Z'));
    expect(seenAt('mark', '2025-10-10')).toBeNull();
    expect(seenAt('lesson', '2025-09-10')).toBe(Date.parse('2025-10-03T10:00:00Z'));
    expect(seenAt('homework', '2025-09-10')).toBe(Date.parse('2025-10-02T10:00:00Z'));
    expect(seenAt('remark', null)).toBe(NOW);
    expect(seenAt('staff', null)).toBeNull();
  });

  it('take term marks with the stretch that their term ends, and those of the year with the last', async () => {
    const given = {
      studentId: school.rows.id('student', '1'),
      subjectId: school.rows.id('subject', 'Алгебра'),
      scaleMax: 5,
      value: '4',
    };
    await school.rows.put('termMark', 'q1', { ...given, kind: 'term', termId: school.rows.id('term', 'q1') });
    await school.rows.put('termMark', 'y', {
      ...given,
      kind: 'year',
      academicYearId: school.rows.id('academicYear', 'y'),
    });
    expect((await firstQuarter(school)).termMarks).toMatchObject([{ kind: 'term' }]);
    const last = await firstQuarter(school, { from: '2025-10-27', to: '2025-12-28' });
    expect(last).toMatchObject({ term: { name: '2', last: true }, termMarks: [{ kind: 'year' }] });
    const rest = await firstQuarter(school, { from: '2025-12-29', to: '2026-05-31' });
    expect(rest).toMatchObject({ term: null, termMarks: [] });
  });

  it('find the lesson that our register names as another source tells it', async () => {
    const mine = await lesson('2025-09-10', 1);
    await lesson('2025-09-10', 2);
    const family = schoolRows(store, school.rows.schoolId, 'netschool/family');
    const classId = school.rows.id('class', '7а');
    const subjectId = school.rows.id('subject', 'Алгебра');
    const told = { classId, subjectId, date: '2025-09-10', kind: 'lesson' };
    const lessonId = await family.put('lesson', 'x', { ...told, number: 1 });
    const other = await family.put('lesson', 'y', { ...told, number: 5 });
    const register = schoolRows(store, school.rows.schoolId, REGISTER_SOURCE);
    const id = await register.put('substitution', 's', { lessonId, date: '2025-09-10' });
    await register.put('substitution', 't', { lessonId: other, date: '2025-09-10' });
    await family.put('substitution', 'theirs', { lessonId, date: '2025-09-10' });
    const { substitutions } = await firstQuarter(school);
    expect(substitutions).toMatchObject([{ id, lessonId: mine }]);
  });
});
