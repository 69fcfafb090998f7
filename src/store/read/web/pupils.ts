import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';
import type { SchoolAsked } from './school.ts';

/** Somebody who learns in the school now. */
export interface Pupil {
  readonly studentId: string;
  readonly name: string;
  readonly classId: string;
  readonly class: string;
}

/** Two sources may tell of one enrolment: everybody stands once, in the class of the latest. */
const statement: Statement = {
  name: 'web-pupils',
  text: `
select p.id, p.display_name, p.class_id, p.class
from (
select distinct on (s.id) s.id, s.display_name, c.id as class_id, c.name as class, c.grade
from school sc
join enrolment e on e.school_id = sc.school_id and e.deleted_at is null
join class c on c.school_id = e.school_id and c.id = e.class_id and c.deleted_at is null
join student s on s.school_id = e.school_id and s.id = e.student_id and s.deleted_at is null
where sc.school_id = $1::uuid and ${withinReach('sc', 2)} and ($5::uuid[] is null or c.id = any($5))
  and coalesce(e.from_day <= $6::date, true) and coalesce(e.to_day >= $6::date, true)
order by s.id, e.from_day desc nulls last, e.id
) p
order by p.grade nulls last, p.class collate "ru-x-icu", p.display_name collate "ru-x-icu", p.id`,
};

/** Those who learn in a school on a day, by class and name. */
export async function readPupils(
  database: ReadDatabase,
  { schoolId, reach, classIds }: SchoolAsked,
  day: Day,
): Promise<readonly Pupil[]> {
  type Row = readonly [studentId: string, name: string, classId: string, className: string];
  const values = [schoolId, ...reachValues(reach), classIds, day];
  const rows = await database.rows<Row>(statement, values);
  return rows.map(([studentId, name, classId, className]) => ({
    studentId,
    name,
    classId,
    class: className,
  }));
}

/** Who represents a student. */
export interface GuardianChoice {
  readonly id: string;
  readonly name: string;
}

const guardiansStatement: Statement = {
  name: 'web-guardians',
  text: `
select distinct g.id, g.display_name
from guardianship r
join school sc on sc.school_id = r.school_id
join guardian g on g.school_id = r.school_id and g.id = r.guardian_id and g.deleted_at is null
where r.student_id = $1::uuid and r.deleted_at is null and ${withinReach('sc', 2)}
order by g.display_name, g.id`,
};

/** The guardians of a student, by name. */
export async function readGuardians(
  database: ReadDatabase,
  studentId: string,
  reach: SchoolAsked['reach'],
): Promise<readonly GuardianChoice[]> {
  const rows = await database.rows<readonly [string, string]>(guardiansStatement, [
    studentId,
    ...reachValues(reach),
  ]);
  return rows.map(([id, name]) => ({ id, name }));
}
