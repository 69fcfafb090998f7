import { type Period, termKeyText, termsEndingWith } from '../../../model/period.ts';
import { missedParts } from '../../rollup/missed-sql.ts';
import { peopleParts } from '../../rollup/people-sql.ts';
import { scopeParts } from '../../rollup/scope-sql.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues } from '../reach.ts';

/** What a student could attend and missed in a month, in lessons. */
export interface StudentMonth {
  readonly schoolId: string;
  readonly source: string;
  readonly classId: string;
  readonly className: string;
  readonly studentId: string;
  readonly student: string;
  /** `2025-09` */
  readonly month: string;
  readonly possible: number;
  readonly missed: number;
  readonly sick: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly event: number;
  readonly notGiven: number;
  readonly late: number;
  readonly missedDays: number;
}

const sum = (condition: string, name: string): string =>
  `coalesce(sum(weight) filter (where status = 'absent'${condition}), 0)::int as ${name}`;

const reason = (value: string, name: string): string => sum(` and reason = '${value}'`, name);

/** Counted as figures count: an entry for a whole day misses all its lessons. */
const months = `
weighed as materialized (
  select b.sc, b.student_id, date_trunc('month', b.date)::date as month, b.status, b.reason,
    case when b.status = 'absent' and b.whole then greatest(d.lessons, 1) else 1 end as weight
  from absences b
  left join missed_days d on b.whole and d.sc = b.sc and d.student_id = b.student_id and d.date = b.date
),
student_missed as materialized (
  select sc, student_id, month, ${sum('', 'missed')}, ${reason('sick', 'sick')}, ${reason('excused', 'excused')},
    ${reason('unexcused', 'unexcused')}, ${reason('school_event', 'event')}, ${reason('not_given', 'not_given')},
    count(*) filter (where status = 'late')::int as late
  from weighed group by sc, student_id, month
),
student_days as materialized (
  select sc, student_id, date_trunc('month', date)::date as month,
    count(*) filter (where whole or (lessons > 0 and absent >= lessons))::int as days
  from missed_days group by 1, 2, 3
),
student_possible as materialized (
  select a.sc, a.student_id, date_trunc('month', d.date)::date as month, sum(d.lessons)::int as possible
  from attending a
  join group_days d on d.sc = a.sc and d.group_id = a.group_id
    and coalesce(d.date >= a.from_day, true) and coalesce(d.date <= a.to_day, true)
  group by 1, 2, 3
)`;

const select = `
select o.school_id, o.source, c.id, c.name, s.id, s.display_name, to_char(coalesce(p.month, m.month), 'YYYY-MM'),
  coalesce(p.possible, 0), coalesce(m.missed, 0), coalesce(m.sick, 0), coalesce(m.excused, 0),
  coalesce(m.unexcused, 0), coalesce(m.event, 0), coalesce(m.not_given, 0), coalesce(m.late, 0), coalesce(d.days, 0)
from student_possible p
full join student_missed m on m.sc = p.sc and m.student_id = p.student_id and m.month = p.month
left join student_days d on d.sc = m.sc and d.student_id = m.student_id and d.month = m.month
join scope o on o.sc = coalesce(p.sc, m.sc)
join class c on c.school_id = o.school_id and c.id = o.class_id
join student s on s.school_id = o.school_id and s.id = coalesce(p.student_id, m.student_id) and s.deleted_at is null
order by o.school_id, c.grade nulls last, c.name collate "ru-x-icu", c.id, s.display_name collate "ru-x-icu", s.id, 7`;

const statementOf = (kind: 'terms' | 'range'): Statement => ({
  name: `report-attendance-${kind}`,
  text: `with ${[...scopeParts(kind), ...peopleParts, ...missedParts, months].join(',')}${select}`,
});

const statements = { terms: statementOf('terms'), range: statementOf('range') } as const;

const periodValues = (period: Period): readonly unknown[] =>
  period.kind === 'range' ? [period.from, period.to] : [termsEndingWith(period.term).map(termKeyText)];

type Row = readonly [
  schoolId: string,
  source: string,
  classId: string,
  className: string,
  studentId: string,
  student: string,
  month: string,
  ...counts: number[],
];

/** Students of the classes asked for, month by month. */
export async function readStudentMonths(
  database: ReadDatabase,
  { reach, schoolId, municipality, classIds, period }: FiguresRequest,
): Promise<readonly StudentMonth[]> {
  const values = [...reachValues(reach), schoolId, municipality, classIds, ...periodValues(period)];
  const rows = await database.rows<Row>(statements[period.kind === 'range' ? 'range' : 'terms'], values);
  return rows.map(([school, source, classId, className, studentId, student, month, ...counts]) => {
    const [possible = 0, missed = 0, sick = 0, excused = 0, unexcused = 0, event = 0, ...rest] = counts;
    const [notGiven = 0, late = 0, missedDays = 0] = rest;
    const who = { schoolId: school, source, classId, className, studentId, student, month };
    return { ...who, possible, missed, sick, excused, unexcused, event, notGiven, late, missedDays };
  });
}
