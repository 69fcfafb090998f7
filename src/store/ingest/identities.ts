import type pg from 'pg';
import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import { deterministicId } from '../../model/ids.ts';
import { StoreError } from '../error.ts';
import { bytesOf, identityLock, type Sixteen, uuidOf } from './keys.ts';

interface NewIdentity {
  readonly entity: EntityName;
  readonly key: string;
  readonly id: Sixteen;
}

/** Which row of ours a vendor's key is, for one school and system, with those not yet written. */
export interface Identities {
  find(entity: string, key: string): Sixteen | undefined;
  /** The id of a key, made when it is new. */
  claim(entity: EntityName, key: string): Sixteen;
  /** Writes the new ones; keeps other runs of the school from writing people until the transaction ends. */
  save(client: pg.Client): Promise<void>;
  /** Forgets that there is something to write: in a dry run. */
  forget(): void;
}

const moved = (entity: string): StoreError =>
  new StoreError({
    code: 'run.identity_moved',
    place: entity,
    message: 'While this run went on, a record it reads was tied to another row by somebody else.',
    hint: 'Start the run again; it will read with the new tie.',
  });

async function insert(
  client: pg.Client,
  schoolId: string,
  system: string,
  fresh: NewIdentity[],
): Promise<void> {
  const columns = [
    fresh.map(({ entity }) => entity),
    fresh.map(({ key }) => key),
    fresh.map(({ id }) => uuidOf(id)),
  ];
  await client.query('SELECT pg_advisory_xact_lock($1)', [identityLock(schoolId)]);
  await client.query(
    `INSERT INTO identity (school_id, system, entity, external_key, row_id)
     SELECT $1, $2, n.entity, n.key, n.id FROM unnest($3::text[], $4::text[], $5::uuid[]) AS n(entity, key, id)
     ON CONFLICT DO NOTHING`,
    [schoolId, system, ...columns],
  );
  const { rows } = await client.query<{ entity: string }>(
    `SELECT i.entity FROM identity i
     JOIN unnest($3::text[], $4::text[], $5::uuid[]) AS n(entity, key, id)
       ON i.entity = n.entity AND i.external_key = n.key AND i.row_id <> n.id
     WHERE i.school_id = $1 AND i.system = $2 LIMIT 1`,
    [schoolId, system, ...columns],
  );
  if (rows[0]) throw moved(rows[0].entity);
}

/** Reads the identities of a school in a system. */
export async function loadIdentities(
  client: pg.Client,
  schoolId: string,
  system: string,
): Promise<Identities> {
  const known = new Map<string, Map<string, Sixteen>>();
  for (const entity of entityNames) if (entityOf(entity).identity) known.set(entity, new Map());
  const { rows } = await client.query<{ entity: string; external_key: string; row_id: string }>(
    'SELECT entity, external_key, row_id FROM identity WHERE school_id = $1 AND system = $2',
    [schoolId, system],
  );
  for (const row of rows) known.get(row.entity)?.set(row.external_key, bytesOf(row.row_id));
  let fresh: NewIdentity[] = [];
  return {
    find: (entity, key) => known.get(entity)?.get(key),
    claim: (entity, key) => {
      const found = known.get(entity)?.get(key);
      if (found !== undefined) return found;
      const id = bytesOf(deterministicId([schoolId, system, entity, key]));
      known.get(entity)?.set(key, id);
      fresh.push({ entity, key, id });
      return id;
    },
    save: async (saver) => {
      if (fresh.length === 0) return;
      const written = fresh;
      fresh = [];
      await insert(saver, schoolId, system, written);
    },
    forget: () => {
      fresh = [];
    },
  };
}
