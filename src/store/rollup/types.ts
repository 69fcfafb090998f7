import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { Period } from '../../model/period.ts';

/** Which figures. `classIds` narrows to some classes (a homeroom teacher's); null: all within the rest. */
export interface FiguresRequest {
  readonly reach: Reach;
  readonly classIds: readonly string[] | null;
  /** One school, or the schools of a municipality; both null: all within reach. */
  readonly schoolId: string | null;
  readonly municipality: string | null;
  readonly period: Period;
}

/** What all figures say about themselves. */
export interface FiguresGround {
  readonly schoolId: string;
  /** The one source that the class is told by. */
  readonly source: string;
  /** The days of the class's own term; for any two dates, these. */
  readonly from: Day;
  readonly to: Day;
  /** Lessons are counted up to this day: that of the last committed run, or the period's last. */
  readonly asOf: Day;
  /** Marks for the term; for any two dates the rounded means of current marks stand for them. */
  readonly basis: 'term_marks' | 'current_marks';
}

/** Lessons missed, by reason, in student-lessons (school-domain §3.2); lateness is not an absence. */
export interface MissedFigures {
  readonly missed: number;
  readonly missedSick: number;
  readonly missedExcused: number;
  readonly missedUnexcused: number;
  readonly missedEvent: number;
  /** The source, or nobody yet, gave a reason. */
  readonly missedNotGiven: number;
  readonly late: number;
  /** Days of which a student missed every lesson, in student-days. */
  readonly missedDays: number;
  /** Lessons that the students could have attended, in student-lessons. */
  readonly possible: number;
}

/** Marks by value in a base set of students (school-domain §4). */
export interface MarkFigures {
  /** Students who learn the subject on the last day. */
  readonly base: number;
  readonly n5: number;
  readonly n4: number;
  readonly n3: number;
  readonly n2: number;
  readonly n1: number;
  readonly notAssessed: number;
  readonly exempt: number;
  /** зач */
  readonly passed: number;
  /** незач */
  readonly failed: number;
  /** No mark was entered at all, or one that nobody can read. */
  readonly none: number;
}

/** Students by category (school-domain §4). Students are those enrolled on the last day of the period. */
export interface CategoryFigures {
  readonly students: number;
  /** Students who have at least one mark (1…5, н/а) that counts for a category; grade 1 has none. */
  readonly graded: number;
  readonly excellent: number;
  /** Only 4 and 5, at least one 4; those with one 4 among them. */
  readonly good: number;
  readonly oneFour: number;
  /** The lowest mark is 3. */
  readonly satisfactory: number;
  /** All 4 and 5 but one 3; among the satisfactory. */
  readonly oneThree: number;
  /** Who has a 2 (or a 1), and who has an н/а: some have both. */
  readonly failing: number;
  readonly notAssessed: number;
  /** Those of the graded who have no 2 and no н/а in any subject. */
  readonly passing: number;
  /** Marks for the period in all subjects together, grade 1 left out: the base is of pairs of student and subject. */
  readonly allSubjects: MarkFigures;
}

/** A class in a period. */
export interface ClassFigures extends FiguresGround, MissedFigures, CategoryFigures {
  readonly classId: string;
  readonly className: string;
  readonly grade: number | null;
}

/** Levels of schooling by grades. */
export const schoolLevels = ['1-4', '5-9', '10-11'] as const;

/** See {@link schoolLevels}. */
export type SchoolLevel = (typeof schoolLevels)[number];

/** The classes of a level of a school together: sums, so that rates are ratios of sums. */
export interface SchoolFigures extends Omit<FiguresGround, 'source'>, MissedFigures, CategoryFigures {
  readonly schoolName: string;
  /** Null: classes whose grade nobody told. */
  readonly level: SchoolLevel | null;
  /** Of all its classes, in order of names. */
  readonly sources: readonly string[];
  readonly classes: number;
}

/** Current marks of the base, and how term marks stand against them. Counted are those with a number and a weight. */
export interface DensityFigures {
  /** `4/5` for one work is one. */
  readonly marks: number;
  /** Students without a counted mark, and with one. */
  readonly studentsWithout: number;
  readonly studentsWithOne: number;
  /** Term mark above, below, equal to the rounded weighted mean; students with both. */
  readonly gapAbove: number;
  readonly gapBelow: number;
  readonly gapEqual: number;
}

/** A subject of a class in a period. */
export interface SubjectFigures extends FiguresGround, MarkFigures, DensityFigures {
  readonly classId: string;
  readonly className: string;
  readonly grade: number | null;
  readonly subjectId: string;
  readonly subjectName: string;
}

/**
 * What one teacher teaches one subject group (a whole class, or a part of it): results and journal keeping. Lessons are
 * of whoever gave them, results of the group's own teacher: a substitute has lessons and a base of 0.
 */
export interface TeachingFigures extends SubjectFigures {
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly teacherId: string | null;
  readonly teacherName: string | null;
  /** Lessons of the period up to `asOf`. */
  readonly lessons: number;
  /** Hours of the lesson plan that are planned for these days; null where none is, and for substitutes. */
  readonly lessonsPlanned: number | null;
  readonly withoutTopic: number;
  readonly withoutHomework: number;
  /** Lessons at which nobody got a mark. */
  readonly withoutMarks: number;
}
