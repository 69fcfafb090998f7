import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../open.ts';

/** Under which keys systems know the rows of an entity, as `system/key`. */
export async function externalIds(
  store: Store,
  schoolId: string,
  entity: EntityName,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await store.pool.query<{ id: string; keys: string[] }>(
    `SELECT row_id AS id, array_agg(system || '/' || external_key ORDER BY system, external_key) AS keys
     FROM identity WHERE school_id = $1 AND entity = $2 GROUP BY row_id`,
    [schoolId, entity],
  );
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}
