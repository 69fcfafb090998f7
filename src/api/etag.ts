import { hash } from 'node:crypto';

/** A weak tag: the same text compressed in another way is the same answer. */
export const etagOf = (body: Buffer): string => `W/"${hash('sha1', body, 'base64url')}"`;

/**
 * Whether a client that sent this `If-None-Match` has the answer already (RFC 9110 §13.1.2, weak comparison).
 * `Cache-Control` of the request is not looked at: it speaks to caches on the way, and `fetch` of Node adds
 * `no-cache` by itself to every request that carries a tag.
 */
export function hasAlready(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((text) => opaque(text) === opaque(tag));
}
