import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** What a page may load and where its forms go: from here and to here alone, nothing written into the page runs. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'private, no-store',
};

/**
 * Whether a form came from a page of ours. Browsers say where a request comes from; one that says neither is no
 * browser, and has no cookie that somebody could misuse.
 */
export function isFromHere(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether a form brought the secret of its session. */
export function isOurForm(sent: string | undefined, csrf: string): boolean {
  const [left, right] = [Buffer.from(sent ?? ''), Buffer.from(csrf)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A path of ours to go back to; anything else becomes the first page. */
export const safeReturn = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : '/';
