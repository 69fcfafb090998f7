import { randomBytes } from 'node:crypto';
import type { KnownAccount } from './accounts.ts';

/** What a token may be used for; older names stand for the newer ones. */
export const ALL_SCOPES = [
  'CommonInfo',
  'ContactInfo',
  'EducationalInfo',
  'FriendsAndRelatives',
  'SocialInfo',
  'Files',
  'Wall',
  'Messages',
] as const;

const OLD_NAMES: Readonly<Record<string, string>> = {
  schools: 'EducationalInfo',
  edugroups: 'EducationalInfo',
  lessons: 'EducationalInfo',
  marks: 'EducationalInfo',
  eduworks: 'EducationalInfo',
  relatives: 'FriendsAndRelatives',
  fullname: 'CommonInfo',
  roles: 'CommonInfo',
  avatar: 'CommonInfo',
};

const NAMES = new Map(ALL_SCOPES.map((name) => [name.toLowerCase(), name as string]));

/** The known scopes of a comma-separated list, as they were asked for; null where none is known. */
export function readScopes(list: string): string[] | null {
  const asked = list.split(/[\s,]+/).filter((name) => name !== '');
  const known = asked.filter((name) => NAMES.has(name.toLowerCase()) || name.toLowerCase() in OLD_NAMES);
  return known.length > 0 ? known : null;
}

const meaningOf = (name: string): string =>
  NAMES.get(name.toLowerCase()) ?? OLD_NAMES[name.toLowerCase()] ?? name;

export interface Grant {
  readonly account: KnownAccount;
  readonly scopes: readonly string[];
  readonly clientId: string;
}

export interface Token extends Grant {
  readonly token: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
  /** Names without age: what the scopes mean. */
  readonly allowed: ReadonlySet<string>;
}

export interface Tokens {
  issue(grant: Grant): Token;
  /** A token of its account that nobody has to sign in for; the same each time while it lives. */
  ready(account: KnownAccount): Token;
  find(token: string): Token | null;
  refresh(refreshToken: string): Token | null;
  /** Makes a code that is good once. */
  code(grant: Grant): string;
  takeCode(code: string): Grant | null;
  /** Ends all tokens of a login. */
  revoke(login: string): void;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 32 letters and digits. */
const opaque = (): string =>
  [...randomBytes(32)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

function makeCodes(): Pick<Tokens, 'code' | 'takeCode'> {
  const codes = new Map<string, Grant>();
  return {
    code(grant) {
      const code = opaque();
      codes.set(code, grant);
      return code;
    },
    takeCode(code) {
      const grant = codes.get(code) ?? null;
      codes.delete(code);
      return grant;
    },
  };
}

export function makeTokens(now: () => Date, lifeMs: () => number): Tokens {
  const live = new Map<string, Token>();
  const refreshers = new Map<string, Token>();
  const readyMade = new Map<string, string>();
  const find = (text: string): Token | null => {
    const token = live.get(text);
    return token && token.expiresAt > now().getTime() ? token : null;
  };
  const issue = (grant: Grant): Token => {
    const token: Token = {
      ...grant,
      token: opaque(),
      refreshToken: opaque(),
      expiresAt: now().getTime() + lifeMs(),
      allowed: new Set(grant.scopes.map(meaningOf)),
    };
    live.set(token.token, token);
    refreshers.set(token.refreshToken, token);
    return token;
  };
  return {
    issue,
    find,
    ready(account) {
      const known = find(readyMade.get(account.login) ?? '');
      if (known) return known;
      const made = issue({ account, scopes: ALL_SCOPES, clientId: '' });
      readyMade.set(account.login, made.token);
      return made;
    },
    refresh(text) {
      const old = refreshers.get(text);
      if (!old) return null;
      refreshers.delete(text);
      live.delete(old.token);
      return issue(old);
    },
    ...makeCodes(),
    revoke(login) {
      for (const token of live.values()) {
        if (token.account.login !== login) continue;
        live.delete(token.token);
        refreshers.delete(token.refreshToken);
      }
    },
  };
}
