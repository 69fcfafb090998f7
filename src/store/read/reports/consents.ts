import type { Day } from '../../../model/dates.ts';
import type { ReadDatabase } from '../database.ts';
import {
  classOrder,
  type DaysAsked,
  daysValues,
  overClasses,
  staysPart,
  tellersPart,
} from './asked-classes.ts';

/** How a student's consent for a purpose stands; `missing`: nobody ever signed or refused. */
export type ConsentState = 'given' | 'refused' | 'withdrawn' | 'expired' | 'missing';

/** A student and a purpose on the last day. */
export interface ConsentLine {
  readonly schoolId: string;
  readonly classId: string;
  readonly className: string;
  readonly studentId: string;
  readonly student: string;
  readonly purpose: string;
  readonly state: ConsentState;
  readonly since: Day | null;
  readonly until: Day | null;
  readonly document: string | null;
}

/** The last word counts: of the day of signature, or of withdrawal where that has come. */
const papersPart = `
papers as materialized (
  select distinct on (b.school_id, b.student_id, b.purpose) b.*
  from (select b.*, case when b.withdrawn_day <= $8::date then 'withdrawn'
      when b.state = 'withdrawn' and b.withdrawn_day is not null then 'given'
      when b.state = 'given' and b.to_day < $8::date then 'expired' else b.state end as now_state
    from tellers t
    join consent b on b.school_id = t.school_id and b.source = t.source and b.deleted_at is null
      and b.from_day <= $8::date) b
  order by b.school_id, b.student_id, b.purpose,
    greatest(b.from_day, case when b.now_state = 'withdrawn' then b.withdrawn_day end) desc,
    b.source = 'peremena/register' desc, b.first_seen_at desc, b.id
)`;

const statement = overClasses(
  'consents',
  [staysPart, tellersPart('consent'), papersPart],
  `select o.school_id, c.id, c.name, s.id, s.display_name, u.purpose, coalesce(p.now_state, 'missing'),
    coalesce(case when p.now_state = 'withdrawn' then p.withdrawn_day end, p.from_day)::text, p.to_day::text, p.document
  from scope o join (select distinct sc, student_id from stays where last) y using (sc)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join student s on s.school_id = o.school_id and s.id = y.student_id and s.deleted_at is null
  cross join unnest($9::text[]) with ordinality u(purpose, place)
  left join papers p on p.school_id = o.school_id and p.student_id = s.id and p.purpose = u.purpose
  order by o.school_id, ${classOrder}, s.display_name collate "ru-x-icu", s.id, u.place`,
);

type Row = readonly [
  schoolId: string,
  classId: string,
  className: string,
  studentId: string,
  student: string,
  purpose: string,
  state: ConsentState,
  since: Day | null,
  until: Day | null,
  document: string | null,
];

/** Every student of the last day with each of the purposes. */
export async function readConsents(
  database: ReadDatabase,
  asked: DaysAsked,
  purposes: readonly string[],
): Promise<readonly ConsentLine[]> {
  const rows = await database.rows<Row>(statement, [...daysValues({ ...asked, from: asked.to }), purposes]);
  return rows.map(
    ([schoolId, classId, className, studentId, student, purpose, state, since, until, document]) => ({
      schoolId,
      classId,
      className,
      studentId,
      student,
      purpose,
      state,
      since,
      until,
      document,
    }),
  );
}

/** A refusal of the electronic form that holds on the last day. */
export interface PaperLine {
  readonly schoolId: string;
  readonly classId: string;
  readonly className: string;
  readonly studentId: string;
  readonly student: string;
  readonly since: Day;
  readonly document: string | null;
}

const refusals = overClasses(
  'paper-refusals',
  [
    staysPart,
    tellersPart('electronicFormRefusal'),
    `
standing as materialized (
  select distinct on (r.school_id, r.student_id) r.*
  from tellers t
  join electronic_form_refusal r on r.school_id = t.school_id and r.source = t.source and r.deleted_at is null
    and r.from_day <= $8::date and coalesce(r.to_day >= $8::date, true)
  order by r.school_id, r.student_id, r.from_day, r.id
)`,
  ],
  `select o.school_id, c.id, c.name, s.id, s.display_name, r.from_day::text, r.document
  from scope o join (select distinct sc, student_id from stays where last) y using (sc)
  join standing r on r.school_id = o.school_id and r.student_id = y.student_id
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join student s on s.school_id = o.school_id and s.id = y.student_id and s.deleted_at is null
  order by o.school_id, ${classOrder}, s.display_name collate "ru-x-icu", s.id`,
);

/** Whose family has refused the electronic form. */
export async function readPaperFamilies(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly PaperLine[]> {
  type Found = readonly [string, string, string, string, string, Day, string | null];
  const rows = await database.rows<Found>(refusals, daysValues({ ...asked, from: asked.to }));
  return rows.map(([schoolId, classId, className, studentId, student, since, document]) => ({
    schoolId,
    classId,
    className,
    studentId,
    student,
    since,
    document,
  }));
}
