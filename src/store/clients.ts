import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Reach, reachSchema, type Scope, scopeSchema } from '../model/access.ts';
import { type DisclosurePurpose, disclosurePurposeNames } from '../model/disclosure.ts';
import type { Client as Row } from './generated/client.ts';
import type { Store } from './open.ts';
import { hashSecret, NOBODY, secretMatches } from './secret.ts';

/** A program that may ask us. */
export interface StoredClient {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly reach: Reach;
  /** Why its user is given data of students. */
  readonly purpose: DisclosurePurpose;
  /** Who its user is, as consents name the operator; null for the school itself. */
  readonly operator: string | null;
  readonly createdAt: Date;
  readonly disabled: boolean;
}

const toClient = (row: Row): StoredClient => ({
  clientId: row.clientId,
  name: row.name,
  scopes: z.array(scopeSchema).parse(row.scopes),
  reach: reachSchema.parse(row.reach),
  purpose: z.enum(disclosurePurposeNames).parse(row.purpose),
  operator: row.operator,
  createdAt: row.createdAt,
  disabled: row.disabledAt !== null,
});

/** Adds a client. The secret is told this once and kept only as a hash. */
export async function addClient(
  store: Store,
  client: Pick<StoredClient, 'name' | 'scopes' | 'reach' | 'purpose' | 'operator'>,
  now: Date,
): Promise<{ readonly client: StoredClient; readonly secret: string }> {
  const secret = randomBytes(32).toString('base64url');
  const row = await store.prisma.client.create({
    data: {
      clientId: `client-${randomBytes(9).toString('hex')}`,
      secretHash: await hashSecret(secret),
      name: client.name,
      scopes: [...client.scopes],
      reach: client.reach,
      purpose: client.purpose,
      operator: client.operator,
      createdAt: now,
    },
  });
  return { client: toClient(row), secret };
}

/** A client by its id, or null. */
export async function findClient(store: Store, clientId: string): Promise<StoredClient | null> {
  const row = await store.prisma.client.findUnique({ where: { clientId } });
  return row && toClient(row);
}

/** The client, if there is one of that id that is not switched off and the secret is its own. */
export async function authenticateClient(
  store: Store,
  clientId: string,
  secret: string,
): Promise<StoredClient | null> {
  const row = await store.prisma.client.findUnique({ where: { clientId } });
  const right = await secretMatches(secret, row?.secretHash ?? NOBODY);
  return row && right && row.disabledAt === null ? toClient(row) : null;
}

/** All clients by name. */
export async function listClients(store: Store): Promise<StoredClient[]> {
  return (await store.prisma.client.findMany({ orderBy: [{ name: 'asc' }, { clientId: 'asc' }] })).map(
    toClient,
  );
}

/** Switches a client off; false when there is none of that id. */
export async function disableClient(store: Store, clientId: string, now: Date): Promise<boolean> {
  const { count } = await store.prisma.client.updateMany({
    where: { clientId, disabledAt: null },
    data: { disabledAt: now },
  });
  return count > 0;
}
