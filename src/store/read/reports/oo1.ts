import type { Fields } from '../../../model/entities.ts';
import type { ReadDatabase } from '../database.ts';
import { type DaysAsked, daysValues, overClasses, staysPart } from './asked-classes.ts';

/** A class by its numbers: no names of people. */
export interface ClassCount {
  readonly schoolId: string;
  readonly source: string;
  readonly classId: string;
  readonly grade: number | null;
  readonly shift: number | null;
  readonly students: number;
  readonly girls: number;
}

const classCounts = overClasses(
  'oo1-classes',
  [staysPart],
  `select o.school_id, o.source, c.id, c.grade, c.shift, count(distinct y.student_id)::int,
    count(distinct y.student_id) filter (where s.sex = 'female')::int
  from scope o join stays y using (sc)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join student s on s.school_id = o.school_id and s.id = y.student_id and s.deleted_at is null
  where y.last
  group by 1, 2, 3, 4, 5
  order by c.grade nulls last, 1, 3`,
);

/** The classes of the last day. */
export async function readClassCounts(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly ClassCount[]> {
  type Row = readonly [string, string, string, number | null, number | null, number, number];
  const rows = await database.rows<Row>(classCounts, daysValues({ ...asked, from: asked.to }));
  return rows.map(([schoolId, source, classId, grade, shift, students, girls]) => ({
    schoolId,
    source,
    classId,
    grade,
    shift,
    students,
    girls,
  }));
}

/** How many students there are of an age (null: unknown), level and sex. */
export interface AgeCount {
  readonly source: string;
  readonly age: number | null;
  readonly level: '1-4' | '5-9' | '10-11' | null;
  readonly sex: Fields<'student'>['sex'];
  readonly students: number;
}

const ages = overClasses(
  'oo1-ages',
  [staysPart],
  `select o.source, date_part('year', age($9::date, s.birth_date))::int, case when c.grade between 1 and 4 then '1-4'
      when c.grade between 5 and 9 then '5-9' when c.grade >= 10 then '10-11' end,
    s.sex, count(distinct s.id)::int
  from scope o join stays y using (sc)
  join class c on c.school_id = o.school_id and c.id = o.class_id
  join student s on s.school_id = o.school_id and s.id = y.student_id and s.deleted_at is null
  where y.last
  group by 1, 2, 3, 4
  order by 2 nulls last`,
);

/** The students of the last day by full years on `ageDay`. */
export async function readAges(
  database: ReadDatabase,
  asked: DaysAsked,
  ageDay: string,
): Promise<readonly AgeCount[]> {
  type Row = readonly [string, number | null, AgeCount['level'], AgeCount['sex'], number];
  const rows = await database.rows<Row>(ages, [...daysValues({ ...asked, from: asked.to }), ageDay]);
  return rows.map(([source, age, level, sex, students]) => ({ source, age, level, sex, students }));
}

/** How many members of staff hold a position, as the source words it. */
export interface StaffCount {
  readonly position: string | null;
  readonly people: number;
}

const staff = overClasses(
  'oo1-staff',
  [],
  `select lower(t.position), count(*)::int from staff t
  where t.school_id in (select school_id from scope) and t.deleted_at is null
  group by 1 order by 2 desc, 1`,
);

/** The staff of the schools by position. */
export async function readStaffCounts(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly StaffCount[]> {
  const rows = await database.rows<readonly [string | null, number]>(staff, daysValues(asked));
  return rows.map(([position, people]) => ({ position, people }));
}
