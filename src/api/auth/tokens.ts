import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { err, ok, type Result } from '../../model/result.ts';

/** How long an access token holds. */
export const tokenSeconds = 3_600;

const ISSUER = 'peremena';
const ALGORITHM = 'HS256';

/** What a token says. */
export interface Claims {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** Why a token is not taken. */
export type TokenFault = 'api.invalid_token' | 'api.token_expired';

/** Makes and checks access tokens. */
export interface Tokens {
  issue(clientId: string, scopes: readonly string[]): Promise<string>;
  read(token: string): Promise<Result<Claims, TokenFault>>;
}

/** The longest text that is looked at as a token: ours are a third of it. */
const LONGEST = 2_000;

async function verify(token: string, key: Uint8Array, now: Date): Promise<Result<Claims, TokenFault>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: ISSUER,
      currentDate: now,
      requiredClaims: ['sub', 'exp', 'scope'],
    });
    if (typeof payload['scope'] !== 'string' || !payload.sub || !payload.exp) return err('api.invalid_token');
    const scopes = payload['scope'].split(' ').filter((scope) => scope !== '');
    return ok({ clientId: payload.sub, scopes, expiresAt: payload.exp * 1_000 });
  } catch (error) {
    if (error instanceof errors.JWTExpired) return err('api.token_expired');
    if (error instanceof errors.JOSEError) return err('api.invalid_token');
    throw error;
  }
}

/**
 * Tokens signed with `key`. A token that was found good is remembered until it expires: the same one comes
 * with every request of a client, and a look-up costs a hundredth of a signature.
 */
export function makeTokens(key: Uint8Array, now: () => Date): Tokens {
  if (key.length < 32) throw new Error('the signing key needs at least 32 bytes');
  const good = new LRUCache<string, Claims>({ max: 1_000 });
  return {
    issue: (clientId, scopes) => {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT({ scope: scopes.join(' ') })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt' })
        .setSubject(clientId)
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenSeconds)
        .sign(key);
    },
    async read(token) {
      const known = good.get(token);
      if (known) return known.expiresAt > now().getTime() ? ok(known) : err('api.token_expired');
      if (token.length > LONGEST) return err('api.invalid_token');
      const read = await verify(token, key, now());
      if (read.ok) good.set(token, read.value);
      return read;
    },
  };
}
