import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../src/store/generated/client.ts';
import type { Store } from '../../src/store/open.ts';
import { secondsOf } from '../harness.ts';

const CREATE_ROWS = 20_000;
const CREATE_BATCH = 1_000;
const UPSERT_ROWS = 2_000;

const freshIds = (rows: readonly Prisma.MarkCreateManyInput[]) =>
  rows.map((row) => ({ ...row, id: randomUUID() }));

/** Rows a second that Prisma writes of the same marks, many at once and one by one. */
export async function prismaWays(store: Store): Promise<{ createManyPerS: number; upsertPerS: number }> {
  const sample: Prisma.MarkCreateManyInput[] = await store.prisma.mark.findMany({ take: CREATE_ROWS });
  const created = freshIds(sample);
  const createSeconds = await secondsOf(async () => {
    for (let at = 0; at < created.length; at += CREATE_BATCH) {
      await store.prisma.mark.createMany({ data: created.slice(at, at + CREATE_BATCH) });
    }
  });
  const upserted = freshIds(sample.slice(0, UPSERT_ROWS));
  const upsertSeconds = await secondsOf(async () => {
    for (const row of upserted) {
      const where = { schoolId_id: { schoolId: row.schoolId, id: row.id } };
      await store.prisma.mark.upsert({ where, create: row, update: row });
    }
  });
  return {
    createManyPerS: Math.round(created.length / createSeconds),
    upsertPerS: Math.round(upserted.length / upsertSeconds),
  };
}
