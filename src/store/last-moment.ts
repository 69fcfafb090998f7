import type { Store } from './open.ts';

/** When something was last read or entered, of what is not later than `until`; null where nothing was. */
export async function lastMoment({ pool }: Pick<Store, 'pool'>, until: Date): Promise<Date | null> {
  const { rows } = await pool.query<{ last: Date | null }>(
    `SELECT greatest((SELECT max(finished_at) FROM run WHERE finished_at <= $1),
       (SELECT max(at) FROM audit WHERE at <= $1)) AS last`,
    [until],
  );
  return rows[0]?.last ?? null;
}
