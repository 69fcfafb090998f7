import type { Period } from '../../model/period.ts';
import { termKeyText, termsEndingWith } from '../../model/period.ts';
import type { ReadDatabase, Statement } from '../read/database.ts';
import { reachValues } from '../read/reach.ts';
import { computing } from './compute.ts';
import { classRow, type FigureRow, schoolRow, subjectRow, teachingRow } from './rows.ts';
import { computedClasses, computedSchools, computedSubjects, computedTeaching } from './select-sql.ts';
import type {
  ClassFigures,
  FiguresRequest,
  SchoolFigures,
  SubjectFigures,
  TeachingFigures,
} from './types.ts';

/** What a statement is given: see `scope-sql.ts`. */
const valuesOf = ({ reach, schoolId, municipality, classIds, period }: FiguresRequest): unknown[] => [
  ...reachValues(reach),
  schoolId,
  municipality,
  classIds,
  ...periodValues(period),
];

const periodValues = (period: Period): unknown[] =>
  period.kind === 'range' ? [period.from, period.to] : [termsEndingWith(period.term).map(termKeyText)];

const scopeOf = ({ period }: FiguresRequest) => (period.kind === 'range' ? 'range' : 'terms');

async function ask<F>(
  database: ReadDatabase,
  request: FiguresRequest,
  name: string,
  last: string,
  figuresOf: (row: FigureRow) => F,
): Promise<readonly F[]> {
  const kind = scopeOf(request);
  const statement: Statement = { name: `figures-${name}-${kind}`, text: computing(kind, last) };
  return (await database.rows<FigureRow>(statement, valuesOf(request))).map(figuresOf);
}

/** Figures of classes, by school, grade and name. */
export const readClassFigures = (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly ClassFigures[]> => ask(database, request, 'classes', computedClasses, classRow);

/** Figures of the subjects of classes, by class and name of the subject. */
export const readSubjectFigures = (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly SubjectFigures[]> => ask(database, request, 'subjects', computedSubjects, subjectRow);

/** Figures of what teachers teach, by class, subject and group. */
export const readTeachingFigures = (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly TeachingFigures[]> => ask(database, request, 'teaching', computedTeaching, teachingRow);

/** Sums over the classes of schools by level, in order of names of schools. */
export const readSchoolFigures = (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly SchoolFigures[]> => ask(database, request, 'schools', computedSchools, schoolRow);
