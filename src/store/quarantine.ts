import type { Diagnostic } from '../model/diagnostic.ts';
import type { Prisma } from './generated/client.ts';
import type { Store } from './open.ts';
import type { Page } from './runs.ts';

/** A record that a run could not take in. */
export interface QuarantineEntry {
  readonly quarantineId: string;
  readonly schoolId: string;
  readonly runId: string;
  readonly entity: string;
  readonly key: string | null;
  readonly diagnostic: Diagnostic;
  /** What the vendor sent: holds personal data. */
  readonly raw: unknown;
  readonly createdAt: Date;
}

/** Which entries to list, in the order in which they were met. */
export interface QuarantineFilter {
  readonly schoolId?: string;
  readonly runId?: string;
  readonly entity?: string;
  /** `next` of the page before. */
  readonly after?: string | null;
  readonly limit: number;
}

const whereOf = (filter: QuarantineFilter): Prisma.QuarantineWhereInput => ({
  ...(filter.schoolId === undefined ? {} : { schoolId: filter.schoolId }),
  ...(filter.runId === undefined ? {} : { runId: BigInt(filter.runId) }),
  ...(filter.entity === undefined ? {} : { entity: filter.entity }),
  ...(filter.after ? { quarantineId: { gt: BigInt(filter.after) } } : {}),
});

/** Entries of the quarantine. */
export async function listQuarantine(store: Store, filter: QuarantineFilter): Promise<Page<QuarantineEntry>> {
  const rows = await store.prisma.quarantine.findMany({
    where: whereOf(filter),
    orderBy: { quarantineId: 'asc' },
    take: filter.limit + 1,
  });
  const items = rows.slice(0, filter.limit).map((row) => ({
    quarantineId: row.quarantineId.toString(),
    schoolId: row.schoolId,
    runId: row.runId.toString(),
    entity: row.entity,
    key: row.externalKey,
    diagnostic: { code: row.code, place: row.place, message: row.message, hint: row.hint },
    raw: row.raw,
    createdAt: row.createdAt,
  }));
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.quarantineId ?? null) : null };
}
