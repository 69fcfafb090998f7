import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { type Closing, isHeld } from '../withheld.ts';

/** When records of a school are closed, by entity; empty for a school whose act holds nothing back. */
export type Closings = ReadonlyMap<EntityName, Closing>;

/** Reads them. */
export async function loadClosings(client: pg.Client, schoolId: string): Promise<Closings> {
  const { rows } = await client.query<{ entity: EntityName; after_days: number | null; by_term: boolean }>(
    'SELECT entity, after_days, by_term_mark AS by_term FROM closing WHERE school_id = $1',
    [schoolId],
  );
  const closings = new Map<EntityName, Closing>();
  for (const { entity, after_days: afterDays, by_term: byTermMark } of rows) {
    if (isHeld(entity) && (afterDays !== null || byTermMark)) {
      closings.set(entity, { entity, afterDays, byTermMark });
    }
  }
  return closings;
}
