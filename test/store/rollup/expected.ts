import {
  attendanceAt,
  type LessonRecord,
  markAt,
  type SchoolYear,
  type TruthTerm,
} from '../../../sandbox/school-year/types.ts';
import { type Day, daysBetween } from '../../../src/model/dates.ts';

/** A class in a term, as its journal stands at a local moment. */
export interface Truth {
  readonly year: SchoolYear;
  readonly classId: number;
  readonly term: TruthTerm;
  readonly moment: string;
}

const today = ({ moment }: Truth): Day => moment.slice(0, 10);

/** What the journal holds of the lessons that have come due. */
function records(truth: Truth): LessonRecord[] {
  const { year, classId, term } = truth;
  const last = term.endDay < today(truth) ? term.endDay : today(truth);
  const days = [...daysBetween(term.startDay, last)];
  return days.flatMap((day) => year.lessonsOn(classId, day)).map((lesson) => year.record(lesson));
}

const onLastDay = ({ year, classId, term }: Truth): Set<number> =>
  new Set(year.rosterOn(classId, term.endDay).map(({ id }) => id));

/** Values of marks for the term: student → subject → value. */
function finals(truth: Truth): Map<number, Map<number, string>> {
  const roster = onLastDay(truth);
  const found = new Map<number, Map<number, string>>();
  for (const one of truth.year.termMarks(truth.classId, truth.term.id)) {
    const value = markAt(one, truth.moment);
    if (value === null || !roster.has(one.studentId)) continue;
    found.set(one.studentId, (found.get(one.studentId) ?? new Map()).set(one.subjectId, value));
  }
  return found;
}

const countOf = (values: readonly string[], value: string): number =>
  values.filter((one) => one === value).length;

function categories(truth: Truth) {
  const of = [...finals(truth).values()]
    .map((marks) => [...marks.values()].filter((value) => /^([1-5]|н\/а)$/.test(value)))
    .filter((values) => values.length > 0);
  const how = (test: (values: readonly string[]) => boolean): number => of.filter(test).length;
  const low = (values: readonly string[]) => values.some((value) => '12'.includes(value));
  const gap = (values: readonly string[]) => values.includes('н/а');
  const ok = (values: readonly string[]) => !low(values) && !gap(values);
  return {
    students: onLastDay(truth).size,
    graded: of.length,
    excellent: how((values) => values.every((value) => value === '5')),
    good: how((values) => ok(values) && !values.includes('3') && values.includes('4')),
    oneFour: how((values) => ok(values) && !values.includes('3') && countOf(values, '4') === 1),
    satisfactory: how((values) => ok(values) && values.includes('3')),
    oneThree: how((values) => ok(values) && countOf(values, '3') === 1),
    failing: how(low),
    notAssessed: how(gap),
    passing: how(ok),
  };
}

/** Absences in student-lessons and student-days, and what could have been attended. */
function missed(truth: Truth) {
  const away = new Map<string, number>();
  const could = new Map<string, number>();
  const reasons = { sick: 0, excused: 0, unexcused: 0, not_given: 0 };
  let late = 0;
  let possible = 0;
  for (const { lesson, attendance } of records(truth)) {
    for (const { id } of truth.year.membersOn(lesson.groupId, lesson.date)) {
      possible += 1;
      could.set(`${id} ${lesson.date}`, (could.get(`${id} ${lesson.date}`) ?? 0) + 1);
    }
    for (const one of attendance) {
      const state = attendanceAt(one, truth.moment);
      if (state?.status === 'late') late += 1;
      if (state?.status !== 'absent') continue;
      reasons[state.reason ?? 'not_given'] += 1;
      const day = `${one.studentId} ${lesson.date}`;
      away.set(day, (away.get(day) ?? 0) + 1);
    }
  }
  return {
    missed: reasons.sick + reasons.excused + reasons.unexcused + reasons.not_given,
    missedSick: reasons.sick,
    missedExcused: reasons.excused,
    missedUnexcused: reasons.unexcused,
    missedNotGiven: reasons.not_given,
    late,
    possible,
    missedDays: [...away].filter(([day, lessons]) => lessons >= (could.get(day) ?? 0)).length,
  };
}

export const expectedClass = (truth: Truth) => ({ ...categories(truth), ...missed(truth) });

interface Current {
  count: number;
  sum: number;
  weight: number;
}

/** Current marks with a number: student and subject → how many, and the parts of their weighted mean. */
function current(truth: Truth): Map<string, Current> {
  const found = new Map<string, Current>();
  for (const { lesson, marks, works } of records(truth)) {
    for (const mark of marks) {
      const numbers = markAt(mark, truth.moment)
        ?.match(/^[1-5](\/[1-5])?$/)?.[0]
        .split('/')
        .map(Number);
      const weight = works.find(({ index }) => index === mark.workIndex)?.weight ?? 0;
      if (!numbers || weight <= 0) continue;
      const key = `${mark.studentId} ${lesson.subjectId}`;
      const known = found.get(key) ?? { count: 0, sum: 0, weight: 0 };
      known.count += 1;
      known.sum += weight * numbers.reduce((sum, number) => sum + number, 0);
      known.weight += weight * numbers.length;
      found.set(key, known);
    }
  }
  return found;
}

const learners = ({ year, classId, term }: Truth, subjectId: number): number[] => [
  ...new Set(
    year.groups
      .filter((group) => group.classId === classId && group.subjectId === subjectId)
      .flatMap(({ id }) => year.membersOn(id, term.endDay).map((student) => student.id)),
  ),
];

function resultsOf(truth: Truth, subjectId: number, students: readonly number[]) {
  const term = finals(truth);
  const marks = current(truth);
  const values = students.map((id) => term.get(id)?.get(subjectId) ?? 'none');
  const counts = students.map((id) => marks.get(`${id} ${subjectId}`)?.count ?? 0);
  const gaps = students.flatMap((id) => {
    const value = term.get(id)?.get(subjectId) ?? '';
    const of = marks.get(`${id} ${subjectId}`);
    return /^[1-5]$/.test(value) && of
      ? [Number(value) - Math.max(2, Math.floor(of.sum / of.weight + 0.5))]
      : [];
  });
  return {
    base: students.length,
    n5: countOf(values, '5'),
    n4: countOf(values, '4'),
    n3: countOf(values, '3'),
    n2: countOf(values, '2'),
    notAssessed: countOf(values, 'н/а'),
    exempt: countOf(values, 'осв'),
    none: countOf(values, 'none'),
    marks: counts.reduce((sum, count) => sum + count, 0),
    studentsWithout: counts.filter((count) => count === 0).length,
    studentsWithOne: counts.filter((count) => count === 1).length,
    gapAbove: gaps.filter((gap) => gap > 0).length,
    gapBelow: gaps.filter((gap) => gap < 0).length,
    gapEqual: gaps.filter((gap) => gap === 0).length,
  };
}

const subjectsOf = ({ year, classId }: Truth): number[] => [
  ...new Set(year.groups.filter((group) => group.classId === classId).map(({ subjectId }) => subjectId)),
];

export const expectedSubjects = (truth: Truth) =>
  new Map(subjectsOf(truth).map((id) => [id, resultsOf(truth, id, learners(truth, id))]));

/** The lessons that the group's own teacher gave: a substitute's are the substitute's. */
function keeping(truth: Truth, groupId: number, teacherId: number) {
  const { moment } = truth;
  const given = records(truth).filter(
    ({ lesson }) => lesson.groupId === groupId && lesson.teacherId === teacherId,
  );
  const how = (test: (record: LessonRecord) => boolean): number => given.filter(test).length;
  const isEntered = (at: string | null | undefined): boolean => typeof at === 'string' && at <= moment;
  return {
    lessons: given.length,
    withoutTopic: how(({ topicEnteredAt }) => !isEntered(topicEnteredAt)),
    withoutHomework: how(({ homework }) => !isEntered(homework?.setAt)),
    withoutMarks: how(({ marks }) => marks.every((mark) => markAt(mark, moment) === null)),
  };
}

/** What the groups' own teachers taught: results, and how they kept the journal. */
export const expectedTeaching = (truth: Truth) =>
  truth.year.groups
    .filter(({ classId }) => classId === truth.classId)
    .map(({ id, subjectId, part, teacherId }) => ({
      subjectId,
      part,
      teacherId,
      ...resultsOf(
        truth,
        subjectId,
        truth.year.membersOn(id, truth.term.endDay).map((student) => student.id),
      ),
      ...keeping(truth, id, teacherId),
    }));

/** How many lessons of the class somebody else gave, by who did. */
export function expectedSubstitutes(truth: Truth): Map<number, number> {
  const own = new Map(truth.year.groups.map(({ id, teacherId }) => [id, teacherId]));
  const found = new Map<number, number>();
  for (const { lesson } of records(truth)) {
    if (lesson.teacherId === own.get(lesson.groupId)) continue;
    found.set(lesson.teacherId, (found.get(lesson.teacherId) ?? 0) + 1);
  }
  return found;
}
