import type pg from 'pg';
import type { EntityName } from '../../model/entities.ts';
import { type Closing, isHeld } from '../withheld.ts';

/** When records of a school are closed, by entity; empty for a school whose act holds nothing back. */
export type Closings = ReadonlyMap<EntityName, Closing>;

/** Reads them. */
export async function loadClosings(client: pg.Client, schoolId: string): Promise<Closings> {
  const { rows } = await client.query<{
    entity: EntityName;
    days: number | null;
    term: boolean;
    leak: boolean;
  }>(
    `SELECT entity, after_days AS days, by_term_mark AS term, after_leak AS leak FROM closing WHERE school_id = $1`,
    [schoolId],
  );
  const closings = new Map<EntityName, Closing>();
  for (const { entity, days: afterDays, term: byTermMark, leak: afterLeak } of rows) {
    if (isHeld(entity) && (afterDays !== null || byTermMark || afterLeak)) {
      closings.set(entity, { entity, afterDays, byTermMark, afterLeak });
    }
  }
  return closings;
}
