import type { Day } from '../../src/model/dates.ts';
import { grouped } from './lookup.ts';
import type {
  SchoolYear,
  TruthClass,
  TruthGroup,
  TruthGuardian,
  TruthPerson,
  TruthStaff,
  TruthStudent,
  TruthSubject,
  TruthWorkType,
} from './types.ts';

/** A school's small things, found by number. */
export interface SchoolBook {
  readonly year: SchoolYear;
  readonly students: ReadonlyMap<number, TruthStudent>;
  readonly guardians: ReadonlyMap<number, TruthGuardian>;
  readonly staff: ReadonlyMap<number, TruthStaff>;
  readonly classes: ReadonlyMap<number, TruthClass>;
  readonly subjects: ReadonlyMap<number, TruthSubject>;
  readonly groups: ReadonlyMap<number, TruthGroup>;
  readonly groupsOfClass: ReadonlyMap<number, readonly TruthGroup[]>;
  readonly workTypes: ReadonlyMap<number, TruthWorkType>;
}

const byNumber = <T extends { readonly id: number }>(items: readonly T[]): Map<number, T> =>
  new Map(items.map((item) => [item.id, item]));

export const makeBook = (year: SchoolYear): SchoolBook => ({
  year,
  students: byNumber(year.students),
  guardians: byNumber(year.guardians),
  staff: byNumber(year.staff),
  classes: byNumber(year.classes),
  subjects: byNumber(year.subjects),
  groups: byNumber(year.groups),
  groupsOfClass: grouped(year.groups, ({ classId }) => classId),
  workTypes: byNumber(year.workTypes),
});

const initial = (name: string): string => (name === '' ? '' : ` ${name.charAt(0)}.`);

/** «Лаптев Е. И.» */
export const shortName = ({ lastName, firstName, middleName }: TruthPerson): string =>
  `${lastName}${initial(firstName)}${initial(middleName)}`;

/** The student's class on a day; null before arrival, after departure, and between. */
export const classOn = (student: TruthStudent, day: Day): number | null =>
  student.enrolments.find(({ from, to }) => from <= day && (to === null || day <= to))?.classId ?? null;

/** The class on a day, or else the last one before it, or the first. */
export function classBy(student: TruthStudent, day: Day): number | null {
  const begun = student.enrolments.filter(({ from }) => from <= day);
  return (begun.at(-1) ?? student.enrolments[0])?.classId ?? null;
}

/** Whoever was in the class up to the day; those who have left are in its archive. */
export const everInClass = (book: SchoolBook, classId: number, day: Day): TruthStudent[] =>
  book.year.students.filter(({ enrolments }) =>
    enrolments.some((enrolment) => enrolment.classId === classId && enrolment.from <= day),
  );

/** The part of a range of days that lies within the school year; `from` after `to` when there is none. */
export function withinYear(book: SchoolBook, range: { from: Day; to: Day }): { from: Day; to: Day } {
  const { startDay, endDay } = book.year;
  return {
    from: range.from < startDay ? startDay : range.from,
    to: range.to > endDay ? endDay : range.to,
  };
}
