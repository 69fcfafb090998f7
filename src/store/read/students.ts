import type { Reach } from '../../model/access.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf, UNKNOWN_KEY } from './page.ts';
import { reachValues, withinReach } from './reach.ts';

/** Which students of a school. */
export interface StudentsRequest extends PageRequest {
  readonly schoolId: string;
  /** The id or the name of a class; null for all. */
  readonly class: string | null;
  /** A part of the name; null for all. */
  readonly query: string | null;
  /** The students that may be named at all; null for all. */
  readonly only: readonly string[] | null;
  readonly reach: Reach;
}

/** `%` and `_` of what a person typed mean themselves; a Mac may write `ё` as two characters. */
const containing = (part: string): string => `%${part.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;

/** Few people type `ё` where a name has it. By a collation that knows Russian, whatever that of the database. */
const folded = (text: string): string => `translate(lower(${text} collate "ru-x-icu"), 'ё', 'е')`;

const order = (alias: string): string => `${alias}.display_name collate "ru-x-icu", ${alias}.id`;

/** A student's class is that of the latest enrolment; its days say whether it still holds. */
const statement: Statement = {
  name: 'students',
  text: `
select s.id::text, json_build_object('id', s.id, 'displayName', s.display_name,
  'lastName', s.last_name, 'firstName', s.first_name, 'middleName', s.middle_name,
  'class', case when latest.id is null then null else json_build_object(
    'id', latest.id, 'name', latest.name, 'from', latest.from_day, 'to', latest.to_day) end)::text
from student s
left join lateral (
  select c.id, c.name, e.from_day, e.to_day
  from enrolment e join class c on c.school_id = e.school_id and c.id = e.class_id
  where e.school_id = s.school_id and e.student_id = s.id and e.deleted_at is null
  order by e.from_day desc nulls last, e.to_day desc nulls first, e.id
  limit 1
) latest on true
where s.school_id = $1::uuid and s.deleted_at is null
  and ($2::text is null or latest.id::text = lower($2) or lower(latest.name) = lower($2))
  and ($3::text is null or ${folded('s.display_name')} like ${folded('$3::text')})
  and ($4::uuid is null
    or (${order('s')}) > (select ${order('l')} from student l where l.school_id = $1::uuid and l.id = $4::uuid))
  and ($6::uuid[] is null or s.id = any($6::uuid[]))
order by ${order('s')}
limit $5`,
};

/** Whether the school is within reach, and the key to go on behind one of its students. */
const placeStatement: Statement = {
  name: 'students-place',
  text: `
select $5::uuid is null
  or exists (select 1 from student l where l.school_id = sc.school_id and l.id = $5::uuid)
from school sc where sc.school_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** The students of one school, by name; null when there is no such school within reach. */
export async function listStudents(
  database: ReadDatabase,
  request: StudentsRequest,
): Promise<Page | null | typeof UNKNOWN_KEY> {
  const place = [request.schoolId, ...reachValues(request.reach), request.after];
  const [school] = await database.rows<readonly [known: boolean]>(placeStatement, place);
  if (!school) return null;
  const { after, only } = request;
  // To go on behind somebody who may not be named would tell where the name stands.
  if (!school[0] || (after !== null && only?.includes(after) === false)) return UNKNOWN_KEY;
  const query = request.query === null ? null : containing(request.query);
  const values = [request.schoolId, request.class, query, after, request.limit + 1, only];
  return pageOf(await database.rows<PageRow>(statement, values), request.limit);
}
