import type { Day } from '../../src/model/dates.ts';
import type { TruthAccount, TruthGuardian, TruthMovement, TruthStaff, TruthStudent } from './people-types.ts';

export * from './people-types.ts';

/**
 * The invented school year: the ground truth that every simulator tells in its own vendor's words, and that
 * every test compares with. Small things (people, classes, timetable) are held; everything that grows with
 * the days is computed on demand from the seed, the same at every call, so memory stays flat.
 *
 * Numbers (`id`) are 1-based, small, and unique within their school and kind: a simulator can pack them into
 * its vendor's ids and unpack them again.
 */
export interface YearOptions {
  readonly seed: number;
  readonly schools: number;
  readonly studentsPerSchool: number;
  /** First calendar year of the academic year: 2025 is 2025/2026. */
  readonly startYear: number;
  /** How many school weeks have lessons, 1…34; all of the year by default. */
  readonly weeks: number;
  /**
   * Plants what a school should not have, for whoever tests rules: see `planted.ts`. Without it the year has only
   * what any school has: late entries, late edits, unrecorded substitutions, accounts opened too soon.
   */
  readonly planted: boolean;
}

export interface Municipality {
  readonly name: string;
  readonly options: YearOptions;
  /** Makes the school's small things anew at each call: hold on to it as long as you need it. `index` from 1. */
  school(index: number): SchoolYear;
  /** One school after the other, none kept. */
  schools(): Iterable<SchoolYear>;
}

export interface TruthTerm {
  readonly id: number;
  readonly name: string;
  readonly kind: 'quarter' | 'half_year';
  readonly ordinal: number;
  readonly startDay: Day;
  readonly endDay: Day;
  readonly gradeFrom: number;
  readonly gradeTo: number;
}

export interface TruthBreak {
  readonly id: number;
  readonly name: string;
  readonly kind: 'break' | 'holiday';
  readonly startDay: Day;
  readonly endDay: Day;
}

export interface TruthSubject {
  readonly id: number;
  readonly name: string;
  readonly shortName: string;
}

export interface TruthClass {
  readonly id: number;
  readonly grade: number;
  readonly letter: string;
  /** «7б» */
  readonly name: string;
  readonly homeroomTeacherId: number;
  readonly shift: 1 | 2;
  readonly groupIds: readonly number[];
}

/** A class, or a subgroup of it (`part` 1 or 2), at one subject. */
export interface TruthGroup {
  readonly id: number;
  readonly classId: number;
  readonly subjectId: number;
  readonly teacherId: number;
  /** Null for the whole class. */
  readonly part: 1 | 2 | null;
  readonly weeklyHours: number;
}

export interface TruthBell {
  readonly shift: 1 | 2;
  readonly number: number;
  readonly startTime: string;
  readonly endTime: string;
}

export interface TruthSlot {
  readonly groupId: number;
  readonly classId: number;
  /** 1 Monday … 6 Saturday. */
  readonly weekday: number;
  readonly number: number;
  readonly room: string;
}

export interface TruthWorkType {
  readonly id: number;
  readonly name: string;
  readonly abbreviation: string;
  readonly weight: number;
  readonly homework: boolean;
}

/** A lesson that took place or will: a slot on a day. */
export interface TruthLesson {
  readonly classId: number;
  readonly groupId: number;
  readonly subjectId: number;
  readonly date: Day;
  readonly number: number;
  readonly shift: 1 | 2;
  readonly startTime: string;
  readonly endTime: string;
  readonly room: string;
  /** The teacher who gave it: the substitute where there was one. */
  readonly teacherId: number;
  readonly substitution: {
    readonly absentTeacherId: number;
    readonly reason: string;
    /** When the substitution register got it, local to the school; null where nobody wrote it down. */
    readonly recordedAt: string | null;
  } | null;
}

/** A work (assessment) on a lesson; `index` 1… within the lesson; homework that is marked is one too. */
export interface TruthWork {
  readonly index: number;
  readonly workTypeId: number;
  readonly weight: number;
  readonly topic: string;
  /** When the teacher opened it in the journal: with the topic of the lesson, or with its first mark. */
  readonly enteredAt: string;
}

/** `value`: `5`, `4/5`, `н/а`, `зач`, `осв`, `.`. `edits` in order of time; the last one is what stands today. */
export interface TruthMark {
  readonly studentId: number;
  readonly workIndex: number;
  readonly value: string;
  readonly comment: string | null;
  /** When the teacher put it: local to the school, `YYYY-MM-DDTHH:MM`. */
  readonly enteredAt: string;
  readonly byStaffId: number;
  readonly edits: readonly TruthEdit[];
}

/** A value changed afterwards. `late`: after the shortest of the usual windows, fourteen days. */
export interface TruthEdit {
  readonly at: string;
  readonly value: string;
  readonly byStaffId: number;
  readonly late: boolean;
}

export interface TruthAttendance {
  readonly studentId: number;
  readonly status: 'absent' | 'late' | 'exempt';
  readonly reason: 'sick' | 'excused' | 'unexcused' | 'not_given' | null;
  /** When it was marked, local to the school. */
  readonly enteredAt: string;
  /** When the homeroom teacher found out why: `not_given` until then; null where nobody has to, or ever did. */
  readonly reasonGivenAt: string | null;
}

/** Everything that the journal holds about a lesson. */
export interface LessonRecord {
  readonly lesson: TruthLesson;
  readonly planOrdinal: number;
  readonly topic: string;
  /** When the topic was entered, local to the school; null where it never was. */
  readonly topicEnteredAt: string | null;
  /** Due at this lesson. */
  readonly homework: {
    readonly text: string;
    /** When it was set: as a rule at the group's lesson before this one. */
    readonly setAt: string;
    readonly minutes: number;
    readonly files: readonly { readonly id: number; readonly name: string }[];
  } | null;
  readonly works: readonly TruthWork[];
  readonly marks: readonly TruthMark[];
  readonly attendance: readonly TruthAttendance[];
}

export interface TruthTermMark {
  readonly studentId: number;
  readonly subjectId: number;
  readonly kind: 'term' | 'year';
  readonly termId: number | null;
  readonly value: string;
  readonly enteredAt: string;
  readonly edits: readonly TruthEdit[];
}

export interface SchoolYear {
  readonly index: number;
  readonly name: string;
  readonly shortName: string;
  readonly city: string;
  readonly timeZone: string;
  readonly weekDays: 5 | 6;
  readonly startDay: Day;
  readonly endDay: Day;
  readonly terms: readonly TruthTerm[];
  readonly breaks: readonly TruthBreak[];
  readonly staff: readonly TruthStaff[];
  readonly subjects: readonly TruthSubject[];
  readonly classes: readonly TruthClass[];
  readonly groups: readonly TruthGroup[];
  readonly students: readonly TruthStudent[];
  readonly guardians: readonly TruthGuardian[];
  readonly movements: readonly TruthMovement[];
  readonly bells: readonly TruthBell[];
  readonly timetable: readonly TruthSlot[];
  readonly workTypes: readonly TruthWorkType[];
  /** Accounts of families and staff, in order of their numbers. */
  accounts(): readonly TruthAccount[];
  /** The terms that hold for a class. */
  termsOf(classId: number): readonly TruthTerm[];
  /** Students of a class on a day. */
  rosterOn(classId: number, day: Day): readonly TruthStudent[];
  /** Members of a group on a day. */
  membersOn(groupId: number, day: Day): readonly TruthStudent[];
  /** Lessons of a class on a day by number; parallel subgroups share a number; none on a day off. */
  lessonsOn(classId: number, day: Day): readonly TruthLesson[];
  record(lesson: TruthLesson): LessonRecord;
  /** The lesson plan of a group: topics in order. */
  planOf(groupId: number): readonly { readonly ordinal: number; readonly topic: string }[];
  /** Term marks of a class in a term. */
  termMarks(classId: number, termId: number): readonly TruthTermMark[];
  /** Year marks of a class. */
  yearMarks(classId: number): readonly TruthTermMark[];
}

/** What stood in the journal at a local moment: the entered value with the edits made by then, or null. */
export function markAt(
  mark: Pick<TruthMark | TruthTermMark, 'value' | 'enteredAt' | 'edits'>,
  moment: string,
): string | null {
  if (mark.enteredAt > moment) return null;
  const made = mark.edits.filter((edit) => edit.at <= moment);
  return made.at(-1)?.value ?? mark.value;
}

/** What the journal said of an absence at a local moment, or null before it was marked. */
export function attendanceAt(
  { status, reason, enteredAt, reasonGivenAt }: TruthAttendance,
  moment: string,
): Pick<TruthAttendance, 'status' | 'reason'> | null {
  if (enteredAt > moment) return null;
  const told = reasonGivenAt === null || reasonGivenAt <= moment;
  return { status, reason: told ? reason : 'not_given' };
}
