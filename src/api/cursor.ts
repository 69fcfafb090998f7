import { err, ok, type Result } from '../model/result.ts';
import { type Page, type PageRequest, UNKNOWN_KEY } from '../store/read/page.ts';
import { type Reply, refuse } from './operation.ts';
import type { Problem } from './problem.ts';

/** What a cursor points at: the list that it is of, and the key of the last item given. Never a name. */
export interface Cursor {
  readonly list: string;
  readonly key: string;
}

/** A cursor as clients see it: opaque, safe in a URL. */
export const writeCursor = ({ list, key }: Cursor): string =>
  Buffer.from(`${list}:${key}`, 'utf8').toString('base64url');

/** Reads a cursor; null for a text that {@link writeCursor} never wrote. */
export function readCursor(text: string): Cursor | null {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  const [, list, key] = /^([a-z]+):(.+)$/s.exec(decoded) ?? [];
  if (list === undefined || key === undefined) return null;
  return writeCursor({ list, key }) === text ? { list, key } : null;
}

/** How the keys of a list look. */
export const keyShapes = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  number: /^[1-9]\d{0,17}$/,
  drill: /^[0-9a-f/-]{1,150}$/,
  row: /^[A-Za-z]+\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;

/** The page that a query asks for. A cursor of another list, or one made up, is refused. */
export function pageRequest(
  query: { readonly limit?: string | undefined; readonly cursor?: string | undefined },
  list: string,
  keys: keyof typeof keyShapes,
): Result<PageRequest, Problem> {
  const limit = query.limit === undefined ? 50 : Number(query.limit);
  if (query.cursor === undefined) return ok({ after: null, limit });
  const cursor = readCursor(query.cursor);
  if (!cursor || cursor.list !== list || !keyShapes[keys].test(cursor.key)) {
    return err({ code: 'api.invalid_cursor', parameter: 'cursor' });
  }
  return ok({ after: cursor.key, limit });
}

/** A page as a reply; no page at all as `api.not_found`, one behind a key that is nowhere as a bad cursor. `more`: members beside them. */
export function pageReply(
  page: Page | null | typeof UNKNOWN_KEY,
  list: string,
  more: Readonly<Record<string, unknown>> = {},
): Reply {
  if (!page) return refuse('api.not_found');
  if (page === UNKNOWN_KEY) return refuse('api.invalid_cursor', { parameter: 'cursor' });
  const next = page.next === null ? null : writeCursor({ list, key: page.next });
  const rest = Object.entries(more).map(
    ([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const text = `{"items":[${page.items.join(',')}],"next":${JSON.stringify(next)}${rest.join('')}}`;
  return { kind: 'json', text };
}
