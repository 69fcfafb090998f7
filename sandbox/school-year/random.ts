/**
 * Counter-based random: a key is a number that names a place in the year (school, student, day…), and what is
 * found there follows from the key alone. Nothing has to be drawn in order, so any record can be made again.
 */
export type Key = number;

/** The key of a place inside another place. */
export function mix(key: Key, part: number): Key {
  let hash = Math.imul(key ^ Math.imul(part + 0x7f4a7c15, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash + part, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}

/** 0 ≤ x < 1. */
export const unit = (key: Key): number => (key >>> 0) / 4_294_967_296;

/** A whole number 0 ≤ n < limit. */
export const below = (key: Key, limit: number): number => Math.floor(unit(key) * limit);

/** Roughly normal, mean 0, deviation 1. */
export const bell = (key: Key): number =>
  (unit(mix(key, 1)) + unit(mix(key, 2)) + unit(mix(key, 3)) + unit(mix(key, 4)) - 2) * 1.732;

export const chance = (key: Key, share: number): boolean => unit(key) < share;

export function pick<T>(key: Key, list: readonly T[]): T {
  return itemAt(list, below(key, list.length));
}

/** A list's item at an index that is known to be inside it. */
export function itemAt<T>(list: ArrayLike<T>, index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no item ${index} in a list of ${list.length}`);
  return item;
}

/** The list in an order that depends on the key. */
export const shuffled = <T>(key: Key, list: readonly T[]): T[] =>
  list
    .map((item, index) => ({ item, rank: unit(mix(key, index)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

/** What a key is for: keeps apart the draws made about one thing. */
export const PURPOSE = {
  school: 101,
  student: 102,
  family: 103,
  staff: 104,
  classes: 105,
  timetable: 106,
  movement: 107,
  consent: 108,
  lesson: 109,
  absence: 110,
  ability: 111,
  physical: 112,
  teacherAbsence: 113,
  homework: 114,
  works: 115,
  topics: 116,
  late: 117,
  edit: 118,
  termMark: 119,
  topicEntry: 120,
  workEntry: 121,
  homeworkEntry: 122,
  attendanceEntry: 123,
  reasonEntry: 124,
  substitutionRecord: 125,
  account: 126,
  planted: 127,
} as const;
