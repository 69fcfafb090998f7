import type { Day } from '../../../model/dates.ts';
import type { Fields } from '../../../model/entities.ts';
import type { ReadDatabase } from '../database.ts';
import { type DaysAsked, daysValues, overClasses, staysPart, tellersPart } from './asked-classes.ts';

/** An elective, a club or an activity, with how many students of the classes asked for go there. */
export interface CircleLine {
  readonly schoolId: string;
  readonly groupId: string;
  readonly name: string;
  readonly kind: Fields<'extracurricularGroup'>['kind'];
  readonly teacherId: string | null;
  readonly teacher: string | null;
  readonly members: number;
  readonly memberIds: readonly string[];
}

/** Whoever is of the classes on the last day. */
const pupilsPart = `
pupils as materialized (
  select distinct school_id, student_id from stays where last
)`;

const circles = overClasses(
  'circles',
  [
    staysPart,
    pupilsPart,
    tellersPart('extracurricularMembership'),
    `
goers as materialized (
  select m.school_id, m.group_id, array_agg(distinct m.student_id order by m.student_id) as ids
  from tellers t
  join extracurricular_membership m on m.school_id = t.school_id and m.source = t.source and m.deleted_at is null
    and coalesce(m.from_day <= $8::date, true) and coalesce(m.to_day >= $7::date, true)
  join pupils p on p.school_id = m.school_id and p.student_id = m.student_id
  group by m.school_id, m.group_id
)`,
  ],
  `select g.school_id, g.id, g.name, g.kind, t.id, t.display_name, coalesce(cardinality(o.ids), 0), coalesce(o.ids, '{}')
  from extracurricular_group g
  left join goers o on o.school_id = g.school_id and o.group_id = g.id
  left join staff t on t.school_id = g.school_id and t.id = g.teacher_id
  where g.school_id in (select school_id from scope) and g.deleted_at is null
    and ($6::uuid[] is null or o.ids is not null)
  order by g.school_id, array_position(array['elective', 'club', 'extracurricular'], g.kind),
    g.name collate "ru-x-icu", g.id`,
);

/** The groups of the days; of classes only those that somebody of them goes to. */
export async function readCircles(database: ReadDatabase, asked: DaysAsked): Promise<readonly CircleLine[]> {
  type Row = readonly [
    string,
    string,
    string,
    CircleLine['kind'],
    string | null,
    string | null,
    number,
    readonly string[],
  ];
  const rows = await database.rows<Row>(circles, daysValues(asked));
  return rows.map(([schoolId, groupId, name, kind, teacherId, teacher, members, memberIds]) => ({
    schoolId,
    groupId,
    name,
    kind,
    teacherId,
    teacher,
    members,
    memberIds,
  }));
}

/** An achievement of a student of the classes asked for. */
export interface AchievementLine {
  readonly id: string;
  readonly schoolId: string;
  readonly date: Day;
  readonly studentId: string;
  readonly student: string;
  readonly className: string | null;
  readonly title: string;
  readonly level: Fields<'achievement'>['level'];
  readonly result: string | null;
}

const achievements = overClasses(
  'achievements',
  [staysPart, tellersPart('achievement')],
  `select a.id, a.school_id, a.date::text, s.id, s.display_name, y.name, a.title, a.level, a.result
  from tellers t
  join achievement a on a.school_id = t.school_id and a.source = t.source and a.deleted_at is null
    and a.date between $7::date and $8::date
  join student s on s.school_id = a.school_id and s.id = a.student_id and s.deleted_at is null
  join lateral (select c.name from stays y join class c on c.school_id = y.school_id and c.id = y.class_id
    where y.school_id = a.school_id and y.student_id = a.student_id
    order by coalesce(a.date between coalesce(y.from_day, a.date) and coalesce(y.to_day, a.date), true) desc,
      y.from_day desc nulls last limit 1) y on true
  order by a.school_id, a.date, s.display_name collate "ru-x-icu", a.id`,
);

/** The achievements of the days. */
export async function readAchievements(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly AchievementLine[]> {
  type Row = readonly [
    string,
    string,
    Day,
    string,
    string,
    string | null,
    string,
    AchievementLine['level'],
    string | null,
  ];
  const rows = await database.rows<Row>(achievements, daysValues(asked));
  return rows.map(([id, schoolId, date, studentId, student, className, title, level, result]) => ({
    id,
    schoolId,
    date,
    studentId,
    student,
    className,
    title,
    level,
    result,
  }));
}

const heads = overClasses(
  'heads',
  [staysPart],
  `select school_id, count(distinct student_id)::int from stays where last group by school_id`,
);

/** How many students a school has on the last day, by its id. */
export const readHeads = async (
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<ReadonlyMap<string, number>> =>
  new Map(await database.rows<readonly [string, number]>(heads, daysValues(asked)));
