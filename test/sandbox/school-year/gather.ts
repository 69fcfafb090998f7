import type {
  LessonRecord,
  SchoolYear,
  TruthLesson,
  TruthStudent,
} from '../../../sandbox/school-year/index.ts';
import { type Day, daysBetween } from '../../../src/model/dates.ts';

/** All lessons of a school, or of a stretch of its year. */
export function* lessonsOf(
  school: SchoolYear,
  from: Day = school.startDay,
  to: Day = school.endDay,
): Generator<TruthLesson> {
  for (const day of daysBetween(from, to))
    for (const { id } of school.classes) yield* school.lessonsOn(id, day);
}

export function* recordsOf(school: SchoolYear, from?: Day, to?: Day): Generator<LessonRecord> {
  for (const lesson of lessonsOf(school, from, to)) yield school.record(lesson);
}

export const fullName = ({ lastName, firstName, middleName }: TruthStudent): string =>
  `${lastName} ${firstName} ${middleName}`;

/** The keys that come more than once. */
export function repeated(keys: Iterable<string>): string[] {
  const seen = new Set<string>();
  const again: string[] = [];
  for (const key of keys) {
    if (seen.has(key)) again.push(key);
    seen.add(key);
  }
  return again;
}
