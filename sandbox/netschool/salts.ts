import { randomBytes, randomInt } from 'node:crypto';

export interface Salt {
  readonly lt: string;
  readonly ver: string;
  readonly salt: string;
}

/** Cookies that were given out, and the one salt that each may hold. */
export interface Salts {
  newCookie(): string;
  knowsCookie(cookie: string): boolean;
  newSalt(cookie: string): Salt;
  /** The salt of the cookie; a second call finds none. */
  takeSalt(cookie: string): Salt | null;
}

/** So many digits, the first of them not 0. */
export function digits(length: number): string {
  let text = String(randomInt(1, 10));
  while (text.length < length) text += String(randomInt(0, 10));
  return text;
}

export function makeSalts(): Salts {
  const cookies = new Set<string>();
  const salts = new Map<string, Salt>();
  return {
    newCookie() {
      const cookie = randomBytes(16).toString('hex');
      cookies.add(cookie);
      return cookie;
    },
    knowsCookie: (cookie) => cookies.has(cookie),
    newSalt(cookie) {
      const salt = { lt: digits(9), ver: digits(9), salt: digits(11) };
      salts.set(cookie, salt);
      return salt;
    },
    takeSalt(cookie) {
      const salt = salts.get(cookie) ?? null;
      salts.delete(cookie);
      return salt;
    },
  };
}
