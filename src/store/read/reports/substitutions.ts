import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase } from '../database.ts';
import { type DaysAsked, daysValues, overClasses, tellersPart } from './asked-classes.ts';

/** A substitution with the lesson that was given. */
export interface SubstitutionLine {
  readonly id: string;
  readonly schoolId: string;
  readonly source: string;
  readonly date: Day;
  readonly classId: string;
  readonly className: string;
  readonly number: number | null;
  readonly lessonId: string;
  readonly groupId: string | null;
  /** What stood in the timetable; null where it was the same subject. */
  readonly planned: string | null;
  readonly subject: string;
  readonly topic: string | null;
  readonly absentTeacher: string | null;
  readonly reason: string | null;
  readonly substituteId: string | null;
  readonly substitute: string | null;
}

/** What is told by a source and entered with us is one. An entry may name the lesson as another source tells it. */
const statement = overClasses(
  'substitutions',
  [
    tellersPart('substitution'),
    `
told as materialized (
  select distinct on (b.school_id, b.lesson_id) b.*
  from tellers t
  join substitution b on b.school_id = t.school_id and b.source = t.source and b.deleted_at is null
    and b.date between $7::date and $8::date
  order by b.school_id, b.lesson_id, b.source = 'peremena/register', b.id
)`,
  ],
  `select b.id, b.school_id, l.source, b.date::text, c.id, c.name, l.number, l.id, l.subject_group_id, p.name, j.name,
    l.topic, a.display_name, b.reason, b.substitute_teacher_id, s.display_name
  from told b
  join lesson l on l.school_id = b.school_id and l.id = b.lesson_id and l.deleted_at is null
  left join subject_group g on g.school_id = l.school_id and g.id = l.subject_group_id
  join scope o on o.school_id = b.school_id and o.class_id = coalesce(l.class_id, g.class_id)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join subject j on j.school_id = l.school_id and j.id = l.subject_id
  left join subject p on p.school_id = b.school_id and p.id = b.planned_subject_id and p.id <> l.subject_id
  left join staff a on a.school_id = b.school_id and a.id = b.absent_teacher_id
  left join staff s on s.school_id = b.school_id and s.id = b.substitute_teacher_id
  order by b.date, c.grade nulls last, c.name collate "ru-x-icu", l.number, b.id`,
);

type Row = readonly [
  id: string,
  schoolId: string,
  source: string,
  date: Day,
  classId: string,
  className: string,
  number: number | null,
  lessonId: string,
  groupId: string | null,
  planned: string | null,
  subject: string,
  topic: string | null,
  absentTeacher: string | null,
  reason: string | null,
  substituteId: string | null,
  substitute: string | null,
];

function lineOf(row: Row): SubstitutionLine {
  const [id, schoolId, source, date, classId, className, number, lessonId, groupId, planned, ...given] = row;
  const [subject, topic, absentTeacher, reason, substituteId, substitute] = given;
  const lesson = { date, classId, className, number, lessonId, groupId, planned, subject, topic };
  return { id, schoolId, source, ...lesson, absentTeacher, reason, substituteId, substitute };
}

/** The substitutions of the days, in order. */
export const readSubstitutions = async (
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly SubstitutionLine[]> =>
  (await database.rows<Row>(statement, daysValues(asked))).map(lineOf);
