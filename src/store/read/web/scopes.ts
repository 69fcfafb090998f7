import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** A class as lists to choose from show it. */
export interface ClassChoice {
  readonly schoolId: string;
  readonly school: string;
  readonly classId: string;
  readonly name: string;
}

const statement: Statement = {
  name: 'web-classes',
  text: `
select sc.school_id, sc.name, c.id, c.name
from class c join school sc on sc.school_id = c.school_id
where c.deleted_at is null and ${withinReach('sc', 1)}
  and ($4::uuid is null or sc.school_id = $4) and ($5::uuid[] is null or c.id = any($5))
order by sc.name collate "ru-x-icu", sc.school_id, c.grade nulls last, c.name collate "ru-x-icu", c.id`,
};

/** The classes of a school, or those that somebody leads; null and null: all within reach. */
export async function readClassChoices(
  database: ReadDatabase,
  reach: Reach,
  schoolId: string | null,
  classIds: readonly string[] | null,
): Promise<readonly ClassChoice[]> {
  type Row = readonly [schoolId: string, school: string, classId: string, name: string];
  const rows = await database.rows<Row>(statement, [...reachValues(reach), schoolId, classIds]);
  return rows.map(([id, school, classId, name]) => ({ schoolId: id, school, classId, name }));
}

const schoolOfClass: Statement = {
  name: 'web-school-of-class',
  text: `select sc.school_id from class c join school sc on sc.school_id = c.school_id
where c.id = $4::uuid and ${withinReach('sc', 1)}`,
};

/** The school of a class; null where there is none within reach. */
export async function readSchoolOfClass(
  database: ReadDatabase,
  reach: Reach,
  classId: string,
): Promise<string | null> {
  const [row] = await database.rows<readonly [string]>(schoolOfClass, [...reachValues(reach), classId]);
  return row?.[0] ?? null;
}
