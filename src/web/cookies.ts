import type { Request, Response } from 'express';

const NAME = 'peremena';

/** The session's token that the browser keeps; null when it has none. */
export function tokenOf(request: Request): string | null {
  const [, token] =
    new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{20,100})(?:;|$)`).exec(request.headers.cookie ?? '') ?? [];
  return token ?? null;
}

/** Lets the browser keep the token: out of reach of scripts, and sent from our own pages alone. */
export function keepToken(request: Request, response: Response, token: string): void {
  response.cookie(NAME, token, { httpOnly: true, sameSite: 'lax', secure: request.secure, path: '/' });
}

/** Lets the browser forget the token. */
export function dropToken(response: Response): void {
  response.clearCookie(NAME, { httpOnly: true, sameSite: 'lax', path: '/' });
}
