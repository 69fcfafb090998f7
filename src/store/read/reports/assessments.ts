import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase } from '../database.ts';
import { classOrder, type DaysAsked, daysValues, overClasses } from './asked-classes.ts';

/** A test of a class in a subject on a day: however many works of the kind stand there, it is one. */
export interface TestLine {
  readonly schoolId: string;
  readonly source: string;
  readonly classId: string;
  readonly className: string;
  readonly grade: number | null;
  readonly subjectId: string;
  readonly subject: string;
  readonly date: Day;
  readonly workType: string;
  readonly topic: string | null;
  readonly minutes: number | null;
  readonly teacher: string | null;
  readonly yearlyHours: number | null;
}

const statement = overClasses(
  'tests',
  [
    `
tests as materialized (
  select s.sc, a.subject_id, a.date, min(w.name) as work_type, min(a.topic) as topic, min(a.lesson_id::text)::uuid as lesson_id
  from scope s
  join assessment a on a.school_id = s.school_id and a.source = s.source and a.deleted_at is null
    and a.date between s.from_day and s.to_day
  left join lesson l on l.school_id = a.school_id and l.id = a.lesson_id
  join work_type w on w.school_id = a.school_id and w.id = a.work_type_id and w.name ~* $9
  where coalesce(a.class_id, l.class_id) = s.class_id
  group by s.sc, a.subject_id, a.date
)`,
  ],
  `select o.school_id, o.source, c.id, c.name, c.grade, j.id, j.name, t.date::text, t.work_type, t.topic,
    (extract(epoch from l.end_time::time - l.start_time::time) / 60)::int,
    coalesce(p.display_name, q.display_name),
    (select max(u.yearly_hours) from curriculum_line u where u.school_id = o.school_id and u.class_id = o.class_id
      and u.subject_id = t.subject_id and u.source = o.source and u.deleted_at is null)
  from tests t join scope o using (sc)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join subject j on j.school_id = o.school_id and j.id = t.subject_id
  left join lesson l on l.school_id = o.school_id and l.id = t.lesson_id
  left join staff p on p.school_id = o.school_id and p.id = l.teacher_id
  left join subject_group g on g.school_id = o.school_id and g.id = l.subject_group_id
  left join staff q on q.school_id = o.school_id and q.id = g.teacher_id
  order by o.school_id, t.date, ${classOrder}, j.name collate "ru-x-icu"`,
);

type Row = readonly [
  schoolId: string,
  source: string,
  classId: string,
  className: string,
  grade: number | null,
  subjectId: string,
  subject: string,
  date: Day,
  workType: string,
  topic: string | null,
  minutes: number | null,
  teacher: string | null,
  yearlyHours: number | null,
];

function lineOf(row: Row): TestLine {
  const [schoolId, source, classId, className, grade, subjectId, subject, date, ...work] = row;
  const [workType, topic, minutes, teacher, yearlyHours] = work;
  const place = { schoolId, source, classId, className, grade, subjectId, subject, date };
  return { ...place, workType, topic, minutes, teacher, yearlyHours };
}

/** Tests of the days: works whose type has a name like `names` (a regular expression). */
export const readTests = async (
  database: ReadDatabase,
  asked: DaysAsked,
  names: string,
): Promise<readonly TestLine[]> =>
  (await database.rows<Row>(statement, [...daysValues(asked), names])).map(lineOf);
