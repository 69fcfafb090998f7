import type { Store } from '../open.ts';

/** What the school's last evaluation stood on, and when it was. */
export interface Basis {
  readonly digest: string;
  readonly evaluatedAt: Date;
}

/** See {@link Basis}; null when the school was never evaluated. */
export async function lastBasis(store: Store, schoolId: string): Promise<Basis | null> {
  return store.prisma.controlBasis.findUnique({ where: { schoolId } });
}

/** Keeps what an evaluation stood on, and that it was. */
export async function putBasis(store: Store, schoolId: string, basis: Basis): Promise<void> {
  await store.prisma.controlBasis.upsert({
    where: { schoolId },
    create: { schoolId, ...basis },
    update: { ...basis },
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
