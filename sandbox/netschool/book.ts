import type { Day } from '../../src/model/dates.ts';
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
} from '../school-year/types.ts';

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

const byId = <T extends { readonly id: number }>(items: readonly T[]): Map<number, T> =>
  new Map(items.map((item) => [item.id, item]));

function byClass(groups: readonly TruthGroup[]): Map<number, TruthGroup[]> {
  const found = new Map<number, TruthGroup[]>();
  for (const group of groups) found.set(group.classId, [...(found.get(group.classId) ?? []), group]);
  return found;
}

export const makeBook = (year: SchoolYear): SchoolBook => ({
  year,
  students: byId(year.students),
  guardians: byId(year.guardians),
  staff: byId(year.staff),
  classes: byId(year.classes),
  subjects: byId(year.subjects),
  groups: byId(year.groups),
  groupsOfClass: byClass(year.groups),
  workTypes: byId(year.workTypes),
});

/** «Лаптев Егор Ильич» */
export const fullName = (person: TruthPerson): string =>
  [person.lastName, person.firstName, person.middleName].filter((part) => part !== '').join(' ');

/** «Лаптев Егор» */
export const nickName = (person: TruthPerson): string => `${person.lastName} ${person.firstName}`;

const initial = (name: string): string => (name === '' ? '' : ` ${name.charAt(0)}.`);

/** «Лаптев Е. И.» */
export const shortName = (person: TruthPerson): string =>
  `${person.lastName}${initial(person.firstName)}${initial(person.middleName)}`;

/** «Алгебра», «Английский язык/1»: as the diary and the reports call it. */
export function diaryName(book: SchoolBook, group: TruthGroup): string {
  const subject = book.subjects.get(group.subjectId)?.name ?? '';
  return group.part === null ? subject : `${subject}/${group.part}`;
}

/** «7б/Алгебра»: as the staff side calls it. */
export const groupName = (book: SchoolBook, group: TruthGroup): string =>
  `${book.classes.get(group.classId)?.name ?? ''}/${diaryName(book, group)}`;

/** The student's class on a day; null before arrival, after departure, and between. */
export const classOn = (student: TruthStudent, day: Day): number | null =>
  student.enrolments.find(({ from, to }) => from <= day && (to === null || day <= to))?.classId ?? null;

/** The class on a day, or else the last one before it, or the first. */
export function classBy(student: TruthStudent, day: Day): number | null {
  const begun = student.enrolments.filter(({ from }) => from <= day);
  return (begun.at(-1) ?? student.enrolments[0])?.classId ?? null;
}

/** Everyone who was in the class at some time up to the day: report filters still list those who left. */
export const everInClass = (book: SchoolBook, classId: number, day: Day): TruthStudent[] =>
  book.year.students.filter((student) =>
    student.enrolments.some((enrolment) => enrolment.classId === classId && enrolment.from <= day),
  );

/** The part of a range of days that lies within the school year; `from` after `to` when there is none. */
export function withinYear(book: SchoolBook, range: { from: Day; to: Day }): { from: Day; to: Day } {
  const [, from = range.from] = [range.from, book.year.startDay].sort();
  const [to = range.to] = [range.to, book.year.endDay].sort();
  return { from, to };
}
