import { codeWord, drillColumns } from './columns.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

const ok = 'g.lows = 0 and g.gaps = 0';

/** The categories of school-domain §4, as `results-sql.ts` counts them, over rows `g` of part `graded`. */
const CATEGORIES: Readonly<Record<string, string>> = {
  graded: 'true',
  excellent: `${ok} and g.threes = 0 and g.fours = 0`,
  good: `${ok} and g.threes = 0 and g.fours > 0`,
  one_four: `${ok} and g.threes = 0 and g.fours = 1`,
  satisfactory: `${ok} and g.threes > 0`,
  one_three: `${ok} and g.threes = 1`,
  failing: 'g.lows > 0',
  not_assessed: 'g.gaps > 0',
  passing: ok,
  quality: `${ok} and g.threes = 0`,
};

const columns = (text?: string) =>
  drillColumns('s.school_id', {
    entity: 'enrolment',
    key: "s.class_id || '/' || p.student_id",
    classId: 's.class_id',
    studentId: 'p.student_id',
    row: 'e',
    ...(text === undefined ? {} : { text }),
  });

/** The enrolment that put the student into the class: the last one. */
const enrolment = `left join lateral (
  select * from enrolment e where e.school_id = s.school_id and e.class_id = s.class_id
    and e.student_id = p.student_id and e.source = s.source and e.deleted_at is null
    and coalesce(e.from_day <= s.to_day, true) and coalesce(e.to_day >= s.to_day, true)
  order by e.from_day desc nulls last, e.id limit 1) e on true`;

/** Who was in the class on the first day, and who came and went after it. */
const MOVED: Readonly<Record<string, string>> = {
  first: 'p.first',
  arrived: 'not p.first',
  departed: 'not p.last',
};

const who = '(a.student_id is null or p.student_id = a.student_id)';

const OF_SEX = `and exists (select from student t where t.school_id = s.school_id and t.id = p.student_id
  and t.deleted_at is null and t.sex = a.value)`;

/** Students of classes on the last day of the period; `value` is a category, with the marks that put them there. */
export function students({ value, words }: DrillRequest): DrillSelect {
  const category = value === null ? undefined : CATEGORIES[value];
  const [moved] = words.filter((word) => word in MOVED);
  if (moved !== undefined) {
    return {
      name: `students-${moved}`,
      select: `select ${columns()} from (
          select y.sc, y.student_id, bool_or(y.from_day = s.from_day) as first, bool_or(y.last) as last
          from stays y join scope s using (sc) group by y.sc, y.student_id
        ) p join picked s using (sc) cross join asked a ${enrolment}
        where ${MOVED[moved]} and ${who}`,
    };
  }
  if (category === undefined) {
    return {
      name: value === null ? 'students' : 'students-sex',
      // What is neither a category nor a sex is nobody's.
      select: `select ${columns()} from people p join picked s using (sc) cross join asked a ${enrolment}
        where p.last and ${who} ${value === null ? '' : OF_SEX}`,
    };
  }
  return {
    name: `students-${value}`,
    parts: [
      `said as materialized (
  select r.sc, r.student_id, string_agg(j.name || ' ' || ${codeWord('r.code')}, ', ' order by j.name) as text
  from results r join scope s using (sc) join subject j on j.school_id = s.school_id and j.id = r.subject_id
  where r.code is not null group by r.sc, r.student_id
)`,
    ],
    select: `select ${columns('t.text')}
      from people p join picked s using (sc) cross join asked a
      join graded g on g.sc = p.sc and g.student_id = p.student_id
      left join said t on t.sc = p.sc and t.student_id = p.student_id ${enrolment}
      where p.last and ${who} and ${category}`,
  };
}
