import type pg from 'pg';
import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { appendAudit } from '../audit.ts';
import { inTransaction } from '../findings.ts';
import type { ClosedYear as Row } from '../generated/client.ts';
import type { Store } from '../open.ts';
import { digestOf, digestOver, linesOf, type PartDigest, SETTINGS } from './lines.ts';
import { archiveParts, type YearOfSchool } from './parts.ts';

/** A year that was closed, and what its records came to. */
export interface ClosedYear extends YearOfSchool {
  /** The calendar year in which it began. */
  readonly year: number;
  readonly closedAt: Date;
  readonly closedBy: string;
  readonly parts: readonly PartDigest[];
  /** SHA-256 over the parts; hexadecimal. */
  readonly digest: string;
}

const partsSchema = z.array(
  z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number(), sha256: z.string() }),
);

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

const toClosed = (row: Row): ClosedYear => ({
  schoolId: row.schoolId,
  year: row.year,
  from: dayOf(row.fromDay),
  to: dayOf(row.toDay),
  closedAt: row.closedAt,
  closedBy: row.closedBy,
  parts: partsSchema.parse(row.parts),
  digest: row.digest,
});

/** The closed years of a school, the latest first. */
export const listClosedYears = async (store: Store, schoolId: string): Promise<readonly ClosedYear[]> =>
  (await store.prisma.closedYear.findMany({ where: { schoolId }, orderBy: { year: 'desc' } })).map(toClosed);

/** A closed year; null where it was not closed. */
export async function findClosedYear(
  store: Store,
  schoolId: string,
  year: number,
): Promise<ClosedYear | null> {
  const row = await store.prisma.closedYear.findUnique({ where: { schoolId_year: { schoolId, year } } });
  return row && toClosed(row);
}

/** A closed year that some days touch; null where they touch none. Such days are not read again. */
export async function closedYearWithin(
  store: Store,
  { schoolId, from, to }: YearOfSchool,
): Promise<ClosedYear | null> {
  const where = { schoolId, fromDay: { lte: new Date(to) }, toDay: { gte: new Date(from) } };
  const row = await store.prisma.closedYear.findFirst({ where, orderBy: { year: 'desc' } });
  return row && toClosed(row);
}

/** The days of an academic year as the school's sources tell them; null where none does. */
export async function yearDays(
  { pool }: Pick<Store, 'pool'>,
  schoolId: string,
  year: number,
): Promise<Pick<YearOfSchool, 'from' | 'to'> | null> {
  const { rows } = await pool.query<{ from: Day | null; to: Day | null }>(
    `SELECT min(start_day)::text AS "from", max(end_day)::text AS "to" FROM academic_year
     WHERE school_id = $1 AND deleted_at IS NULL AND date_part('year', start_day - interval '7 months') = $2`,
    [schoolId, year],
  );
  const [found] = rows;
  return found && found.from !== null && found.to !== null ? { from: found.from, to: found.to } : null;
}

/** Parts as they were named when the year was closed; a part that was not yet there then is not asked for. */
const partsNamed = (known: readonly PartDigest[] | null) =>
  archiveParts
    .filter(({ isRecord }) => isRecord)
    .flatMap((part) => {
      if (known === null) return [part];
      const then = known.find(({ name }) => name === part.name);
      return then ? [{ ...part, columns: then.columns }] : [];
    });

async function digestsOf(
  client: pg.ClientBase,
  year: YearOfSchool,
  known: readonly PartDigest[] | null,
): Promise<readonly PartDigest[]> {
  await client.query(SETTINGS);
  const digests: PartDigest[] = [];
  for (const part of partsNamed(known)) digests.push(await digestOf(part, linesOf(client, part, year)));
  return digests;
}

const INSERT = `
INSERT INTO closed_year (school_id, year, from_day, to_day, closed_at, closed_by, parts, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`;

/** Who closes, and when. */
export interface Closer {
  readonly by: string;
  readonly at: Date;
}

/**
 * Closes a year: reads its records once, keeps what they came to, and writes that to the school's chain. `running`: a
 * source of the school is just being read; `closed`: it was closed before.
 */
export async function closeYear(
  store: Store,
  year: YearOfSchool & { readonly year: number },
  { by, at }: Closer,
): Promise<Result<ClosedYear, 'running' | 'closed'>> {
  return inTransaction(store, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const { schoolId, from, to } = year;
    const running = await client.query(`SELECT FROM run WHERE school_id = $1 AND state = 'running' LIMIT 1`, [
      schoolId,
    ]);
    if (running.rowCount) return err('running');
    const parts = await digestsOf(client, year, null);
    const digest = digestOver(parts);
    const values = [schoolId, year.year, from, to, at, by, JSON.stringify(parts), digest];
    const { rowCount } = await client.query(INSERT, values);
    if (!rowCount) return err('closed');
    const details = { year: String(year.year), digest };
    await appendAudit(client, {
      schoolId,
      at,
      by,
      action: 'year-closed',
      object: `year/${year.year}`,
      details,
    });
    return ok({ ...year, closedAt: at, closedBy: by, parts, digest });
  });
}

/** A part that is not what it was. */
export interface ChangedPart {
  readonly name: string;
  readonly rowsThen: number;
  readonly rowsNow: number;
}

/** The parts of a closed year that are not as they were when it was closed; none: all is as it was. */
export async function verifyYear(store: Store, closed: ClosedYear): Promise<readonly ChangedPart[]> {
  const now = await inTransaction(store, (client) => digestsOf(client, closed, closed.parts));
  return closed.parts.flatMap((then) => {
    const found = now.find(({ name }) => name === then.name);
    if (found?.sha256 === then.sha256) return [];
    return [{ name: then.name, rowsThen: then.rows, rowsNow: found?.rows ?? 0 }];
  });
}
