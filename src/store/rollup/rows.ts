import {
  categoryMeasures,
  fieldOf,
  markMeasures,
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
  const measures = <F>({ fields, empty }: Measures): F => {
    const read = { ...empty };
    for (const field of fields) read[field] = next<number>();
    return read as F;
  };
  return { next, measures };
}

/** Fields of some numbers. All objects with them are copies of one, which costs a tenth of growing each by its fields. */
interface Measures {
  readonly fields: readonly string[];
  readonly empty: Readonly<Record<string, number>>;
}

function measuresOf(names: readonly string[]): Measures {
  const fields = names.map(fieldOf);
  return { fields, empty: Object.fromEntries(fields.map((field) => [field, 0])) };
}

const categoryFields = measuresOf(categoryMeasures);
const missedFields = measuresOf(missedMeasures);
const markFields = measuresOf(markMeasures);
const subjectFields = measuresOf(subjectMeasures);
const teachingFields = measuresOf(teachingMeasures);

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
  ...measures<Omit<CategoryFigures, 'allSubjects'>>(categoryFields),
  ...measures<MissedFigures>(missedFields),
  allSubjects: measures<MarkFigures>(markFields),
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
  return { ...subjectOf(from), ...from.measures<SubjectMeasures>(subjectFields) };
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
    ...from.measures<SubjectMeasures & LessonMeasures>(teachingFields),
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
