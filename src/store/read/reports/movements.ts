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

/** A movement with the names of its people and classes. */
export interface MovementLine {
  readonly schoolId: string;
  readonly studentId: string;
  readonly student: string;
  readonly birthDate: Day | null;
  readonly sex: Fields<'student'>['sex'];
  readonly kind: Fields<'movement'>['kind'];
  readonly date: Day;
  readonly fromClassId: string | null;
  readonly fromClass: string | null;
  readonly toClassId: string | null;
  readonly toClass: string | null;
  readonly otherPlace: string | null;
  readonly orderNumber: string | null;
  readonly orderDay: Day | null;
  readonly confirmationNumber: string | null;
  readonly confirmationDay: Day | null;
  readonly reason: string | null;
}

/** One that a source tells and that was entered with us, too, is one: the source is heard. */
const movesPart = `
moves as materialized (
  select distinct on (m.school_id, m.student_id, m.kind, m.date) m.*
  from tellers t
  join movement m on m.school_id = t.school_id and m.source = t.source and m.deleted_at is null
    and m.date between $7::date and $8::date
  where ($6::uuid[] is null or m.from_class_id = any($6) or m.to_class_id = any($6))
  order by m.school_id, m.student_id, m.kind, m.date, m.source = 'peremena/register', m.id
)`;

const movements = overClasses(
  'movements',
  [tellersPart('movement'), movesPart],
  `select m.school_id, m.student_id, coalesce(s.display_name, ''), s.birth_date::text, s.sex, m.kind, m.date::text,
    m.from_class_id, f.name, m.to_class_id, t.name, m.other_place, m.order_number, m.order_day::text,
    m.confirmation_number, m.confirmation_day::text, m.reason
  from moves m
  left join student s on s.school_id = m.school_id and s.id = m.student_id
  left join class f on f.school_id = m.school_id and f.id = m.from_class_id
  left join class t on t.school_id = m.school_id and t.id = m.to_class_id
  order by m.date, m.order_number nulls last, s.display_name collate "ru-x-icu", m.id`,
);

type MovementRow = readonly [
  schoolId: string,
  studentId: string,
  student: string,
  birthDate: Day | null,
  sex: MovementLine['sex'],
  kind: MovementLine['kind'],
  date: Day,
  fromClassId: string | null,
  fromClass: string | null,
  toClassId: string | null,
  toClass: string | null,
  otherPlace: string | null,
  orderNumber: string | null,
  orderDay: Day | null,
  confirmationNumber: string | null,
  confirmationDay: Day | null,
  reason: string | null,
];

function movementOf(row: MovementRow): MovementLine {
  const [schoolId, studentId, student, birthDate, sex, kind, date, ...others] = row;
  const [fromClassId, fromClass, toClassId, toClass, otherPlace, orderNumber, orderDay, ...papers] = others;
  const [confirmationNumber, confirmationDay, reason] = papers;
  const who = { schoolId, studentId, student, birthDate, sex, kind, date };
  const where = { fromClassId, fromClass, toClassId, toClass, otherPlace };
  return { ...who, ...where, orderNumber, orderDay, confirmationNumber, confirmationDay, reason };
}

/** The movements of the days, in order. */
export const readMovements = async (
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly MovementLine[]> =>
  (await database.rows<MovementRow>(movements, daysValues(asked))).map(movementOf);

/** How many students a class has on the first and the last day. */
export interface RollLine {
  readonly schoolId: string;
  readonly source: string;
  readonly classId: string;
  readonly className: string;
  readonly grade: number | null;
  readonly first: number;
  readonly last: number;
  readonly boys: number;
  readonly girls: number;
}

const rolls = overClasses(
  'rolls',
  [
    staysPart,
    `
counts as (
  select y.sc, count(distinct y.student_id) filter (where y.first)::int as first,
    count(distinct y.student_id) filter (where y.last)::int as last,
    count(distinct y.student_id) filter (where y.last and s.sex = 'male')::int as boys,
    count(distinct y.student_id) filter (where y.last and s.sex = 'female')::int as girls
  from stays y join student s on s.school_id = y.school_id and s.id = y.student_id and s.deleted_at is null
  group by y.sc
)`,
  ],
  `select o.school_id, o.source, c.id, c.name, c.grade, n.first, n.last, n.boys, n.girls
  from scope o join counts n using (sc) join class c on c.school_id = o.school_id and c.id = o.class_id
  order by o.school_id, ${classOrder}`,
);

/** The classes of the days with their numbers of students. */
export async function readRolls(database: ReadDatabase, asked: DaysAsked): Promise<readonly RollLine[]> {
  type Row = readonly [string, string, string, string, number | null, number, number, number, number];
  const rows = await database.rows<Row>(rolls, daysValues(asked));
  return rows.map(([schoolId, source, classId, className, grade, first, last, boys, girls]) => ({
    schoolId,
    source,
    classId,
    className,
    grade,
    first,
    last,
    boys,
    girls,
  }));
}
