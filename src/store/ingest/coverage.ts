import type pg from 'pg';
import type { Day } from '../../model/dates.ts';
import type { EntityName } from '../../model/entities.ts';
import { bytesOf, NIL_UUID, type Sixteen } from './keys.ts';
import { dayNumber } from './wire.ts';

/** Bounds of a range that has none; PostgreSQL's infinite dates have no likeness in JavaScript. */
const FIRST_DAY: Day = '0001-01-01';
const LAST_DAY: Day = '9999-12-31';

/** A range that was read whole. */
export interface Cover {
  readonly entity: EntityName;
  /** UUID of the owner, the nil one for the whole school. */
  readonly ownerId: string;
  /** The vendor's key of the owner; null for the whole school. */
  readonly ownerKey: string | null;
  readonly from: Day;
  readonly to: Day;
}

/** Describes a range, with the ends that it leaves open. */
export const coverOf = (
  entity: EntityName,
  owner: { readonly id: string; readonly key: string } | null,
  from: Day | null,
  to: Day | null,
): Cover => ({
  entity,
  ownerId: owner?.id ?? NIL_UUID,
  ownerKey: owner?.key ?? null,
  from: from ?? FIRST_DAY,
  to: to ?? LAST_DAY,
});

interface Seen {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** What the source's earlier runs read whole: when was a place last looked at? */
export interface EarlierCoverage {
  /** Whether anything of the entity was. */
  has(entity: EntityName): boolean;
  /** Milliseconds since 1970, or null where nobody looked. */
  lastSeen(entity: EntityName, ownerId: Sixteen | null, day: number | null): number | null;
}

const NIL = bytesOf(NIL_UUID);

function latest(ranges: readonly Seen[] | undefined, day: number | null, best: number | null): number | null {
  let found = best;
  for (const { from, to, at } of ranges ?? []) {
    const within = day === null || (from <= day && day <= to);
    if (within && (found === null || at > found)) found = at;
  }
  return found;
}

/** Reads what was covered before a run. */
export async function loadCoverage(
  client: pg.Client,
  schoolId: string,
  source: string,
): Promise<EarlierCoverage> {
  const { rows } = await client.query<{ entity: string; owner: string; from: string; to: string; at: Date }>(
    `SELECT entity, owner_id AS owner, from_day::text AS "from", to_day::text AS "to", seen_at AS at
     FROM coverage WHERE school_id = $1 AND source = $2`,
    [schoolId, source],
  );
  const known = new Map<string, Map<Sixteen, Seen[]>>();
  for (const { entity, owner, from, to, at } of rows) {
    const owners = known.get(entity) ?? new Map<Sixteen, Seen[]>();
    known.set(entity, owners);
    const id = bytesOf(owner);
    const seen = { from: dayNumber(from), to: dayNumber(to), at: at.getTime() };
    owners.set(id, [...(owners.get(id) ?? []), seen]);
  }
  return {
    has: (entity) => known.has(entity),
    lastSeen: (entity, ownerId, day) => {
      const owners = known.get(entity);
      if (!owners) return null;
      const whole = latest(owners.get(NIL), day, null);
      return ownerId === null ? whole : latest(owners.get(ownerId), day, whole);
    },
  };
}

/** Notes ranges as read whole by this run; narrower notes within them are superseded. */
export async function saveCoverage(
  client: pg.Client,
  run: {
    readonly schoolId: string;
    readonly source: string;
    readonly runId: string;
    readonly observedAt: Date;
  },
  covers: readonly Cover[],
): Promise<void> {
  const unique = [...new Map(covers.map((cover) => [JSON.stringify(cover), cover])).values()];
  if (unique.length === 0) return;
  const columns = [
    unique.map(({ entity }) => entity),
    unique.map(({ ownerId }) => ownerId),
    unique.map(({ from }) => from),
    unique.map(({ to }) => to),
  ];
  const ranges =
    'unnest($3::text[], $4::uuid[], $5::date[], $6::date[]) AS n(entity, owner, from_day, to_day)';
  await client.query(
    `DELETE FROM coverage c USING ${ranges}
     WHERE c.school_id = $1 AND c.source = $2 AND c.entity = n.entity AND c.owner_id = n.owner
       AND c.from_day >= n.from_day AND c.to_day <= n.to_day
       AND (c.from_day, c.to_day) <> (n.from_day, n.to_day)`,
    [run.schoolId, run.source, ...columns],
  );
  await client.query(
    `INSERT INTO coverage (school_id, source, entity, owner_id, from_day, to_day, seen_at, run_id)
     SELECT $1, $2, n.*, $7, $8 FROM ${ranges}
     ON CONFLICT (school_id, source, entity, owner_id, from_day, to_day)
     DO UPDATE SET seen_at = EXCLUDED.seen_at, run_id = EXCLUDED.run_id`,
    [run.schoolId, run.source, ...columns, run.observedAt, run.runId],
  );
}
