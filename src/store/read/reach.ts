import type { Reach } from '../../model/access.ts';

/** The three values that {@link withinReach} looks at. */
export type ReachValues = readonly [
  all: boolean,
  municipalities: readonly string[],
  schools: readonly string[],
];

/** A client's reach as values of a statement. */
export const reachValues = (reach: Reach): ReachValues => [
  'all' in reach,
  'municipalities' in reach ? reach.municipalities : [],
  'schools' in reach ? reach.schools : [],
];

/**
 * The condition that a row `alias` of table `school` lies within reach. `first` is the number of the first of
 * the three parameters. It stands in every statement that reads a school's data: reach is not left to the
 * caller to remember.
 */
export const withinReach = (alias: string, first: number): string =>
  `($${first}::boolean or ${alias}.municipality = any($${first + 1}::text[])` +
  ` or ${alias}.school_id = any($${first + 2}::uuid[]))`;

/** A moment as the API writes it: UTC, milliseconds. */
export const instantSql = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
