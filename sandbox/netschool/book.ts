import type { SchoolBook } from '../school-year/book.ts';
import type { TruthGroup, TruthPerson } from '../school-year/types.ts';

export {
  classBy,
  classOn,
  everInClass,
  makeBook,
  type SchoolBook,
  shortName,
  withinYear,
} from '../school-year/book.ts';

/** «Лаптев Егор Ильич» */
export const fullName = (person: TruthPerson): string =>
  [person.lastName, person.firstName, person.middleName].filter((part) => part !== '').join(' ');

/** «Лаптев Егор» */
export const nickName = (person: TruthPerson): string => `${person.lastName} ${person.firstName}`;

/** «Алгебра», «Английский язык/1»: as the diary and the reports call it. */
export function diaryName(book: SchoolBook, group: TruthGroup): string {
  const subject = book.subjects.get(group.subjectId)?.name ?? '';
  return group.part === null ? subject : `${subject}/${group.part}`;
}

/** «7б/Алгебра»: as the staff side calls it. */
export const groupName = (book: SchoolBook, group: TruthGroup): string =>
  `${book.classes.get(group.classId)?.name ?? ''}/${diaryName(book, group)}`;
