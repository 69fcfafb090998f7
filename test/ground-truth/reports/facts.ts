import {
  type LessonRecord,
  markAt,
  type TruthClass,
  type TruthGroup,
  type TruthLesson,
  type TruthStudent,
  type TruthTerm,
} from '../../../sandbox/school-year/types.ts';
import { type Day, daysBetween } from '../../../src/model/dates.ts';
import type { ReportWorld } from './world.ts';

/** A mark as the journal tells it: what stood in it, and the numbers of it that count. */
export interface ToldMark {
  readonly studentId: number;
  readonly subjectId: number;
  readonly date: Day;
  readonly value: string;
  readonly numbers: readonly number[];
  readonly weight: number;
  readonly work: string;
}

/** An absence or a lateness as the journal tells it. */
export interface ToldAbsence {
  readonly studentId: number;
  readonly subjectId: number;
  readonly date: Day;
  readonly status: string;
  readonly reason: string;
}

/** A lesson with everything that was written about it. */
export interface HeldLesson {
  readonly lesson: TruthLesson;
  readonly record: LessonRecord;
}

/** The school that facts are worked out of, and how its journal tells it. */
export type FactsGround = Pick<ReportWorld, 'year' | 'gaps' | 'wording' | 'asOf' | 'source'>;

/** What the truth says of a school in its first quarter, as far as its journal tells it; worked out independently. */
export interface Facts {
  readonly term: TruthTerm;
  /** Classes that have the term. */
  readonly classes: readonly TruthClass[];
  readonly lessons: readonly HeldLesson[];
  readonly marks: readonly ToldMark[];
  readonly absences: readonly ToldAbsence[];
  readonly termMarks: ReadonlyMap<string, string>;
  /**
   * Those of them of which everything is told. A diary goes on showing a student the groups of the class that was left,
   * and nobody tells until when: there the new class has groups of the old one.
   */
  readonly settled: readonly TruthClass[];
  /** Whether the journal tells since when somebody is where. */
  readonly dated: boolean;
  /** Of a class or a group on a day, as told: without dates everybody was always where they are now. */
  roster(classId: number, day: Day): readonly TruthStudent[];
  members(groupId: number, day: Day): readonly TruthStudent[];
  groupsOf(classId: number): readonly TruthGroup[];
  subject(id: number): string;
}

const numbersOf = (value: string): readonly number[] =>
  /^\d(\/\d)?$/.test(value) ? value.split('/').map(Number) : [];

const keyOf = (studentId: number, subjectId: number): string => `${studentId} ${subjectId}`;

/** The mark for the term, if one stands. */
export const termMarkOf = ({ termMarks }: Facts, student: TruthStudent, subjectId: number): string | null =>
  termMarks.get(keyOf(student.id, subjectId)) ?? null;

const isOwn = ({ year }: FactsGround, { lesson }: HeldLesson, studentId: number): boolean =>
  year.membersOn(lesson.groupId, lesson.date).some(({ id }) => id === studentId);

function marksOf(world: FactsGround, held: HeldLesson): readonly ToldMark[] {
  const { year, wording, gaps, asOf } = world;
  const { subjectId, date } = held.lesson;
  return held.record.marks.flatMap((mark) => {
    const work = held.record.works.find(({ index }) => index === mark.workIndex);
    const type = year.workTypes.find(({ id }) => id === work?.workTypeId);
    const stood = markAt(mark, asOf);
    if (stood === null || !isOwn(world, held, mark.studentId)) return [];
    return wording.marks(stood).map((value) => ({
      studentId: mark.studentId,
      subjectId,
      date,
      value,
      numbers: numbersOf(value),
      weight: 'mark.assessmentId' in gaps ? 1 : (work?.weight ?? 0),
      work: type?.name ?? '',
    }));
  });
}

function absencesOf(world: FactsGround, held: HeldLesson): readonly ToldAbsence[] {
  const { subjectId, date } = held.lesson;
  return held.record.attendance.flatMap((row) => {
    const told = row.enteredAt <= world.asOf ? world.wording.attendance(row, world.asOf) : null;
    const [status = '', reason = ''] = told?.split(' ') ?? [];
    if (status !== 'absent' && status !== 'late') return [];
    if (!isOwn(world, held, row.studentId)) return [];
    return [
      { studentId: row.studentId, subjectId, date, status, reason: reason === '-' ? 'not_given' : reason },
    ];
  });
}

function termMarksOf({ year, asOf }: FactsGround, term: TruthTerm): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id } of year.classes)
    for (const mark of year.termMarks(id, term.id)) {
      const value = markAt(mark, asOf);
      if (value !== null) found.set(keyOf(mark.studentId, mark.subjectId), value);
    }
  return found;
}

const known = new WeakMap<FactsGround, Facts>();

/** Of the school's first quarter; worked out once. */
export function factsOf(world: FactsGround): Facts {
  const facts = known.get(world) ?? workedOut(world);
  known.set(world, facts);
  return facts;
}

function workedOut(world: FactsGround): Facts {
  const { year, gaps, asOf } = world;
  const term = year.terms.find(({ kind, ordinal }) => kind === 'quarter' && ordinal === 1);
  if (!term) throw new Error('the truth has no first quarter');
  const days = [...daysBetween(term.startDay, term.endDay)];
  const lessons = year.classes.flatMap(({ id }) =>
    days.flatMap((day) => year.lessonsOn(id, day).map((lesson) => ({ lesson, record: year.record(lesson) }))),
  );
  const dated = !('enrolment.toDay' in gaps);
  const today = asOf.slice(0, 10);
  const classes = year.classes.filter(({ id }) => year.termsOf(id).some((one) => one.id === term.id));
  const isLeft = (id: number): boolean =>
    year.movements.some((one) => one.kind === 'transfer' && (one.toClassId === id || one.fromClassId === id));
  return {
    term,
    classes,
    settled: classes.filter(({ id }) => dated || !world.source.endsWith('/family') || !isLeft(id)),
    lessons,
    marks: lessons.flatMap((held) => marksOf(world, held)),
    absences: lessons.flatMap((held) => absencesOf(world, held)),
    termMarks: termMarksOf(world, term),
    dated,
    roster: (classId, day) => year.rosterOn(classId, dated ? day : today),
    members: (groupId, day) => year.membersOn(groupId, dated ? day : today),
    groupsOf: (classId) => year.groups.filter((group) => group.classId === classId),
    subject: (id) => year.subjects.find((one) => one.id === id)?.name ?? '',
  };
}

/** Students of a subject on the last day: its members, and who has a mark for the term. */
export function learnersOf(facts: Facts, classId: number, subjectId: number): readonly TruthStudent[] {
  const { endDay } = facts.term;
  const groups = facts.groupsOf(classId).filter((group) => group.subjectId === subjectId);
  const members = new Set(groups.flatMap(({ id }) => facts.members(id, endDay).map((one) => one.id)));
  return facts
    .roster(classId, endDay)
    .filter((one) => members.has(one.id) || termMarkOf(facts, one, subjectId) !== null);
}

/** Marks of a student in a subject that count. */
export const countedOf = (facts: Facts, studentId: number, subjectId: number): readonly ToldMark[] =>
  facts.marks.filter(
    (mark) =>
      mark.studentId === studentId &&
      mark.subjectId === subjectId &&
      mark.numbers.length > 0 &&
      mark.weight > 0,
  );

/** Σwm / Σw over all their numbers; null where there are none. */
export function weightedMeanOf(marks: readonly ToldMark[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { numbers, weight } of marks)
    for (const number of numbers) {
      sum += number * weight;
      weights += weight;
    }
  return weights === 0 ? null : sum / weights;
}

const inClass = (facts: Facts, classId: number, studentId: number, day: Day): boolean =>
  facts.roster(classId, day).some(({ id }) => id === studentId);

/** Absences of students while they were in the class. */
export const absencesIn = (facts: Facts, classId: number): readonly ToldAbsence[] =>
  facts.absences.filter(({ studentId, date }) => inClass(facts, classId, studentId, date));

/** Days of which a student missed every lesson, in student-days. */
export function missedDaysIn(facts: Facts, classId: number): number {
  const byDay = new Map<string, number>();
  for (const { studentId, date, status } of absencesIn(facts, classId)) {
    const key = `${studentId} ${date}`;
    if (status === 'absent') byDay.set(key, (byDay.get(key) ?? 0) + 1);
  }
  return [...byDay].filter(([key, missed]) => {
    const [id = '', date = ''] = key.split(' ');
    const had = facts.lessons.filter(
      ({ lesson }) =>
        lesson.date === date && facts.members(lesson.groupId, date).some((one) => one.id === Number(id)),
    ).length;
    return had > 0 && missed >= had;
  }).length;
}

/** The only one of a list. */
export const onlyOf = <T>(list: readonly T[], what: string): T => {
  const [one, ...others] = list;
  if (one === undefined || others.length > 0) throw new Error(`${list.length} of ${what} instead of one`);
  return one;
};
