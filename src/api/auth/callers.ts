import { LRUCache } from 'lru-cache';
import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../problem.ts';
import type { Caller } from './caller.ts';
import type { Client, ClientBook } from './clients.ts';
import type { Tokens } from './tokens.ts';

/** For how long a client is taken to be what it was: so soon does one that is switched off stop. */
const REMEMBERED_MS = 30_000;

interface Remembered {
  readonly client: Client | null;
  readonly until: number;
}

/** Finds out who calls, from the header `Authorization`. */
export type FindCaller = (authorization: string | undefined) => Promise<Result<Caller, Problem>>;

/** The header that RFC 6750 §3 wants with every refusal. */
const challenge = (fault?: string): Readonly<Record<string, string>> => ({
  'WWW-Authenticate': fault === undefined ? 'Bearer' : `Bearer error="${fault}"`,
});

function rememberedClients(book: ClientBook, now: () => Date): (clientId: string) => Promise<Client | null> {
  const remembered = new LRUCache<string, Remembered>({ max: 1_000 });
  return async (clientId) => {
    const at = now().getTime();
    const known = remembered.get(clientId);
    if (known && known.until > at) return known.client;
    const client = await book.find(clientId);
    remembered.set(clientId, { client, until: at + REMEMBERED_MS });
    return client;
  };
}

/**
 * The token says which client and what it asked for; the client itself says, at most half a minute ago,
 * whether it still may. So a scope taken away or a client switched off does not live on in its tokens.
 */
export function makeFindCaller(book: ClientBook, tokens: Tokens, now: () => Date): FindCaller {
  const clientOf = rememberedClients(book, now);
  const refused = (code: Problem['code'], fault?: string) => err({ code, headers: challenge(fault) });
  return async (authorization) => {
    if (authorization === undefined) return refused('api.unauthenticated');
    const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
    if (token === undefined) return refused('api.invalid_token', 'invalid_token');
    const claims = await tokens.read(token);
    if (!claims.ok) return refused(claims.error, 'invalid_token');
    const client = await clientOf(claims.value.clientId);
    if (!client || client.disabled) return refused('api.client_disabled', 'invalid_token');
    const scopes = new Set(client.scopes.filter((scope) => claims.value.scopes.includes(scope)));
    const { clientId, reach, purpose, operator } = client;
    return ok({ clientId, scopes, reach, purpose, operator });
  };
}
