import type pg from 'pg';
import { lockNumber } from '../ingest/keys.ts';
import { HASHED } from '../read/database.ts';
import { computing } from './compute.ts';
import { extras, listed, type RollupTable, rollupTables } from './measures.ts';

const NIL = "'00000000-0000-0000-0000-000000000000'::uuid";

/** What a row of a table would be now, out of parts `scope` s and figures f. */
export function rowSql({ name, keys, measures }: RollupTable): string {
  const own = keys.map((key) =>
    key === 'subject_id' ? 'f.subject_id' : `coalesce(f.${key}, ${NIL}) as ${key}`,
  );
  const more = Object.entries(extras[name]).map(([column, value]) => `${value} as ${column}`);
  return ['s.school_id', 's.period', 's.class_id', ...own, ...more, listed('f', measures)].join(', ');
}

/** The columns of {@link rowSql}. */
export const columnsOf = ({ name, keys, measures }: RollupTable) => ({
  key: ['school_id', 'period', 'class_id', ...keys],
  rest: [...Object.keys(extras[name]), ...measures],
});

/** Parts that write a table: what is as it was stays untouched. */
function writing(table: RollupTable): readonly string[] {
  const { name, figures } = table;
  const { key, rest } = columnsOf(table);
  const all = [...key, ...rest];
  const of = (alias: string) => rest.map((column) => `${alias}.${column}`).join(', ');
  const same = key.map((column) => `n.${column} = r.${column}`).join(' and ');
  return [
    `new_${name} as materialized (select ${rowSql(table)} from scope s join ${figures} f using (sc))`,
    `put_${name} as (
  insert into ${name} as r (${all.join(', ')}) select ${all.join(', ')} from new_${name}
  on conflict (${key.join(', ')}) do update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}
  where (${of('r')}) is distinct from (${of('excluded')})
)`,
    // Of what was computed now that which is not there any more, and of classes and terms that are not.
    `drop_${name} as (
  delete from ${name} r where r.school_id = $4
    and not exists (select 1 from new_${name} n where ${same})
    and (exists (select 1 from scope s where s.class_id = r.class_id and s.period = r.period)
      or not exists (select 1 from chosen c where c.class_id = r.class_id and c.period = r.period))
)`,
  ];
}

const REFRESH = computing('behind', 'select count(*)::int from scope', rollupTables.flatMap(writing));

/** A class's students may be in groups that are another class's. */
const NEIGHBOURS = `
select distinct e.class_id from subject_group g
join group_membership m on m.school_id = g.school_id and m.subject_group_id = g.id and m.deleted_at is null
join enrolment e on e.school_id = m.school_id and e.student_id = m.student_id and e.deleted_at is null
where g.school_id = $1 and g.class_id = any($2::uuid[])`;

async function takeDue(client: pg.ClientBase, schoolId: string): Promise<readonly string[] | null> {
  const { rows } = await client.query<{ class_id: string | null }>(
    'DELETE FROM rollup_due WHERE school_id = $1 RETURNING class_id',
    [schoolId],
  );
  const due = new Set<string>();
  for (const { class_id: classId } of rows) {
    if (classId === null) return null;
    due.add(classId);
  }
  if (due.size === 0) return [];
  const neighbours = await client.query<{ class_id: string }>(NEIGHBOURS, [schoolId, [...due]]);
  return [...new Set([...due, ...neighbours.rows.map((row) => row.class_id)])];
}

/** The number of the advisory lock of a school's sums. */
const rollupLock = (schoolId: string): string => lockNumber('peremena:rollup', schoolId);

/**
 * Brings a school's sums up to its rows: those of classes that are due, and those that the day of the last run, terms or
 * the choice of a source have moved. Call it last in a transaction: others wait for its end, so that they see
 * what it wrote. Gives how many class-terms were computed.
 */
export async function refreshRollups(client: pg.ClientBase, schoolId: string): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [rollupLock(schoolId)]);
  const due = await takeDue(client, schoolId);
  const values = [true, [], [], schoolId, null, null, null, due];
  await client.query(HASHED);
  const { rows } = await client.query<{ count: number }>(REFRESH, values);
  return rows[0]?.count ?? 0;
}

/** Says that sums of classes are behind their rows, in the transaction that makes them so; null: all of the school's. */
export async function markRollups(
  client: pg.ClientBase | pg.Pool,
  schoolId: string,
  classIds: readonly string[] | null,
): Promise<void> {
  if (classIds?.length === 0) return;
  await (client as pg.ClientBase).query(
    'INSERT INTO rollup_due (school_id, class_id) SELECT $1, c FROM unnest($2::uuid[]) c',
    [schoolId, classIds ?? [null]],
  );
}

/** The same, told of by students. */
export async function markRollupsOf(
  client: pg.ClientBase,
  schoolId: string,
  studentIds: readonly string[],
): Promise<void> {
  if (studentIds.length === 0) return;
  await client.query(
    `INSERT INTO rollup_due (school_id, class_id) SELECT DISTINCT $1::uuid, e.class_id FROM enrolment e
     WHERE e.school_id = $1 AND e.student_id = ANY($2::uuid[])`,
    [schoolId, studentIds],
  );
}
