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
