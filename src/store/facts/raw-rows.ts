import pg from 'pg';
import type { Instant, Interval } from '../../rules/observed.ts';

/** A cell as the database writes it: nothing is made of it that nobody needs. */
export type Cell = string | null;

/** A row, in the order of the statement's columns. */
export type RawRow = readonly Cell[];

/** Whatever runs statements: the pool, or the connection of a run. */
export interface Asker {
  rows(name: string, text: string, values: readonly unknown[]): Promise<readonly RawRow[]>;
}

const types = { getTypeParser: () => (value: string | Buffer) => value } as unknown as pg.CustomTypesConfig;

/** One after the other: a connection takes one statement at a time. */
function oneByOne(asker: Asker): Asker {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    rows(...question) {
      const answer = tail.then(() => asker.rows(...question));
      // Whoever asked is told of the failure; the next question is another one.
      tail = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** Asks by prepared statements: `name` must stand for one text. */
export function askerOf(client: Pick<pg.Pool, 'query'> | Pick<pg.ClientBase, 'query'>): Asker {
  const asker: Asker = {
    async rows(name, text, values) {
      const config = { name: `facts-${name}`, text, values: [...values], rowMode: 'array' as const, types };
      const result = await (client as pg.Pool).query(config);
      return result.rows as unknown[] as RawRow[];
    },
  };
  return client instanceof pg.Pool ? asker : oneByOne(asker);
}

/** Runs have a few moments, each in thousands of rows; the bound is for vendors' own stamps. */
const REMEMBERED = 50_000;

const moments = new Map<string, Instant>();

/** `2025-10-01 05:00:00+03`, or the same in JSON, as milliseconds. */
export function instantOf(text: string): Instant {
  const known = moments.get(text);
  if (known !== undefined) return known;
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) throw new RangeError('a moment that the store wrote cannot be read');
  if (moments.size >= REMEMBERED) moments.clear();
  moments.set(text, instant);
  return instant;
}

const intervals = new Map<string, Interval>();
/** Rows come run by run: the next one nearly always has the moments of the last. */
let last: { readonly absentAt: Cell; readonly seenAt: Cell; readonly interval: Interval } | null = null;

function knownInterval(absentAt: Cell, seenAt: string): Interval {
  const key = `${absentAt ?? ''}|${seenAt}`;
  const known = intervals.get(key);
  if (known) return known;
  const made = { notBefore: absentAt === null ? null : instantOf(absentAt), notAfter: instantOf(seenAt) };
  if (intervals.size >= REMEMBERED) intervals.clear();
  intervals.set(key, made);
  return made;
}

/** The interval from the last look without a row to the first with it; rows of one run share it. */
export function intervalOf(absentAt: Cell, seenAt: Cell): Interval {
  if (last !== null && last.seenAt === seenAt && last.absentAt === absentAt) return last.interval;
  if (seenAt === null) throw new Error('a row that was never seen');
  last = { absentAt, seenAt, interval: knownInterval(absentAt, seenAt) };
  return last.interval;
}

/** A cell that the table never leaves empty. */
export function filled(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) throw new Error('an empty cell where the table has none');
  return cell;
}

/** A number, or null. */
export const numberOf = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell);
