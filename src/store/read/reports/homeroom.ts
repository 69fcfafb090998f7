import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { overParts } from './over-parts.ts';

/** How many students a class had. `began` + `arrived` − `departed` is `ended`. */
export interface ClassFlow {
  readonly classId: string;
  readonly began: number;
  readonly arrived: number;
  readonly departed: number;
  readonly ended: number;
  /** Students who are exempt in some subject. */
  readonly exempt: number;
}

const flow = overParts<readonly [string, number, number, number, number, number]>(
  'class-flow',
  `
select s.class_id, count(*) filter (where b.began)::int, count(*) filter (where not b.began)::int,
  count(*) filter (where not b.last)::int, count(*) filter (where b.last)::int,
  (select count(distinct r.student_id)::int from results r where r.sc = s.sc and r.code = 'exempt')
from (
  select y.sc, y.student_id, bool_or(y.from_day = s.from_day) as began, bool_or(y.last) as last
  from stays y join scope s using (sc) group by y.sc, y.student_id
) b join scope s using (sc)
group by s.sc, s.class_id`,
);

/** Of classes by their ids. */
export async function readClassFlow(
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<ReadonlyMap<string, ClassFlow>> {
  const rows = await flow(database, request);
  return new Map(
    rows.map(([classId, began, arrived, departed, ended, exempt]) => [
      classId,
      { classId, began, arrived, departed, ended, exempt },
    ]),
  );
}

/** A student with the subjects of the marks that a category is told by; grade 1 has none. */
export interface StudentMarks {
  readonly classId: string;
  readonly studentId: string;
  readonly name: string;
  readonly fives: readonly string[];
  readonly fours: readonly string[];
  readonly threes: readonly string[];
  readonly lows: readonly string[];
  readonly notAssessed: readonly string[];
  readonly exempt: readonly string[];
}

const named = (codes: string): string =>
  `coalesce(array_agg(j.name order by j.name collate "ru-x-icu") filter (where r.code in (${codes})), '{}')`;

type Names = readonly string[];

const marks = overParts<readonly [string, string, string, Names, Names, Names, Names, Names, Names]>(
  'student-categories',
  `
select s.class_id, r.student_id, st.display_name,
  ${named("'5'")}, ${named("'4'")}, ${named("'3'")}, ${named("'1', '2'")}, ${named("'na'")}, ${named("'exempt'")}
from results r join scope s using (sc)
join student st on st.school_id = s.school_id and st.id = r.student_id
join subject j on j.school_id = s.school_id and j.id = r.subject_id
where r.code is not null and s.grade is distinct from 1
group by s.class_id, s.grade, r.student_id, st.display_name
order by st.display_name collate "ru-x-icu", r.student_id`,
);

/** Students of classes who have any mark for the period, in order of names. */
export const readStudentMarks = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly StudentMarks[]> =>
  (await marks(database, request)).map(
    ([classId, studentId, name, fives, fours, threes, lows, notAssessed, exempt]) => ({
      classId,
      studentId,
      name,
      fives,
      fours,
      threes,
      lows,
      notAssessed,
      exempt,
    }),
  );
