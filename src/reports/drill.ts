import type { Scope } from '../model/access.ts';

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

const NAMELESS: readonly DrillKind[] = ['lessons', 'homework', 'assessments', 'substitutions', 'runs'];

const MORE: Readonly<Partial<Record<DrillKind, Scope>>> = {
  findings: 'findings.read',
  consents: 'consents.read',
  refusals: 'consents.read',
  runs: 'runs.read',
};

/** What a viewer needs besides `reports.read` to see rows of a kind. */
export function scopesOfKind(kind: DrillKind): readonly Scope[] {
  const more = MORE[kind];
  return [...(NAMELESS.includes(kind) ? [] : (['students.read'] as const)), ...(more ? [more] : [])];
}

/** Reasons that tell of illness, or of which it could be reckoned by leaving out. */
const ILLNESS: readonly string[] = ['sick', 'excused', 'not_given'];

/**
 * Which rows. Only a number that such rows come to has one: no row is a number of classes, an hour of a plan or a
 * student-lesson, so those lead nowhere; a rate leads to the rows of its part. What is left out does not narrow. It is what the address of the rows says, so nothing in it is
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

/** What a viewer needs besides `reports.read` to see these rows. */
export const scopesOfRows = ({ of, value = '' }: Pick<DrillRef, 'of' | 'value'>): readonly Scope[] =>
  of === 'attendance' && ILLNESS.includes(value) ? [...scopesOfKind(of), 'illness.read'] : scopesOfKind(of);
