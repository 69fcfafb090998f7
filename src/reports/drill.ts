/** What kinds of rows stand behind numbers. */
export const drillKinds = [
  'students',
  'term_marks',
  'marks',
  'attendance',
  'lessons',
  'homework',
  'assessments',
  'substitutions',
  'movements',
  'changes',
  'findings',
  'consents',
  'refusals',
  'memberships',
  'achievements',
  'runs',
] as const;

/** See {@link drillKinds}. */
export type DrillKind = (typeof drillKinds)[number];

/**
 * Which rows. What is left out does not narrow. It is what the address of the rows says, so nothing in it is
 * personal: ids, days, codes.
 */
export interface DrillRef {
  readonly of: DrillKind;
  readonly schoolId?: string;
  readonly municipality?: string;
  readonly classId?: string;
  readonly subjectId?: string;
  readonly groupId?: string;
  readonly teacherId?: string;
  readonly studentId?: string;
  /** A term (`2025-quarter-2`), or two days. */
  readonly term?: string;
  readonly from?: string;
  readonly to?: string;
  /** Marks of this value (`5`, `н/а`, `none`); attendance of this reason, or `late`; a category of students. */
  readonly value?: string;
  /** Lessons `without_topic`, `without_homework`, `without_marks`; findings by state; movements by kind. */
  readonly which?: string;
}
