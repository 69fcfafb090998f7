import { type Period, termKeyText, termsEndingWith } from '../../model/period.ts';
import type { ReadDatabase } from '../read/database.ts';
import { reachValues } from '../read/reach.ts';
import { computing } from './compute.ts';
import { mergedSchools } from './merge.ts';
import { classRow, type FigureRow, schoolRow, subjectRow, teachingRow } from './rows.ts';
import {
  computed,
  DUE,
  selectClasses,
  selectSchools,
  selectSubjects,
  selectTeaching,
  stored,
} from './select-sql.ts';
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

const due = { name: 'figures-due', text: DUE };

/** Which classes are due: rows out of the tables tell; where there are none, another look does. */
async function classesDue(
  database: ReadDatabase,
  values: readonly unknown[],
  [row]: readonly FigureRow[],
): Promise<readonly string[]> {
  if (row) return (row.at(-1) as readonly string[] | null) ?? [];
  return (await database.rows<[string]>(due, values.slice(0, 6))).map(([id]) => id);
}

/** One kind of figures: its statements, and what their rows are. */
function reading<F>(name: string, select: typeof selectClasses, figuresOf: (row: FigureRow) => F) {
  const keptIn = { name: `figures-${name}`, text: select(stored) };
  const ofTerm = { name: `figures-${name}-terms`, text: computing('terms', select(computed)), hashed: true };
  const ofDays = { name: `figures-${name}-range`, text: computing('range', select(computed)), hashed: true };
  return {
    /** Out of the tables; what these do not have yet, out of rows. */
    async read(database: ReadDatabase, request: FiguresRequest) {
      const ask = async (statement: typeof keptIn, values: readonly unknown[]) =>
        (await database.rows<FigureRow>(statement, values)).map(figuresOf);
      const values = valuesOf(request);
      if (request.period.kind === 'range') return { kept: [], computed: await ask(ofDays, values) };
      const rows = await database.rows<FigureRow>(keptIn, values);
      const behind = await classesDue(database, values, rows);
      const kept = rows.map(figuresOf);
      if (behind.length === 0) return { kept, computed: [] };
      return { kept, computed: await ask(ofTerm, valuesOf({ ...request, classIds: behind })) };
    },
  };
}

const classes = reading('classes', selectClasses, classRow);
const subjects = reading('subjects', selectSubjects, subjectRow);
const teaching = reading('teaching', selectTeaching, teachingRow);
const schools = reading('schools', selectSchools, schoolRow);

/** Of two lists in order one in order; within a class the order is that of the list. */
function merged<F extends ClassFigures | SubjectFigures>({ kept, computed: more }: Both<F>): readonly F[] {
  if (kept.length === 0 || more.length === 0) return [...kept, ...more];
  const place = ({ schoolId, grade, className, classId }: F) =>
    `${schoolId} ${String(grade ?? 99).padStart(2, '0')} ${className} ${classId}`;
  return [...kept, ...more].sort((left, right) => {
    const [one, other] = [place(left), place(right)];
    return one < other ? -1 : one > other ? 1 : 0;
  });
}

interface Both<F> {
  readonly kept: readonly F[];
  readonly computed: readonly F[];
}

/** Figures of classes, by school, grade and name. */
export const readClassFigures = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly ClassFigures[]> => merged(await classes.read(database, request));

/** Figures of the subjects of classes, by class and name of the subject. */
export const readSubjectFigures = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly SubjectFigures[]> => merged(await subjects.read(database, request));

/** Figures of what teachers teach, by class, subject and group. */
export const readTeachingFigures = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly TeachingFigures[]> => merged(await teaching.read(database, request));

/** Sums over the classes of schools by level, in order of names of schools. */
export async function readSchoolFigures(
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly SchoolFigures[]> {
  const { kept, computed: more } = await schools.read(database, request);
  return mergedSchools(kept, more);
}
