import type pg from 'pg';
import type { Day } from '../model/dates.ts';
import type { Held as HeldRecord } from '../rules/evaluate/outcome.ts';
import type { Store } from './open.ts';
import { markRollupsOf, refreshRollups } from './rollup/refresh.ts';
import { tableOf } from './schema/columns.ts';
import {
  acceptedOfImageSql,
  acceptedSql,
  type Closing,
  type Held,
  heldEntities,
  valueSql,
} from './withheld.ts';

export type { Closing } from './withheld.ts';

/**
 * Says when a school's records are closed, in place of what was said before; none: nothing is held back. Of several
 * entries of acts give the shortest window. Runs that are under way go on with what held when they began.
 */
export async function setClosing(
  store: Store,
  schoolId: string,
  closings: readonly Closing[],
): Promise<void> {
  const columns = [
    closings.map(({ entity }) => entity),
    closings.map(({ afterDays }) => afterDays),
    closings.map(({ byTermMark }) => byTermMark),
    closings.map(({ afterLeak }) => afterLeak === true),
  ];
  await store.pool.query(
    `WITH said AS (SELECT * FROM unnest($2::text[], $3::int[], $4::bool[], $5::bool[])
         AS s(entity, after_days, by_term_mark, after_leak)),
       dropped AS (DELETE FROM closing WHERE school_id = $1 AND entity NOT IN (SELECT entity FROM said))
     INSERT INTO closing (school_id, entity, after_days, by_term_mark, after_leak) SELECT $1, said.* FROM said
     ON CONFLICT (school_id, entity) DO UPDATE
       SET after_days = excluded.after_days, by_term_mark = excluded.by_term_mark,
         after_leak = excluded.after_leak`,
    [schoolId, ...columns],
  );
}

/** What an evaluation of a class's stretch said about records whose change is not accepted. */
export interface Settlement {
  readonly schoolId: string;
  /** The units that were evaluated. */
  readonly units: readonly string[];
  readonly classId: string;
  readonly from: Day;
  readonly to: Day;
  /** The subjects that were evaluated; null: all. The nil UUID stands for «of no subject». */
  readonly subjectIds: readonly string[] | null;
  /** The sources whose records were judged: only these are let go. */
  readonly sources: readonly string[];
  /** What was held before anything was read for the evaluation. */
  readonly before: HeldVersions;
  readonly held: readonly HeldRecord[];
}

/** Rows that are held, each with the version of its being held: another one when it was held anew. */
export type HeldVersions = ReadonlyMap<string, string>;

/**
 * What is held in a school. Read it before the facts of an evaluation: what a run holds meanwhile, these facts do
 * not tell of, and the evaluation must not let it go.
 */
export async function heldVersions(store: Pick<Store, 'pool'>, schoolId: string): Promise<HeldVersions> {
  const { rows } = await store.pool.query<[string, string]>({
    text: 'SELECT row_id, xmin::text FROM withheld WHERE school_id = $1',
    values: [schoolId],
    rowMode: 'array',
  });
  return new Map(rows);
}

/** The accepted image of row `t` for the value that was accepted: as the row was when it had it. */
function imageSql(entity: Held): string {
  const now = acceptedSql(entity, 't');
  const then = acceptedOfImageSql(entity, 'y.before');
  const otherwise =
    entity === 'attendance'
      ? `jsonb_build_object('status', split_part(h.accepted, '/', 1), 'reason', nullif(split_part(h.accepted, '/', 2), ''))`
      : `jsonb_build_object('value', h.accepted)`;
  return `CASE WHEN h.accepted IS NOT NULL THEN coalesce(
    CASE WHEN ${valueSql(entity, now)} = h.accepted THEN ${now} END,
    (SELECT ${then} FROM history y WHERE y.school_id = t.school_id AND y.row_id = t.id
       AND ${valueSql(entity, then)} = h.accepted ORDER BY y.history_id DESC LIMIT 1),
    ${now} || ${otherwise}) END`;
}

/** What was held already keeps what it showed, unless another value is accepted now. */
const confirmSql = (entity: Held): string => `
INSERT INTO withheld AS w (school_id, entity, row_id, student_id, accepted, since, finding_id)
SELECT t.school_id, '${entity}', t.id, t.student_id, ${imageSql(entity)},
  coalesce(t.deleted_at, t.content_changed_at, t.first_seen_at), h.finding_id
FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS h(row_id, accepted, finding_id)
JOIN "${tableOf(entity).name}" t ON t.school_id = $1 AND t.id = h.row_id
ORDER BY t.id
ON CONFLICT (school_id, entity, row_id) DO UPDATE SET finding_id = excluded.finding_id,
  accepted = CASE WHEN ${valueSql(entity, 'w.accepted')} IS NOT DISTINCT FROM ${valueSql(entity, 'excluded.accepted')}
    AND (w.accepted IS NULL) = (excluded.accepted IS NULL) THEN w.accepted ELSE excluded.accepted END
WHERE w.finding_id IS DISTINCT FROM excluded.finding_id
  OR ${valueSql(entity, 'w.accepted')} IS DISTINCT FROM ${valueSql(entity, 'excluded.accepted')}
  OR (w.accepted IS NULL) <> (excluded.accepted IS NULL)
RETURNING student_id`;

/** Where a record stands: its day, and its subject. */
const PLACES: Readonly<Record<Held, { readonly day: string; readonly subject: string }>> = {
  mark: { day: 't.date', subject: 't.subject_id' },
  attendance: {
    day: 't.date',
    subject: `coalesce(t.subject_id, (SELECT l.subject_id FROM lesson l
      WHERE l.school_id = t.school_id AND l.id = t.lesson_id), '00000000-0000-0000-0000-000000000000')`,
  },
  termMark: {
    day: `coalesce((SELECT max(q.end_day) FROM term q WHERE q.school_id = t.school_id AND q.deleted_at IS NULL
      AND (q.id = t.term_id OR (t.term_id IS NULL AND q.academic_year_id = t.academic_year_id))), $5::date)`,
    subject: 't.subject_id',
  },
};

/** Whoever moved is of the class of that day. */
const classSql = (day: string): string => `(SELECT e.class_id FROM enrolment e
  WHERE e.school_id = t.school_id AND e.student_id = t.student_id AND e.deleted_at IS NULL
  ORDER BY (coalesce(e.from_day <= ${day}, true) AND coalesce(e.to_day >= ${day}, true)) DESC,
    coalesce(e.from_day <= ${day}, true) DESC, e.from_day DESC NULLS LAST, e.id LIMIT 1)`;

/** Those of `w` that are held as they were then. Who holds one anew at this moment keeps it. */
const deleting = (text: string): string => `
DELETE FROM withheld WHERE ctid = ANY (ARRAY(
  SELECT w.ctid FROM withheld w
  JOIN unnest($2::uuid[], $3::text[]) AS seen (row_id, version)
    ON seen.row_id = w.row_id AND seen.version = w.xmin::text
  ${text} FOR UPDATE OF w SKIP LOCKED))
RETURNING student_id`;

/** Lets go what was held for the time being and the evaluation did not confirm. */
const releaseSql = (entity: Held): string =>
  deleting(`JOIN "${tableOf(entity).name}" t ON t.school_id = w.school_id AND t.id = w.row_id
  WHERE w.school_id = $1 AND w.entity = '${entity}' AND w.finding_id IS NULL AND t.source = ANY ($8::text[])
    AND ${PLACES[entity].day} BETWEEN $5::date AND $6::date
    AND ($7::uuid[] IS NULL OR ${PLACES[entity].subject} = ANY ($7))
    AND ${classSql(PLACES[entity].day)} = $4::uuid`);

/** Lets go what was confirmed, and is not any more. */
const LET_GO = deleting(`WHERE w.school_id = $1 AND w.finding_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.school_id = w.school_id AND f.finding_id = w.finding_id
      AND f.state <> 'mended' AND f.unit <> ALL ($4::text[]))`);

/** Two clauses may hold one record: what none of them accepts at all is not shown, else the first one's value is. */
function onePerRow(held: readonly HeldRecord[]): HeldRecord[] {
  const byRow = new Map<string, HeldRecord>();
  for (const one of held) {
    const before = byRow.get(one.row.id);
    if (!before || (before.accepted !== null && one.accepted === null)) byRow.set(one.row.id, one);
  }
  return [...byRow.values()];
}

/** Runs a statement, and gives the students of the rows that it changed. */
async function changing(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ student_id: string }>(text, [...values]);
  return rows.map((row) => row.student_id);
}

async function confirm(
  client: pg.ClientBase,
  schoolId: string,
  entity: Held,
  held: readonly HeldRecord[],
): Promise<string[]> {
  const mine = onePerRow(held.filter(({ row }) => row.entity === entity));
  if (mine.length === 0) return [];
  return changing(client, confirmSql(entity), [
    schoolId,
    mine.map(({ row }) => row.id),
    mine.map(({ accepted }) => accepted),
    mine.map(({ findingId }) => findingId),
  ]);
}

async function letGo(client: pg.ClientBase, settlement: Settlement): Promise<string[]> {
  const { schoolId, units, classId, from, to, subjectIds, sources, before, held } = settlement;
  const kept = new Set(held.map(({ row }) => row.id));
  const others = [...before].filter(([rowId]) => !kept.has(rowId));
  if (others.length === 0) return [];
  const seen = [schoolId, others.map(([rowId]) => rowId), others.map(([, version]) => version)];
  const released: string[] = [];
  for (const entity of heldEntities) {
    const values = [...seen, classId, from, to, subjectIds, sources];
    released.push(...(await changing(client, releaseSql(entity), values)));
  }
  return [...released, ...(await changing(client, LET_GO, [...seen, units]))];
}

/**
 * Makes what is withheld in a class's stretch that which its evaluation said: confirms, with the finding, and lets
 * everything else go. Call it last in a transaction, after the findings are saved: what is seen changes, and so do sums.
 */
export async function settleHeld(client: pg.ClientBase, settlement: Settlement): Promise<void> {
  const { schoolId, held } = settlement;
  const students: string[] = [];
  for (const entity of heldEntities) students.push(...(await confirm(client, schoolId, entity, held)));
  students.push(...(await letGo(client, settlement)));
  if (students.length === 0) return;
  await markRollupsOf(client, schoolId, students);
  await refreshRollups(client, schoolId);
}
