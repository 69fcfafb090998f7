import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** A student, where they learn, and by which clock. */
export interface StudentPlace {
  readonly schoolId: string;
  readonly school: string;
  readonly timeZone: string;
  readonly name: string;
  readonly class: { readonly id: string; readonly name: string } | null;
}

/** The class is that of the latest enrolment, as in the lists of students. */
const statement: Statement = {
  name: 'web-student',
  text: `
select sc.school_id, sc.name, sc.time_zone, s.display_name, latest.id, latest.name
from student s
join school sc on sc.school_id = s.school_id
left join lateral (
  select c.id, c.name from enrolment e join class c on c.school_id = e.school_id and c.id = e.class_id
  where e.school_id = s.school_id and e.student_id = s.id and e.deleted_at is null
  order by e.from_day desc nulls last, e.to_day desc nulls first, e.id limit 1
) latest on true
where s.id = $1::uuid and s.deleted_at is null and ${withinReach('sc', 2)}
  and ($5::uuid[] is null or latest.id = any($5))`,
};

/** A student whom the viewer may look at: within reach and, where classes are given, of one of them now. */
export async function readStudentPlace(
  database: ReadDatabase,
  studentId: string,
  reach: Reach,
  classIds: readonly string[] | null,
): Promise<StudentPlace | null> {
  type Row = readonly [string, string, string, string, string | null, string | null];
  const [row] = await database.rows<Row>(statement, [studentId, ...reachValues(reach), classIds]);
  if (!row) return null;
  const [schoolId, school, timeZone, name, classId, className] = row;
  const own = classId === null ? null : { id: classId, name: className ?? '' };
  return { schoolId, school, timeZone, name, class: own };
}
