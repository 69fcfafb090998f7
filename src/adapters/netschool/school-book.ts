import type { Day } from '../../model/dates.ts';
import type { SchoolBase } from './school-base.ts';
import type { Bell, SchoolClass } from './staff-base.ts';

/** What the whole reading of a school needs at hand. */
export interface SchoolBook {
  readonly base: SchoolBase;
  readonly classes: readonly SchoolClass[];
  readonly bells: ReadonlyMap<string, Bell>;
  readonly rooms: ReadonlyMap<string, string>;
  /** Term name → key. */
  readonly terms: ReadonlyMap<string, string>;
  /** Keys that are told before any class. */
  readonly staff: ReadonlySet<string>;
  readonly subjects: ReadonlySet<string>;
}

export interface Group {
  readonly id: string;
  /** «Алгебра», «Английский язык/1». */
  readonly name: string;
  readonly key: string;
}

export interface ListedStudent {
  readonly id: string;
  readonly name: string;
}

/** One class, held while its students are read. */
export interface ClassRoom {
  readonly schoolClass: SchoolClass;
  readonly students: readonly ListedStudent[];
  readonly groups: readonly Group[];
  /** Some groups are a part of the class: who is in which has to be asked student by student. */
  readonly isSplit: boolean;
  lessonOf(group: string, day: Day): string | null;
}
