import type pg from 'pg';
import { type EntityName, entityOf } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';
import type { Cover } from './coverage.ts';
import type { Group } from './groups.ts';
import type { IngestOptions } from './types.ts';

/**
 * Digests of owners' groups, kept with the ranges that were read whole. One stands for this: every record of the
 * group is a live row with that content and within the range, and no other live row of the source and the owner is.
 * Whatever could make that untrue takes the owner's digests away.
 */
export class Digests {
  readonly #known = new Map<EntityName, Map<string, Map<string, string>>>();

  learn(entity: EntityName, ownerId: string, range: string, digest: string): void {
    const owners = this.#known.get(entity) ?? new Map<string, Map<string, string>>();
    this.#known.set(entity, owners);
    const ranges = owners.get(ownerId) ?? new Map<string, string>();
    owners.set(ownerId, ranges.set(range, digest));
  }

  /** Whether there is anything to compare with. */
  has(entity: EntityName): boolean {
    return (this.#known.get(entity)?.size ?? 0) > 0;
  }

  match({ entity, ownerId, from, to }: Cover, group: Group): boolean {
    const known = this.#known.get(entity)?.get(ownerId)?.get(`${from} ${to}`);
    return known !== undefined && group.whole && known === group.digest();
  }

  drop(entity: EntityName, ownerIds: readonly string[] | null): void {
    if (ownerIds === null) this.#known.delete(entity);
    else for (const ownerId of ownerIds) this.#known.get(entity)?.delete(ownerId);
  }
}

/** Reads the digests of a school's source. */
export async function loadDigests(client: pg.Client, options: IngestOptions): Promise<Digests> {
  const digests = new Digests();
  const { rows } = await client.query<{ entity: EntityName; owner: string; range: string; digest: string }>(
    `SELECT entity, owner_id AS owner, to_char(from_day, 'YYYY-MM-DD ') || to_char(to_day, 'YYYY-MM-DD') AS range,
       encode(digest, 'hex') AS digest
     FROM coverage WHERE school_id = $1 AND source = $2 AND digest IS NOT NULL`,
    [options.schoolId, options.source],
  );
  for (const { entity, owner, range, digest } of rows) digests.learn(entity, owner, range, digest);
  return digests;
}

/** Takes away the digests of owners, or of all: their rows are not, or may not be, what was read. */
export async function forgetDigests(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
  ownerIds: readonly string[] | null,
): Promise<void> {
  await client.query(
    `UPDATE coverage SET digest = NULL WHERE school_id = $1 AND source = $2 AND entity = $3
       AND digest IS NOT NULL AND ($4::uuid[] IS NULL OR owner_id = ANY($4))`,
    [options.schoolId, options.source, entity, ownerIds],
  );
}

/**
 * Keeps the digests of groups with the ranges that hold them, where the live rows are as many as the group's: then
 * they are the group's, for each of those is among them. `sure` says that nobody has to count.
 */
export async function saveDigests(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
  groups: readonly { readonly cover: Cover; readonly group: Group; readonly sure: boolean }[],
): Promise<void> {
  const { owner, day } = entityOf(entity);
  const { name, fields } = tableOf(entity);
  const column = (field: string): string => `t."${fields.find((one) => one.field === field)?.name ?? field}"`;
  if (owner === null || groups.length === 0) return;
  const within = day === null ? '' : `AND ${column(day)} BETWEEN n.from_day AND n.to_day`;
  await client.query(
    // Counted on its own: joined with the ranges first, each pair of them would be counted for.
    `WITH n AS MATERIALIZED (
       SELECT * FROM unnest($4::uuid[], $5::date[], $6::date[], $7::text[], $8::int[], $9::bool[])
         AS n(owner, from_day, to_day, digest, rows, sure)
       WHERE sure OR rows = (SELECT count(*) FROM public."${name}" t WHERE t.school_id = $1 AND t.source = $2
         AND ${column(owner)} = n.owner AND t.deleted_at IS NULL ${within}))
     UPDATE coverage c SET digest = decode(n.digest, 'hex') FROM n
     WHERE c.school_id = $1 AND c.source = $2 AND c.entity = $3
       AND c.owner_id = n.owner AND c.from_day = n.from_day AND c.to_day = n.to_day`,
    [
      options.schoolId,
      options.source,
      entity,
      groups.map(({ cover }) => cover.ownerId),
      groups.map(({ cover }) => cover.from),
      groups.map(({ cover }) => cover.to),
      groups.map(({ group }) => group.digest()),
      groups.map(({ group }) => group.rows),
      groups.map(({ sure }) => sure),
    ],
  );
}

/** Takes away the digests of the owners that rows have now and will not have, or not so, in a moment. */
export async function ownersOfChanges(
  client: pg.Client,
  options: IngestOptions,
  entity: EntityName,
  changes: string,
): Promise<readonly string[]> {
  const { owner, identity } = entityOf(entity);
  if (owner === null || identity) return [];
  const { name, fields } = tableOf(entity);
  const column = fields.find((one) => one.field === owner)?.name ?? owner;
  const { rows } = await client.query<{ owner: string }>(
    `SELECT DISTINCT t."${column}" AS owner FROM ${changes} n
     JOIN public."${name}" t ON t.school_id = $1 AND t.id = n.id WHERE t."${column}" IS NOT NULL`,
    [options.schoolId],
  );
  const owners = rows.map((row) => row.owner);
  if (owners.length > 0) await forgetDigests(client, options, entity, owners);
  return owners;
}
