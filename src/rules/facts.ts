import type { Day } from '../model/dates.ts';
import type { EntityName, Fields } from '../model/entities.ts';
import type { Instant, Interval, Row, Timeline } from './observed.ts';

/** A lesson that the journal has. `start` and `end` are null where the source does not tell the bells. */
export interface LessonFact {
  readonly id: string;
  readonly date: Day;
  readonly number: number | null;
  readonly start: Instant | null;
  readonly end: Instant | null;
  readonly subjectId: string;
  readonly groupId: string | null;
  /** Who gave it. */
  readonly teacherId: string | null;
  readonly kind: Fields<'lesson'>['kind'];
  readonly planEntryId: string | null;
  readonly topic: Timeline;
}

/** Homework, due at the lesson `lessonId`; it was set at the group's lesson before that. */
export interface HomeworkFact {
  readonly id: string;
  readonly lessonId: string | null;
  readonly subjectId: string;
  readonly studentId: string | null;
  readonly dueDay: Day;
  readonly minutes: number | null;
  readonly text: Timeline;
}

/** A work that marks are given for. */
export interface AssessmentFact {
  readonly id: string;
  readonly lessonId: string | null;
  readonly subjectId: string;
  readonly date: Day;
  /** Name of the work type as the school's dictionary has it. */
  readonly workType: string | null;
  readonly topic: string | null;
  readonly weight: number | null;
  readonly entered: Interval;
}

/** A mark with its past. */
export interface MarkFact {
  readonly id: string;
  readonly studentId: string;
  readonly subjectId: string;
  readonly date: Day;
  readonly lessonId: string | null;
  readonly assessmentId: string | null;
  readonly teacherId: string | null;
  readonly scaleMax: number;
  readonly value: Timeline;
}

/** Attendance with its past; a state's value is `status` or `status/reason` (`absent/sick`). */
export interface AttendanceFact {
  readonly id: string;
  readonly studentId: string;
  readonly subjectId: string | null;
  readonly lessonId: string | null;
  readonly date: Day;
  readonly value: Timeline;
}

/** A mark for a term, a year, an exam. */
export interface TermMarkFact {
  readonly id: string;
  readonly studentId: string;
  readonly subjectId: string;
  readonly kind: Fields<'termMark'>['kind'];
  readonly termId: string | null;
  readonly scaleMax: number;
  readonly value: Timeline;
}

/** A substitution on record: in the vendor's journal or in our register. */
export interface SubstitutionFact {
  readonly id: string;
  readonly lessonId: string;
  readonly date: Day;
  readonly absentTeacherId: string | null;
  readonly substituteTeacherId: string | null;
  readonly plannedSubjectId: string | null;
  readonly entered: Interval;
}

/** A decided application for a late change: it allows `row` to become `value` and nothing else. */
export interface PermitFact {
  readonly id: string;
  readonly row: Row;
  readonly value: string | null;
  readonly granted: boolean;
  readonly decidedAt: Instant;
}

/**
 * That somebody else came to know a teacher's password: what was done in that name between the notice (`at`) and new
 * credentials (`until`, null: not given out yet) is void.
 */
export interface LeakFact {
  readonly id: string;
  readonly staffId: string;
  readonly at: Instant;
  readonly until: Instant | null;
}

/** A student of the class from one day to another; null where the source does not tell it. */
export interface MemberFact {
  readonly studentId: string;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** A subject group of the class with its usual teacher. */
export interface GroupFact {
  readonly id: string;
  readonly name: string;
  readonly subjectId: string;
  readonly teacherId: string | null;
  readonly members: readonly MemberFact[];
}

/** Who teaches what, by the teaching load. */
export interface LoadFact {
  readonly staffId: string;
  readonly subjectId: string;
  readonly groupId: string | null;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** A term that holds for the class. */
export interface TermFact {
  readonly id: string;
  readonly name: string;
  readonly kind: Fields<'term'>['kind'];
  readonly ordinal: number;
  readonly startDay: Day;
  readonly endDay: Day;
  /** Whether the academic year ends with it. */
  readonly last: boolean;
}

/** The class that is judged. */
export interface ClassFact {
  readonly id: string;
  readonly name: string;
  readonly grade: number | null;
  readonly homeroomTeacherId: string | null;
  readonly shift: number | null;
}

/** What every scope of facts knows. */
export interface Ground {
  /** The source whose rows these are (`netschool/staff`). */
  readonly source: string;
  /** The name of a subject, as the school writes it. */
  subjectName(subjectId: string): string;
  /**
   * The last time that anybody read all rows of an entity that fall on `day` (null: whatever the day); null when
   * nobody did. Until then a row that is not there proves nothing.
   */
  seenAt(entity: EntityName, day: Day | null): Instant | null;
}

/**
 * A class over a stretch of the academic year: a term with the days off behind the one before it. Every day of
 * the year belongs to exactly one stretch. All rows, or only those of some subjects (`subjects`).
 */
export interface ClassTermFacts extends Ground {
  readonly class: ClassFact;
  readonly from: Day;
  readonly to: Day;
  /** Null where the source tells of no term here. */
  readonly term: TermFact | null;
  /** Null: all. Kinds with `scope: 'class_term'` always get all. */
  readonly subjects: ReadonlySet<string> | null;
  readonly students: readonly MemberFact[];
  readonly groups: readonly GroupFact[];
  readonly lessons: readonly LessonFact[];
  readonly homework: readonly HomeworkFact[];
  readonly assessments: readonly AssessmentFact[];
  readonly marks: readonly MarkFact[];
  readonly attendance: readonly AttendanceFact[];
  readonly termMarks: readonly TermMarkFact[];
  readonly substitutions: readonly SubstitutionFact[];
  readonly permits: readonly PermitFact[];
  readonly loads: readonly LoadFact[];
  /** Marks of the same students, subjects and days from the school's other sources. */
  readonly otherMarks: readonly (MarkFact & { readonly source: string })[];
  /** The last time that one of those other sources gave all marks of a student on a day; null when it never did. */
  otherSeenAt(source: string, studentId: string, day: Day): Instant | null;
  /** Of any teacher of the class. */
  readonly leaks: readonly LeakFact[];
  /** When the class's last lesson of the day ends, of any subject; null where the bells are not known. */
  lastLessonEnd(day: Day): Instant | null;
}

/** An entry of a lesson plan. */
export interface PlanFact {
  readonly id: string;
  readonly subjectId: string;
  readonly groupId: string | null;
  readonly ordinal: number;
  readonly topic: string;
  readonly hours: number;
  readonly plannedDay: Day | null;
  readonly entered: Interval;
}

/** A class over the whole academic year, without marks. */
export interface ClassYearFacts extends Ground {
  readonly class: ClassFact;
  readonly from: Day;
  readonly to: Day;
  readonly terms: readonly TermFact[];
  readonly students: readonly MemberFact[];
  readonly groups: readonly GroupFact[];
  readonly lessons: readonly LessonFact[];
  readonly assessments: readonly AssessmentFact[];
  readonly plan: readonly PlanFact[];
  /** Hours a year by subject, by the curriculum plan. */
  readonly yearlyHours: ReadonlyMap<string, number>;
}

/** A row of an entity as it is, with when it was first there. */
export type Kept<N extends EntityName> = Readonly<Fields<N>> & {
  readonly id: string;
  readonly entered: Interval;
};

/** The school's papers and base data: everything that is not of one class. */
export interface SchoolFacts extends Ground {
  readonly from: Day;
  readonly to: Day;
  readonly terms: readonly TermFact[];
  readonly classes: readonly ClassFact[];
  /** Every student that some source tells of, with the class of today (null: of none). */
  readonly students: readonly {
    readonly id: string;
    readonly birthDate: Day | null;
    readonly classId: string | null;
    readonly grade: number | null;
  }[];
  readonly movements: readonly Kept<'movement'>[];
  readonly consents: readonly Kept<'consent'>[];
  readonly refusals: readonly Kept<'electronicFormRefusal'>[];
  readonly guardianships: readonly Kept<'guardianship'>[];
  readonly accounts: readonly Kept<'account'>[];
  /** Students whose diary is read through a family's account: so there is one. */
  readonly familyAccounts: readonly { readonly studentId: string; readonly since: Interval }[];
  readonly remarks: readonly Kept<'remark'>[];
  readonly events: readonly Kept<'controlEvent'>[];
  /** For each entity how many live rows there are, and when the first of them was there. */
  readonly base: ReadonlyMap<EntityName, { readonly count: number; readonly first: Interval }>;
}

/** What a kind of rule is evaluated over, by the name of its scope. */
export interface FactsOf {
  /** A class, a term, some of its subjects: everything that hangs on lessons and marks. */
  readonly subject_term: ClassTermFacts;
  /** A class and a term with all its subjects, without marks and attendance: timetable, homework, tests. */
  readonly class_term: ClassTermFacts;
  readonly class_year: ClassYearFacts;
  readonly school: SchoolFacts;
}

/** The name of a scope; see {@link FactsOf}. */
export type ScopeName = keyof FactsOf;
