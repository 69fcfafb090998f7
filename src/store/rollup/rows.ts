import {
  allSubjects,
  categoryMeasures,
  fieldOf,
  missedMeasures,
  subjectMeasures,
  teachingMeasures,
} from './measures.ts';
import type {
  CategoryFigures,
  ClassFigures,
  DensityFigures,
  FiguresGround,
  MarkFigures,
  MissedFigures,
  SchoolFigures,
  SubjectFigures,
  TeachingFigures,
} from './types.ts';

/** A row of figures, in the order of `select-sql.ts`. */
export type FigureRow = readonly unknown[];

/** Reads a row from the left. */
function reader(row: FigureRow) {
  let at = 0;
  const next = <V>(): V => row[at++] as V;
  const measures = <F>(names: readonly string[], prefix = ''): F =>
    Object.fromEntries(names.map((name) => [fieldOf(name.slice(prefix.length)), next<number>()])) as F;
  return { next, measures };
}

type Reader = ReturnType<typeof reader>;

const ground = ({ next }: Reader): FiguresGround => ({
  schoolId: next(),
  source: next(),
  from: next(),
  to: next(),
  asOf: next(),
  basis: next(),
});

const classOf = ({ next }: Reader) => ({
  classId: next<string>(),
  className: next<string>(),
  grade: next<number | null>(),
});

const categories = ({ measures }: Reader): CategoryFigures & MissedFigures => ({
  ...measures<Omit<CategoryFigures, 'allSubjects'>>(categoryMeasures),
  ...measures<MissedFigures>(missedMeasures),
  allSubjects: measures<MarkFigures>(allSubjects, 'all_'),
});

/** A class. */
export function classRow(row: FigureRow): ClassFigures {
  const from = reader(row);
  return { ...ground(from), ...classOf(from), ...categories(from) };
}

const subjectOf = (from: Reader) => ({
  ...ground(from),
  ...classOf(from),
  subjectId: from.next<string>(),
  subjectName: from.next<string>(),
});

type SubjectMeasures = MarkFigures & DensityFigures;
type LessonMeasures = Pick<TeachingFigures, 'lessons' | 'withoutTopic' | 'withoutHomework' | 'withoutMarks'>;

/** A subject of a class. */
export function subjectRow(row: FigureRow): SubjectFigures {
  const from = reader(row);
  return { ...subjectOf(from), ...from.measures<SubjectMeasures>(subjectMeasures) };
}

/** A group and its teacher. */
export function teachingRow(row: FigureRow): TeachingFigures {
  const from = reader(row);
  return {
    ...subjectOf(from),
    groupId: from.next(),
    groupName: from.next(),
    teacherId: from.next(),
    teacherName: from.next(),
    lessonsPlanned: from.next(),
    ...from.measures<SubjectMeasures & LessonMeasures>(teachingMeasures),
  };
}

/** A level of a school. */
export function schoolRow(row: FigureRow): SchoolFigures {
  const from = reader(row);
  const { next } = from;
  return {
    schoolId: next(),
    schoolName: next(),
    level: next(),
    sources: next(),
    from: next(),
    to: next(),
    asOf: next(),
    basis: next(),
    classes: next(),
    ...categories(from),
  };
}
