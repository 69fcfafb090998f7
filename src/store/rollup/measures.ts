/** Names of numbers as SQL has them, in the order in which they are read and written. */
export const missedMeasures = [
  'missed',
  'missed_sick',
  'missed_excused',
  'missed_unexcused',
  'missed_event',
  'missed_not_given',
  'late',
  'missed_days',
  'possible',
] as const;

/** Students by category. */
export const categoryMeasures = [
  'students',
  'graded',
  'excellent',
  'good',
  'one_four',
  'satisfactory',
  'one_three',
  'failing',
  'not_assessed',
  'passing',
] as const;

/** Marks by value. */
export const markMeasures = [
  'base',
  'n5',
  'n4',
  'n3',
  'n2',
  'n1',
  'not_assessed',
  'exempt',
  'passed',
  'failed',
  'none',
] as const;

/** Current marks. */
export const densityMeasures = [
  'marks',
  'students_without',
  'students_with_one',
  'gap_above',
  'gap_below',
  'gap_equal',
] as const;

/** Journal keeping. */
export const lessonMeasures = ['lessons', 'without_topic', 'without_homework', 'without_marks'] as const;

/** Marks by value of all subjects of a class together stand beside its students by category. */
export const allSubjects: readonly string[] = markMeasures.map((name) => `all_${name}`);

/** The numbers of each table; those of teaching have `lessons_planned` besides, which may be null. */
export const classMeasures: readonly string[] = [...categoryMeasures, ...missedMeasures, ...allSubjects];
export const subjectMeasures: readonly string[] = [...markMeasures, ...densityMeasures];
export const teachingMeasures: readonly string[] = [...subjectMeasures, ...lessonMeasures];

/** The columns as of rows `alias`, those without a value as 0. */
export const listed = (alias: string, names: readonly string[]): string =>
  names.map((name) => `coalesce(${alias}.${name}, 0) as ${name}`).join(', ');

/** `one_four` as `oneFour`. */
export const fieldOf = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The tables that figures are kept in: what tells rows of a class and period apart, what else, and the numbers. */
export const rollupTables = [
  { name: 'rollup_class', figures: 'class_figures', keys: [], measures: classMeasures },
  { name: 'rollup_subject', figures: 'subject_figures', keys: ['subject_id'], measures: subjectMeasures },
  {
    name: 'rollup_teaching',
    figures: 'teaching_figures',
    keys: ['subject_id', 'group_id', 'teacher_id'],
    measures: teachingMeasures,
  },
] as const;

/** One of {@link rollupTables}. */
export type RollupTable = (typeof rollupTables)[number];

/** What the rows of a table have besides keys and numbers that are never null, as SQL over parts `scope` s and figures f. */
export const extras: Readonly<Record<RollupTable['name'], Readonly<Record<string, string>>>> = {
  rollup_class: {
    grade: 's.grade',
    source: 's.source',
    from_day: 's.from_day',
    to_day: 's.to_day',
    until: 's.until',
  },
  rollup_subject: {},
  rollup_teaching: { lessons_planned: 'f.lessons_planned' },
};
