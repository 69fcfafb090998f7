import { firstNumber, rounded, secondNumber } from '../../rollup/mark-sql.ts';
import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { accepted, joinHeld, present } from '../overlay.ts';
import { overParts } from './over-parts.ts';
import { workKindOf } from './works.ts';

/** A student's mark for a term in a subject beside what the current marks say. */
export interface TermGap {
  readonly schoolId: string;
  readonly classId: string;
  readonly className: string;
  readonly source: string;
  readonly studentId: string;
  readonly student: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly termMark: number;
  /** Null: no current mark that counts. */
  readonly weightedMean: number | null;
  /** Half up, by the usual thresholds. */
  readonly rounded: number | null;
  /** Of the marks for tests; null: none. */
  readonly testMean: number | null;
}

const value = accepted('k.value', 'value');
const scale = `coalesce(${accepted('k.scale_max', 'scaleMax', '::int')}, k.scale_max)`;

const TESTS = `
tests as materialized (
  select sc, student_id, subject_id, (sum(first + coalesce(second, 0))::numeric
    / sum(case when second is null then 1 else 2 end))::float8 as mean
  from (
    select p.sc, p.student_id, k.subject_id, ${firstNumber(value, scale)} as first,
      ${secondNumber(value, scale)} as second
    from people p
    join mark k on k.school_id = p.school_id and k.student_id = p.student_id
      and k.date between p.from_day and p.to_day and k.source = p.source
    ${joinHeld('mark', 'k')}
    join assessment w on w.school_id = k.school_id and w.id = k.assessment_id
    join work_type t on t.school_id = w.school_id and t.id = w.work_type_id
    where ${present('k', false)} and ${workKindOf('t.name')} = 'control'
  ) n
  where first is not null
  group by sc, student_id, subject_id
)`;

const read = overParts<
  readonly [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    number,
    number | null,
    number | null,
    number | null,
  ]
>(
  'term-gaps',
  `
select s.school_id, s.class_id, c.name, s.source, r.student_id, st.display_name, r.subject_id, j.name,
  r.code::int, m.mean::float8, ${rounded('m.mean')}, t.mean
from results r join scope s using (sc)
join class c on c.school_id = s.school_id and c.id = s.class_id
join student st on st.school_id = s.school_id and st.id = r.student_id
join subject j on j.school_id = s.school_id and j.id = r.subject_id
left join means m on m.sc = r.sc and m.student_id = r.student_id and m.subject_id = r.subject_id
left join tests t on t.sc = r.sc and t.student_id = r.student_id and t.subject_id = r.subject_id
where r.code in ('1', '2', '3', '4', '5') and s.basis <> 'range' and s.grade is distinct from 1
order by c.grade nulls last, c.name collate "ru-x-icu", c.id, j.name collate "ru-x-icu", j.id,
  st.display_name collate "ru-x-icu", st.id`,
  [TESTS],
);

/** All marks for the term that are numbers, by class, subject and student. */
export const readTermGaps = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly TermGap[]> => (await read(database, request)).map(gapOfRow);

const gapOfRow = (row: Awaited<ReturnType<typeof read>>[number]): TermGap => {
  const [schoolId, classId, className, source, studentId, student, subjectId, subject, termMark] = row;
  const [weightedMean, roundedMean, testMean] = [row[9], row[10], row[11]];
  const who = { schoolId, classId, className, source, studentId, student, subjectId, subject };
  // `greatest` knows no null: without a mean there is nothing rounded.
  return { ...who, termMark, weightedMean, rounded: weightedMean === null ? null : roundedMean, testMean };
};
