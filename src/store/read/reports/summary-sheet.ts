import type { Day } from '../../../model/dates.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { accepted, joinHeld, present } from '../overlay.ts';
import { overParts } from './over-parts.ts';

/** Lessons that one student missed in the period, by reason, and whole days. */
export interface StudentMissed {
  readonly studentId: string;
  readonly name: string;
  readonly missed: number;
  readonly missedSick: number;
  readonly missedExcused: number;
  readonly missedUnexcused: number;
  readonly missedEvent: number;
  readonly missedNotGiven: number;
  readonly missedDays: number;
}

const lessonsOf = (reason: string | null): string =>
  `coalesce(sum(b.weight) filter (where b.status = 'absent'${
    reason === null ? '' : ` and b.reason = '${reason}'`
  }), 0)::int`;

/** As `missed-sql.ts` counts it for a class. */
const STUDENTS = `
select p.student_id, st.display_name, ${[null, 'sick', 'excused', 'unexcused', 'school_event', 'not_given']
  .map(lessonsOf)
  .join(', ')},
  (select count(*) filter (where d.whole or (d.lessons > 0 and d.absent >= d.lessons))::int
    from missed_days d where d.sc = p.sc and d.student_id = p.student_id)
from people p
join student st on st.school_id = p.school_id and st.id = p.student_id
left join (
  select a.sc, a.student_id, a.status, a.reason, case when a.whole then greatest(d.lessons, 1) else 1 end as weight
  from absences a
  left join missed_days d on a.whole and d.sc = a.sc and d.student_id = a.student_id and d.date = a.date
) b on b.sc = p.sc and b.student_id = p.student_id
where p.last
group by p.sc, p.student_id, st.display_name
order by st.display_name collate "ru-x-icu", p.student_id`;

type Counts = [number, number, number, number, number, number, number];

const students = overParts<readonly [string, string, ...Counts]>('sheet-students', STUDENTS);

/** The students of one class on the last day of the period, in order of names. */
export const readStudentMissed = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly StudentMissed[]> =>
  (await students(database, request)).map(
    ([
      studentId,
      name,
      missed,
      missedSick,
      missedExcused,
      missedUnexcused,
      missedEvent,
      none,
      missedDays,
    ]) => ({
      studentId,
      name,
      missed,
      missedSick,
      missedExcused,
      missedUnexcused,
      missedEvent,
      missedNotGiven: none,
      missedDays,
    }),
  );

/** A mark of a student for a period, as it stands in the journal. */
export interface SheetMark {
  readonly studentId: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly value: string;
}

/** A column of the sheet: a term, or the year, exam, final mark; `from` orders terms. */
export interface SheetTerm {
  readonly period: string;
  readonly kind: 'term' | 'year' | 'exam' | 'final';
  readonly from: Day;
  readonly to: Day;
  readonly marks: readonly SheetMark[];
}

const MARKS = `
enrolled as materialized (
  select distinct s.sc, e.student_id from scope s
  join enrolment e on e.school_id = s.school_id and e.class_id = s.class_id and e.source = s.source
    and e.deleted_at is null
),
sheet_marks as materialized (
  select distinct on (e.sc, k.kind, k.student_id, k.subject_id) e.sc, k.kind, k.student_id, k.subject_id,
    ${accepted('k.value', 'value')} as value
  from enrolled e join scope s using (sc)
  join term_mark k on k.school_id = s.school_id and k.student_id = e.student_id and k.source = s.source
    and case s.basis
      when 'term' then k.kind = 'term' and k.term_id = s.term_id
      else k.kind in ('year', 'exam', 'final') and (k.academic_year_id is null or exists (
        select 1 from academic_year y where y.school_id = k.school_id and y.id = k.academic_year_id
          and y.start_day <= s.to_day and y.end_day >= s.from_day)) end
  ${joinHeld('termMark', 'k')}
  where ${present('k', false)}
  order by e.sc, k.kind, k.student_id, k.subject_id, k.first_seen_at desc, k.id
)`;

const marks = overParts<
  readonly [string, SheetTerm['kind'], Day, Day, string | null, string | null, string | null, string | null]
>(
  'sheet-marks',
  `
select s.period, t.kind, s.from_day::text, s.to_day::text, m.student_id, m.subject_id, j.name, m.value
from scope s
cross join lateral unnest(case s.basis when 'term' then array['term'] else array['year', 'exam', 'final'] end)
  with ordinality t(kind, place)
left join sheet_marks m on m.sc = s.sc and m.kind = t.kind
left join subject j on j.school_id = s.school_id and j.id = m.subject_id
order by s.basis, s.from_day, t.place`,
  [MARKS],
);

/** Marks of one class in its terms of the periods asked for, the earliest first, the year last. */
export async function readSheetTerms(
  database: ReadDatabase,
  request: FiguresRequest,
  periods: readonly string[],
): Promise<readonly SheetTerm[]> {
  const terms = new Map<string, SheetTerm & { readonly marks: SheetMark[] }>();
  for (const [period, kind, from, to, studentId, subjectId, subject, value] of await marks(
    database,
    request,
    periods,
  )) {
    const key = `${period} ${kind}`;
    const term = terms.get(key) ?? { period, kind, from, to, marks: [] };
    terms.set(key, term);
    if (studentId !== null && subjectId !== null && value !== null)
      term.marks.push({ studentId, subjectId, subject: subject ?? '', value });
  }
  return [...terms.values()];
}
