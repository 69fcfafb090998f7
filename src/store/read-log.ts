import { appendAudit } from './audit.ts';
import type { Store } from './open.ts';

/** Somebody's look at a student's data. */
export interface Look {
  readonly schoolId: string;
  readonly studentId: string;
  readonly at: Date;
  readonly by: string;
  /** What was looked at, and the days of it. */
  readonly what: 'diary';
  readonly from: string;
  readonly to: string;
  /** By what right: the role. */
  readonly right: string;
}

/** Writes down who read whose data, when and by what right, in the school's chain. */
export async function noteLook(store: Store, look: Look): Promise<void> {
  const { schoolId, studentId, at, by, what, from, to, right } = look;
  const client = await store.pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    const details = { from, to, right };
    await appendAudit(client, {
      schoolId,
      at,
      by,
      action: `${what}-read`,
      object: `student/${studentId}`,
      details,
    });
    await client.query('COMMIT');
    broken = false;
  } finally {
    // In the middle of something it is thrown away, which rolls back.
    client.release(broken);
  }
}
