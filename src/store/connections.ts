import { randomUUID } from 'node:crypto';
import { errorCode, StoreError } from './error.ts';
import type { Connection as Row } from './generated/client.ts';
import type { Store } from './open.ts';
import { seal, unseal } from './seal.ts';

/** How a school's system is reached: everything but the settings, which are secret. */
export interface Connection {
  readonly schoolId: string;
  readonly connectionId: string;
  /** What a person calls it: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly system: string;
  readonly mode: string;
  /** `system/mode`. */
  readonly source: string;
  readonly rank: number;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** A connection to be made. `settings` are the adapter's, checked by it already. */
export interface NewConnection {
  readonly schoolId: string;
  readonly name: string;
  readonly system: string;
  readonly mode: string;
  readonly rank: number;
  readonly settings: unknown;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

const toConnection = ({ settingsSealed: _, ...row }: Row): Connection => row;

const placeOf = (connectionId: string): string => `connection/${connectionId}`;

const badName = (name: string): StoreError =>
  new StoreError({
    code: 'connection.name_invalid',
    place: name,
    message: 'A connection’s name is 1…63 lower-case latin letters, digits and hyphens.',
    hint: 'For example: sosh-22-staff.',
  });

const taken = (name: string, cause: unknown): StoreError =>
  new StoreError(
    {
      code: 'connection.name_taken',
      place: name,
      message: 'There is a connection with this name already.',
      hint: 'Choose another name; `peremena connections list` shows those in use.',
    },
    { cause },
  );

/** Adds a connection; its settings are sealed with `key` (32 bytes). */
export async function addConnection(
  store: Store,
  key: Buffer,
  connection: NewConnection,
  now: Date,
): Promise<Connection> {
  const { settings, ...rest } = connection;
  if (!NAME.test(rest.name)) throw badName(rest.name);
  const connectionId = randomUUID();
  try {
    const row = await store.prisma.connection.create({
      data: {
        ...rest,
        connectionId,
        source: `${rest.system}/${rest.mode}`,
        settingsSealed: new Uint8Array(seal(settings, key, placeOf(connectionId))),
        createdAt: now,
      },
    });
    return toConnection(row);
  } catch (error) {
    // Prisma's code for a broken unique index: the name is the only one here.
    if (errorCode(error) === 'P2002') throw taken(rest.name, error);
    throw error;
  }
}

/** All connections by name. */
export async function listConnections(store: Store): Promise<Connection[]> {
  return (await store.prisma.connection.findMany({ orderBy: { name: 'asc' } })).map(toConnection);
}

/** A connection by its name, or null. */
export async function getConnection(store: Store, name: string): Promise<Connection | null> {
  const row = await store.prisma.connection.findUnique({ where: { name } });
  return row && toConnection(row);
}

/** The connection that a run was made with, or null. */
export async function connectionOf(
  store: Store,
  key: Pick<Connection, 'schoolId' | 'connectionId'>,
): Promise<Connection | null> {
  const { schoolId, connectionId } = key;
  const row = await store.prisma.connection.findFirst({ where: { schoolId, connectionId } });
  return row && toConnection(row);
}

const whereOf = ({ schoolId, connectionId }: Connection) => ({
  schoolId_connectionId: { schoolId, connectionId },
});

/** Opens a connection's settings. Throws `store.seal_broken` with another key than they were sealed with. */
export async function connectionSettings(
  store: Store,
  key: Buffer,
  connection: Connection,
): Promise<unknown> {
  const row = await store.prisma.connection.findUniqueOrThrow({ where: whereOf(connection) });
  return unseal(row.settingsSealed, key, placeOf(connection.connectionId));
}

/** Puts other settings in the place of the old. */
export async function changeSettings(
  store: Store,
  key: Buffer,
  connection: Connection,
  settings: unknown,
): Promise<void> {
  const settingsSealed = new Uint8Array(seal(settings, key, placeOf(connection.connectionId)));
  await store.prisma.connection.update({ where: whereOf(connection), data: { settingsSealed } });
}

/** Stops a connection from being used; what it brought stays. */
export async function disableConnection(store: Store, connection: Connection, now: Date): Promise<void> {
  await store.prisma.connection.update({ where: whereOf(connection), data: { disabledAt: now } });
}
