import type { EntityName } from '../../model/entities.ts';
import type { ScopeName } from '../../rules/facts.ts';

/** Where a row belongs among the units of evaluation, as SQL over a row `t`; null: any. */
export interface Place {
  readonly scopes: readonly Exclude<ScopeName, 'school'>[];
  /** One of the two: a row is of a class, or of a student and so of the student's classes. */
  readonly classId?: string;
  readonly studentId?: string;
  readonly subjectId: string;
  readonly day: string;
  /** Whether all subjects of the class are concerned, over `t` as it is and `n` as it was or will be. */
  readonly wide?: string;
}

/** Attendance of a whole day, without lesson and subject, is judged under this one. */
const NO_SUBJECT = `'00000000-0000-0000-0000-000000000000'::uuid`;

const of = (table: string, column: string, key: string): string =>
  `(SELECT o.${column} FROM ${table} o WHERE o.school_id = t.school_id AND o.id = t.${key})`;

const groupClass = `coalesce(t.class_id, ${of('subject_group', 'class_id', 'subject_group_id')})`;
const lessonClass = `(SELECT coalesce(l.class_id, g.class_id) FROM lesson l
  LEFT JOIN subject_group g ON g.school_id = l.school_id AND g.id = l.subject_group_id
  WHERE l.school_id = t.school_id AND l.id = t.lesson_id)`;
const any = 'NULL::uuid';
const anyDay = 'NULL::date';

/** Entities whose rows are judged class by class. */
export const PLACES: Readonly<Partial<Record<EntityName, Place>>> = {
  mark: { scopes: ['subject_term'], studentId: 't.student_id', subjectId: 't.subject_id', day: 't.date' },
  attendance: {
    scopes: ['subject_term'],
    studentId: 't.student_id',
    subjectId: `coalesce(t.subject_id, ${of('lesson', 'subject_id', 'lesson_id')}, ${NO_SUBJECT})`,
    day: 't.date',
  },
  termMark: {
    scopes: ['subject_term'],
    studentId: 't.student_id',
    subjectId: 't.subject_id',
    day: of('term', 'end_day', 'term_id'),
  },
  amendmentPermit: {
    scopes: ['subject_term'],
    studentId: 't.student_id',
    subjectId: 't.subject_id',
    day: 't.lesson_day',
  },
  lesson: {
    scopes: ['subject_term', 'class_term', 'class_year'],
    classId: groupClass,
    subjectId: 't.subject_id',
    day: 't.date',
    // Some deadlines count from the end of the class's last lesson of the day.
    wide: '(t.date, t.end_time, t.kind, t.deleted_at) IS DISTINCT FROM (n.date, n.end_time, n.kind, n.deleted_at)',
  },
  homework: {
    scopes: ['subject_term', 'class_term'],
    classId: `coalesce(t.class_id, ${lessonClass})`,
    subjectId: 't.subject_id',
    day: 't.due_day',
  },
  assessment: {
    scopes: ['subject_term', 'class_term', 'class_year'],
    classId: `coalesce(t.class_id, ${lessonClass})`,
    subjectId: 't.subject_id',
    day: 't.date',
  },
  substitution: {
    scopes: ['subject_term', 'class_term'],
    classId: lessonClass,
    subjectId: of('lesson', 'subject_id', 'lesson_id'),
    day: 't.date',
  },
  enrolment: {
    scopes: ['subject_term', 'class_term', 'class_year'],
    classId: 't.class_id',
    subjectId: any,
    day: anyDay,
  },
  groupMembership: {
    scopes: ['subject_term', 'class_term', 'class_year'],
    studentId: 't.student_id',
    subjectId: of('subject_group', 'subject_id', 'subject_group_id'),
    day: anyDay,
  },
  subjectGroup: {
    scopes: ['subject_term', 'class_term', 'class_year'],
    classId: 't.class_id',
    subjectId: 't.subject_id',
    day: anyDay,
  },
  teachingLoad: {
    scopes: ['subject_term', 'class_term'],
    classId: groupClass,
    subjectId: 't.subject_id',
    day: anyDay,
  },
  lessonPlanEntry: { scopes: ['class_year'], classId: groupClass, subjectId: 't.subject_id', day: anyDay },
  curriculumLine: { scopes: ['class_year'], classId: 't.class_id', subjectId: 't.subject_id', day: anyDay },
};

/** A change of these concerns everything: it decides what there is to judge at all. */
export const EVERYTHING: ReadonlySet<EntityName> = new Set([
  'academicYear',
  'term',
  'schoolBreak',
  'bellPeriod',
  'subject',
  'class',
  'workType',
  'controlEvent',
]);

/** These are judged class by class alone; all others concern the school's papers and base data, too. */
export const CLASS_ONLY: ReadonlySet<EntityName> = new Set([
  'lesson',
  'homework',
  'assessment',
  'mark',
  'attendance',
  'termMark',
]);
