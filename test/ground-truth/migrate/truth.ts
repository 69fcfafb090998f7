import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import type { Municipality, SchoolYear } from '../../../sandbox/school-year/types.ts';

/** Something that the truth is otherwise in. */
export type Alter = (year: SchoolYear) => SchoolYear;

/** Which school moves: a few grades of a small one. */
export interface TruthPick {
  readonly grades: readonly number[];
  readonly students: number;
  readonly alter?: Alter;
  readonly startYear?: number;
}

/** The classes of some grades, and who has ever been in them: a school that is read and written quickly. */
function narrowed(year: SchoolYear, grades: readonly number[]): SchoolYear {
  const classes = year.classes.filter(({ grade }) => grades.includes(grade));
  const kept = new Set(classes.map(({ id }) => id));
  const students = year.students.filter(({ enrolments }) =>
    enrolments.some(({ classId }) => kept.has(classId)),
  );
  const ids = new Set(students.map(({ id }) => id));
  return {
    ...year,
    classes,
    students,
    terms: year.terms.filter(({ gradeFrom, gradeTo }) =>
      grades.some((grade) => gradeFrom <= grade && grade <= gradeTo),
    ),
    groups: year.groups.filter(({ classId }) => kept.has(classId)),
    timetable: year.timetable.filter(({ classId }) => kept.has(classId)),
    guardians: year.guardians.filter(({ studentIds }) => studentIds.some((id) => ids.has(id))),
    movements: year.movements.filter(({ studentId }) => ids.has(studentId)),
  };
}

/** A municipality of one small school. */
export function smallTruth({
  grades,
  students,
  alter = (year) => year,
  startYear = 2025,
}: TruthPick): Municipality {
  const whole = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: students, startYear });
  const year = alter(narrowed(whole.school(1), grades));
  return {
    ...whole,
    school: () => year,
    *schools() {
      yield year;
    },
  };
}
