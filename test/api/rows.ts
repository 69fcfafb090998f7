import type { EntityName } from '../../src/model/entities.ts';
import { deterministicId, rowId } from '../../src/model/ids.ts';
import type { Store } from '../../src/store/open.ts';
import { snakeCase, tableOf } from '../../src/store/schema/columns.ts';

/** A row as a test writes it: fields by name; those left out are null. */
export type RowFields = Readonly<Record<string, unknown>>;

/** Puts rows of one school straight into the tables. */
export interface SchoolRows {
  readonly schoolId: string;
  /** The id that `put` gives to a row of that key. */
  id(entity: EntityName, key: string): string;
  put(entity: EntityName, key: string, fields: RowFields, own?: { deleted?: boolean }): Promise<string>;
  connection(name: string, rank: number): Promise<string>;
  coverage(ownerId: string, from: string, to: string, seenAt: string, entity?: EntityName): Promise<void>;
}

const SEEN = '2025-09-20T10:00:00Z';

const asValue = (value: unknown, type: string): unknown => (type === 'jsonb' ? JSON.stringify(value) : value);

/** A school, and the source whose rows the helper puts. People, classes and subjects have one id for all sources. */
export function schoolRows(store: Store, schoolId: string, source: string): SchoolRows {
  const [system = ''] = source.split('/');
  const id = (entity: EntityName, key: string): string =>
    tableOf(entity).columns.some(({ name }) => name === 'source_rank')
      ? deterministicId([schoolId, system, entity, key])
      : rowId({ schoolId, source, entity, key });
  return {
    schoolId,
    id,
    async put(entity, key, fields, own = {}) {
      const values: RowFields = {
        school_id: schoolId,
        id: id(entity, key),
        source,
        source_rank: 50,
        external_key: key,
        content_hash: Buffer.from(key),
        run_id: 1,
        first_seen_at: SEEN,
        deleted_at: own.deleted ? SEEN : null,
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [snakeCase(name), value])),
      };
      const columns = tableOf(entity).columns.filter(({ name }) => values[name] !== undefined);
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      const places = columns.map((_, index) => `$${index + 1}`).join(', ');
      await store.pool.query(
        `INSERT INTO "${tableOf(entity).name}" (${names}) VALUES (${places})`,
        columns.map(({ name, type }) => asValue(values[name], type)),
      );
      return id(entity, key);
    },
    async connection(name, rank) {
      const connectionId = deterministicId([schoolId, name]);
      await store.pool.query(
        `INSERT INTO connection (school_id, connection_id, name, system, mode, source, rank, settings_sealed, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)`,
        [schoolId, connectionId, name, system, source.split('/')[1], source, rank, SEEN],
      );
      return connectionId;
    },
    async coverage(ownerId, from, to, seenAt, entity = 'mark') {
      await store.pool.query(
        `INSERT INTO coverage (school_id, source, entity, owner_id, from_day, to_day, seen_at, run_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)`,
        [schoolId, source, entity, ownerId, from, to, seenAt],
      );
    },
  };
}

/** A school itself. */
export async function putSchool(
  store: Store,
  school: { id: string; name: string; municipality: string; timeZone: string },
): Promise<void> {
  await store.pool.query(
    'INSERT INTO school (school_id, name, municipality, time_zone, week_days) VALUES ($1, $2, $3, $4, 6)',
    [school.id, school.name, school.municipality, school.timeZone],
  );
}
