import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Evaluation, Found } from '../rules/evaluate.ts';
import { contentColumns, recordsOf, tallyColumns } from './control/tables.ts';
import { type Settlement, settleHeld } from './hold.ts';
import type { Store } from './open.ts';

/**
 * Where a finding stands. `open`: somebody must look. `explained`: somebody wrote why. `permitted`: a permit names
 * exactly this change. `closed`: a person is done with it, though it stays as it was. `mended`: the last evaluation
 * did not bring it any more.
 */
export const findingStates = ['open', 'explained', 'permitted', 'mended', 'closed'] as const;

/** See {@link findingStates}. */
export type FindingState = (typeof findingStates)[number];

/** What saving evaluations changed. */
export interface Saved {
  readonly opened: number;
  readonly changed: number;
  readonly mended: number;
}

const moment = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

const recordOf = (found: Found) => ({
  ...found,
  finding_id: found.findingId,
  class_id: found.classId,
  subject_id: found.subjectId,
  student_id: found.studentId,
  staff_id: found.staffId,
  term_id: found.termId,
  deadline: moment(found.deadline),
  not_before: moment(found.notBefore),
  not_after: moment(found.notAfter),
  permit_id: found.permitId,
});

const content = Object.keys(contentColumns);
const listed = (prefix: string): string => content.map((name) => `${prefix}"${name}"`).join(', ');

/** A person's word stands while the verdict does; a permit stands above it; what was mended opens again. */
const nextState = `CASE
    WHEN excluded.permit_id IS NOT NULL THEN 'permitted'
    WHEN f.state IN ('explained', 'closed') AND f.verdict = excluded.verdict THEN f.state
    ELSE 'open' END`;

const UPSERT = `
INSERT INTO finding AS f (school_id, finding_id, unit, digest, ${listed('')}, state, opened_at, changed_at, closed_at)
SELECT $1, i.finding_id, i.unit, i.digest, ${listed('i.')},
  CASE WHEN i.permit_id IS NULL THEN 'open' ELSE 'permitted' END, $3::timestamptz, $3::timestamptz,
  CASE WHEN i.permit_id IS NULL THEN NULL ELSE $3::timestamptz END
FROM ${recordsOf('$2', { finding_id: 'uuid', unit: 'text', digest: 'text', ...contentColumns })}
ORDER BY i.finding_id
ON CONFLICT (school_id, finding_id) DO UPDATE SET
  unit = excluded.unit, digest = excluded.digest,
  ${content.map((name) => `"${name}" = excluded."${name}"`).join(', ')},
  state = ${nextState},
  opened_at = CASE WHEN f.state = 'mended' THEN excluded.opened_at ELSE f.opened_at END,
  changed_at = excluded.changed_at,
  closed_at = CASE WHEN ${nextState} IN ('permitted', 'closed') THEN coalesce(f.closed_at, excluded.changed_at) END
RETURNING opened_at = changed_at AS opened`;

/** What findings say: basis and rows are the longest of it, and the basis is the same in all of an entry. */
function digestsOf(found: readonly Found[]): string[] {
  const bases = new Map<Found['basis'], string>();
  const digest = (text: string): string => createHash('sha1').update(text).digest('base64');
  return found.map(({ basis, ...rest }) => {
    const known = bases.get(basis) ?? digest(JSON.stringify(basis));
    bases.set(basis, known);
    return digest(`${known}${JSON.stringify(rest)}`);
  });
}

/** Findings that are there already and say what they said, by their ids; what was mended is to be opened again. */
async function sameAsBefore(client: pg.PoolClient, schoolId: string, units: readonly string[]) {
  const { rows } = await client.query<[string, string]>({
    name: 'findings-known',
    text: `SELECT finding_id, digest FROM finding
      WHERE school_id = $1 AND unit = ANY ($2::text[]) AND state <> 'mended'`,
    values: [schoolId, units],
    rowMode: 'array',
  });
  return new Map(rows);
}

async function writeFindings(
  client: pg.PoolClient,
  schoolId: string,
  units: readonly string[],
  found: readonly Found[],
  now: Date,
): Promise<Saved> {
  const before = await sameAsBefore(client, schoolId, units);
  const digests = digestsOf(found);
  const news = found.flatMap((one, index) => {
    const digest = digests[index] ?? '';
    return before.get(one.findingId) === digest ? [] : [{ ...recordOf(one), digest }];
  });
  for (const { findingId } of found) before.delete(findingId);
  const gone = [...before.keys()];
  if (gone.length > 0) await client.query(MEND, [schoolId, gone, now]);
  if (news.length === 0) return { opened: 0, changed: 0, mended: gone.length };
  const values = [schoolId, JSON.stringify(news), now];
  const { rows } = await client.query<{ opened: boolean }>({ name: 'findings-put', text: UPSERT, values });
  const opened = rows.filter((row) => row.opened).length;
  return { opened, changed: rows.length - opened, mended: gone.length };
}

const MEND = `
UPDATE finding SET state = 'mended', changed_at = $3, closed_at = $3
WHERE school_id = $1 AND finding_id = ANY ($2::uuid[])`;

const counted = ['met', 'violated', 'not_evaluable', 'not_concerned', 'class_id', 'subject_id', 'term_id'];
const countedOf = (alias: string): string => counted.map((name) => `${alias}.${name}`).join(', ');

/** What is as it was stays untouched: most of it, after most evaluations. */
const TALLIES = `
WITH told AS MATERIALIZED (SELECT * FROM ${recordsOf('$2', tallyColumns)}),
put AS (
  INSERT INTO tally AS t (school_id, ${Object.keys(tallyColumns).join(', ')}, evaluated_at)
  SELECT $1, told.*, $3 FROM told
  ON CONFLICT (school_id, unit, regulation, entry) DO UPDATE
    SET kind = excluded.kind, ${counted.map((name) => `${name} = excluded.${name}`).join(', ')},
      evaluated_at = excluded.evaluated_at
    WHERE (${countedOf('t')}) IS DISTINCT FROM (${countedOf('excluded')})
)
DELETE FROM tally t WHERE t.school_id = $1 AND t.unit = ANY ($4::text[])
  AND NOT EXISTS (SELECT FROM told WHERE told.unit = t.unit AND told.regulation = t.regulation AND told.entry = t.entry)`;

async function writeTallies(client: pg.PoolClient, schoolId: string, done: readonly Evaluation[], now: Date) {
  const records = done.flatMap(({ unit, tallies }) =>
    tallies.map((tally) => ({
      ...tally,
      unit,
      class_id: tally.classId,
      subject_id: tally.subjectId,
      term_id: tally.termId,
      not_evaluable: tally.notEvaluable,
      not_concerned: tally.notConcerned,
    })),
  );
  const values = [schoolId, JSON.stringify(records), now, done.map(({ unit }) => unit)];
  await client.query({ name: 'tallies-put', text: TALLIES, values });
}

/** Does `work` in one transaction of the pool. */
export async function inTransaction<T>(
  store: Store,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await store.pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Replaces what the last evaluation of each unit brought, in one transaction. New findings are opened, those that
 * are the same stay untouched, those that are gone are mended; see {@link findingStates}. `settlement`: of which
 * class, days and subjects the evaluations say what is withheld.
 */
export async function saveEvaluations(
  store: Store,
  schoolId: string,
  done: readonly Evaluation[],
  now: Date,
  settlement: Omit<Settlement, 'schoolId' | 'units' | 'held'> | null = null,
): Promise<Saved> {
  if (done.length === 0 && !settlement) return { opened: 0, changed: 0, mended: 0 };
  return inTransaction(store, async (client) => {
    // Nobody has to wait for the disk: what a crash took away is due still and is evaluated again.
    await client.query('SET LOCAL synchronous_commit = off');
    const found = done.flatMap(({ findings }) => findings);
    const units = done.map(({ unit }) => unit);
    const saved = await writeFindings(client, schoolId, units, found, now);
    await writeTallies(client, schoolId, done, now);
    const held = done.flatMap((one) => one.held);
    if (settlement) await settleHeld(client, { ...settlement, schoolId, units, held });
    return saved;
  });
}
