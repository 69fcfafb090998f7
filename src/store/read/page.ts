/** One page of a list. Items are JSON texts, built in the database and not parsed on their way. */
export interface Page {
  readonly items: readonly string[];
  /** The key of the last item, to go on behind it; null on the last page. */
  readonly next: string | null;
}

/** A row of a paged statement. */
export type PageRow = readonly [key: string, item: string];

/** The page out of rows of which one more than `limit` were asked for. */
export function pageOf(rows: readonly PageRow[], limit: number): Page {
  const items = rows.slice(0, limit);
  return {
    items: items.map(([, item]) => item),
    next: rows.length > limit ? (items.at(-1)?.[0] ?? null) : null,
  };
}

/** Which page: the key to go on behind, and how many items at most. */
export interface PageRequest {
  readonly after: string | null;
  readonly limit: number;
}

/** Told instead of a page when the key to go on behind is of no row within reach: the cursor was made up. */
export const UNKNOWN_KEY = 'unknown key';
