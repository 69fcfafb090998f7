import type { Day } from '../../../model/dates.ts';
import { firstNumber, secondNumber } from '../../rollup/mark-sql.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { accepted, joinHeld, present } from '../overlay.ts';
import { overParts } from './over-parts.ts';

/** A mark as a family reads it; `numbers` are what counts of it. */
export interface SheetMark {
  readonly day: Day;
  readonly value: string;
  readonly numbers: readonly number[];
  /** Null: the source does not tell it. */
  readonly weight: number | null;
  readonly work: string | null;
}

/** One subject of a student without the electronic form. */
export interface RefusedSubject {
  readonly subject: string;
  readonly subjectId: string;
  readonly lessons: number;
  readonly marks: readonly SheetMark[];
  readonly missed: number;
  readonly late: number;
}

/** A student whose family refused the electronic form in these days. */
export interface RefusedStudent {
  readonly schoolId: string;
  readonly classId: string;
  readonly className: string;
  readonly source: string;
  readonly studentId: string;
  readonly name: string;
  readonly since: Day;
  readonly subjects: readonly RefusedSubject[];
}

const value = accepted('k.value', 'value');
const scale = `coalesce(${accepted('k.scale_max', 'scaleMax', '::int')}, k.scale_max)`;

const PARTS = [
  `
refused as materialized (
  select p.sc, p.student_id, min(f.from_day) as since
  from people p join scope s using (sc)
  join electronic_form_refusal f on f.school_id = s.school_id and f.student_id = p.student_id
    and f.deleted_at is null and f.from_day <= s.to_day and coalesce(f.to_day >= s.from_day, true)
  group by p.sc, p.student_id
),
own_lessons as materialized (
  select distinct a.sc, a.student_id, l.id, l.subject_id, l.date
  from refused r join attending a on a.sc = r.sc and a.student_id = r.student_id
  join lessons l on l.sc = a.sc and l.group_id = a.group_id
    and coalesce(l.date >= a.from_day, true) and coalesce(l.date <= a.to_day, true)
),
own_marks as materialized (
  select r.sc, r.student_id, k.subject_id, json_agg(json_build_array(k.date, ${value},
    ${firstNumber(value, scale)}, ${secondNumber(value, scale)}, w.weight, t.name)
    order by k.date, k.first_seen_at, k.id) as marks
  from refused r join scope s using (sc)
  join mark k on k.school_id = s.school_id and k.student_id = r.student_id and k.source = s.source
    and k.date between s.from_day and s.to_day
  ${joinHeld('mark', 'k')}
  left join assessment w on w.school_id = k.school_id and w.id = k.assessment_id
  left join work_type t on t.school_id = w.school_id and t.id = w.work_type_id
  where ${present('k', false)}
  group by r.sc, r.student_id, k.subject_id
),
own_absences as materialized (
  select y.sc, y.student_id, ${accepted('a.status', 'status')} as status, a.date,
    coalesce(a.subject_id, l.subject_id) as subject_id
  from refused r join stays y on y.sc = r.sc and y.student_id = r.student_id
  join scope s on s.sc = r.sc
  join attendance a on a.school_id = s.school_id and a.student_id = r.student_id and a.source = s.source
    and a.date between y.from_day and least(y.to_day, s.until)
  left join lesson l on l.school_id = a.school_id and l.id = a.lesson_id
  ${joinHeld('attendance', 'a')}
  where ${present('a', false)} and ${accepted('a.status', 'status')} in ('absent', 'late')
),
own_missed as materialized (
  select sc, student_id, subject_id, status from own_absences where subject_id is not null
  union all
  select o.sc, o.student_id, l.subject_id, o.status
  from own_absences o join own_lessons l on l.sc = o.sc and l.student_id = o.student_id and l.date = o.date
  where o.subject_id is null
),
own_subjects as materialized (
  select sc, student_id, subject_id from own_lessons union select sc, student_id, subject_id from own_marks
)`,
];

const LAST = `
select s.school_id, s.class_id, c.name, s.source, r.student_id, st.display_name, r.since::text,
  j.id, j.name,
  (select count(*)::int from own_lessons l
    where l.sc = r.sc and l.student_id = r.student_id and l.subject_id = j.id),
  (select m.marks from own_marks m where m.sc = r.sc and m.student_id = r.student_id and m.subject_id = j.id),
  (select count(*)::int from own_missed m where m.sc = r.sc and m.student_id = r.student_id
    and m.subject_id = j.id and m.status = 'absent'),
  (select count(*)::int from own_missed m where m.sc = r.sc and m.student_id = r.student_id
    and m.subject_id = j.id and m.status = 'late')
from refused r join scope s using (sc)
join class c on c.school_id = s.school_id and c.id = s.class_id
join student st on st.school_id = s.school_id and st.id = r.student_id
left join own_subjects o on o.sc = r.sc and o.student_id = r.student_id
left join subject j on j.school_id = s.school_id and j.id = o.subject_id
order by c.grade nulls last, c.name collate "ru-x-icu", st.display_name collate "ru-x-icu", r.student_id,
  j.name collate "ru-x-icu"`;

type MarkRow = readonly [Day, string, number | null, number | null, number | null, string | null];

type Read = readonly [
  schoolId: string,
  classId: string,
  className: string,
  source: string,
  studentId: string,
  name: string,
  since: Day,
  subjectId: string | null,
  subject: string | null,
  lessons: number,
  marks: readonly MarkRow[] | null,
  missed: number,
  late: number,
];

const read = overParts<Read>('refused', LAST, PARTS);

const markOf = ([day, text, first, second, weight, work]: MarkRow): SheetMark => ({
  day,
  value: text,
  numbers: [first, second].filter((number) => number !== null),
  weight,
  work,
});

/** Students with a refusal on file, by class and name, with their subjects. */
export async function readRefused(
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly RefusedStudent[]> {
  const students = new Map<string, RefusedStudent & { readonly subjects: RefusedSubject[] }>();
  for (const row of await read(database, request)) {
    const [schoolId, classId, className, source, studentId, name, since, subjectId, subject] = row;
    const key = `${classId} ${studentId}`;
    const known = students.get(key);
    const one = known ?? { schoolId, classId, className, source, studentId, name, since, subjects: [] };
    students.set(key, one);
    const [lessons, marks, missed, late] = row.slice(9) as unknown as [
      number,
      MarkRow[] | null,
      number,
      number,
    ];
    if (subjectId === null || subject === null) continue;
    one.subjects.push({ subjectId, subject, lessons, marks: (marks ?? []).map(markOf), missed, late });
  }
  return [...students.values()];
}
