import type { Store } from '../open.ts';

/** What the school's last whole evaluation stood on, or null when there was none. */
export async function lastBasis(store: Store, schoolId: string): Promise<string | null> {
  const row = await store.prisma.controlBasis.findUnique({ where: { schoolId } });
  return row?.digest ?? null;
}

/** Keeps what a whole evaluation stood on. */
export async function putBasis(store: Store, schoolId: string, digest: string, now: Date): Promise<void> {
  const told = { digest, evaluatedAt: now };
  await store.prisma.controlBasis.upsert({
    where: { schoolId },
    create: { schoolId, ...told },
    update: told,
  });
}

/** Every unit that something is kept of. */
export async function knownUnits(store: Store, schoolId: string): Promise<string[]> {
  const { rows } = await store.pool.query<{ unit: string }>(
    `SELECT unit FROM tally WHERE school_id = $1
     UNION SELECT unit FROM finding WHERE school_id = $1 AND state <> 'mended'
     UNION SELECT unit FROM unit_due WHERE school_id = $1`,
    [schoolId],
  );
  return rows.map(({ unit }) => unit);
}
