import type { Day } from '../../../model/dates.ts';
import type { Fields } from '../../../model/entities.ts';
import type { ReadDatabase } from '../database.ts';
import {
  classOrder,
  type DaysAsked,
  daysValues,
  overClasses,
  staysPart,
  tellersPart,
} from './asked-classes.ts';

/** A student who is in a class on a day. */
export interface Pupil {
  readonly schoolId: string;
  readonly source: string;
  readonly classId: string;
  readonly className: string;
  readonly grade: number | null;
  readonly studentId: string;
  readonly student: string;
  readonly birthDate: Day | null;
  readonly sex: Fields<'student'>['sex'];
  /** Since when in this class; null where nobody tells. */
  readonly since: Day | null;
}

const pupils = overClasses(
  'pupils',
  [staysPart],
  `select o.school_id, o.source, c.id, c.name, c.grade, s.id, s.display_name, s.birth_date::text, s.sex,
    max(y.from_day)::text
  from scope o join stays y using (sc)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join student s on s.school_id = o.school_id and s.id = y.student_id and s.deleted_at is null
  where y.last
  group by o.school_id, o.source, c.id, c.name, c.grade, s.id, s.display_name, s.birth_date, s.sex
  order by o.school_id, ${classOrder}, s.display_name collate "ru-x-icu", s.id`,
);

type PupilRow = readonly [
  schoolId: string,
  source: string,
  classId: string,
  className: string,
  grade: number | null,
  studentId: string,
  student: string,
  birthDate: Day | null,
  sex: Pupil['sex'],
  since: Day | null,
];

/** The students of the last day, by class and name. */
export async function readPupils(database: ReadDatabase, asked: DaysAsked): Promise<readonly Pupil[]> {
  const rows = await database.rows<PupilRow>(pupils, daysValues({ ...asked, from: asked.to }));
  return rows.map(
    ([schoolId, source, classId, className, grade, studentId, student, birthDate, sex, since]) => ({
      schoolId,
      source,
      classId,
      className,
      grade,
      studentId,
      student,
      birthDate,
      sex,
      since,
    }),
  );
}

/** Whoever was ever in the school, with how they came and how they left. */
export interface Alumnus {
  readonly schoolId: string;
  readonly studentId: string;
  readonly student: string;
  readonly sex: Fields<'student'>['sex'];
  readonly birthDate: Day | null;
  readonly enteredDay: Day | null;
  readonly enteredClass: string | null;
  readonly cameFrom: string | null;
  /** Null while the student is of the school. */
  readonly leftDay: Day | null;
  readonly leftOrder: string | null;
  readonly leftOrderDay: Day | null;
  readonly leftClass: string | null;
  readonly leftFor: string | null;
  readonly leftReason: string | null;
  readonly sources: readonly string[];
}

/** Before any journal: with it the classes of all years are asked for. */
const EVER: Day = '1990-01-01';

const ever = overClasses(
  'ever-enrolled',
  [
    staysPart,
    tellersPart('movement'),
    `
moves as materialized (
  select distinct on (m.school_id, m.student_id, m.kind, m.date) m.*
  from tellers t
  join movement m on m.school_id = t.school_id and m.source = t.source and m.deleted_at is null
    and m.date <= $8::date
  order by m.school_id, m.student_id, m.kind, m.date, m.source = 'peremena/register', m.id
),
entries as materialized (
  select distinct on (y.school_id, y.student_id) y.school_id, y.student_id, y.from_day, y.class_id
  from stays y order by y.school_id, y.student_id, y.from_day nulls first, y.class_id
),
present as materialized (
  select y.school_id, y.student_id, bool_or(y.last) as last,
    coalesce(max(y.from_day), '-infinity'::date) as latest, max(y.to_day) as gone_day,
    array_agg(distinct y.source) as sources
  from stays y group by 1, 2
),
exits as materialized (
  select distinct on (m.school_id, m.student_id) m.*
  from moves m join present p using (school_id, student_id)
  where m.kind in ('departure', 'expulsion', 'graduation') and p.latest <= m.date
  order by m.school_id, m.student_id, m.date desc, m.id
)`,
  ],
  `select p.school_id, s.id, s.display_name, s.sex, s.birth_date::text, e.from_day::text, f.name, a.other_place,
    coalesce(x.date, case when not p.last then p.gone_day end)::text, x.order_number, x.order_day::text,
    coalesce(l.name, g.name), x.other_place, x.reason, p.sources
  from present p
  join student s on s.school_id = p.school_id and s.id = p.student_id and s.deleted_at is null
  join entries e on e.school_id = p.school_id and e.student_id = p.student_id
  left join class f on f.school_id = e.school_id and f.id = e.class_id
  left join lateral (select m.other_place from moves m where m.school_id = p.school_id
    and m.student_id = p.student_id and m.kind = 'arrival' order by m.date limit 1) a on true
  left join exits x on x.school_id = p.school_id and x.student_id = p.student_id
  left join class l on l.school_id = x.school_id and l.id = x.from_class_id
  left join lateral (select c.name from stays y join class c on c.school_id = y.school_id and c.id = y.class_id
    where y.school_id = p.school_id and y.student_id = p.student_id and not p.last
    order by y.to_day desc nulls last limit 1) g on true
  order by p.school_id, e.from_day nulls first, s.display_name collate "ru-x-icu", s.id`,
);

type AlumnusRow = readonly [
  schoolId: string,
  studentId: string,
  student: string,
  sex: Alumnus['sex'],
  birthDate: Day | null,
  enteredDay: Day | null,
  enteredClass: string | null,
  cameFrom: string | null,
  leftDay: Day | null,
  leftOrder: string | null,
  leftOrderDay: Day | null,
  leftClass: string | null,
  leftFor: string | null,
  leftReason: string | null,
  sources: readonly string[],
];

function alumnusOf(row: AlumnusRow): Alumnus {
  const [schoolId, studentId, student, sex, birthDate, enteredDay, enteredClass, cameFrom, ...left] = row;
  const [leftDay, leftOrder, leftOrderDay, leftClass, leftFor, leftReason, sources] = left;
  const came = { enteredDay, enteredClass, cameFrom };
  const went = { leftDay, leftOrder, leftOrderDay, leftClass, leftFor, leftReason };
  return { schoolId, studentId, student, sex, birthDate, ...came, ...went, sources };
}

/** Everybody up to the last day, in the order in which they came. */
export const readEverEnrolled = async (
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly Alumnus[]> =>
  (await database.rows<AlumnusRow>(ever, daysValues({ ...asked, from: EVER }))).map(alumnusOf);
