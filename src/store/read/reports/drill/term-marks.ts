import { accepted, joinHeld } from '../../overlay.ts';
import { codeWord, drillColumns } from './columns.ts';
import { lookup, resultsNarrowing } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

const NUMBERS = "'5', '4', '3', '2', '1'";

/** Conditions on rows `r` of part `results`; other values are codes or words as they stand in the journal. */
const SETS: Readonly<Record<string, string>> = {
  base: 'true',
  none: 'r.code is null',
  low: "r.code in ('2', '1')",
  assessed: `r.code in (${NUMBERS}, 'na')`,
  passing: "r.code in ('5', '4', '3')",
  quality: "r.code in ('5', '4')",
  without_marks: 'r.marks = 0',
  one_mark: 'r.marks = 1',
  compared: 'r.gap is not null',
  gap_above: 'r.gap > 0',
  gap_below: 'r.gap < 0',
  gap_equal: 'r.gap = 0',
};

const ANY = 'r.code is not null';
const EQUAL = `(${codeWord('r.code')} = a.value or r.code = a.value)`;

/** Marks for the period, one of a student and subject; for any two dates the rounded means, which are nobody's rows. */
export function termMarks(request: DrillRequest): DrillSelect {
  const { value } = request;
  const narrowing = resultsNarrowing(request);
  const set = value === null ? ANY : (SETS[value] ?? EQUAL);
  const variant = value === null ? '' : value in SETS ? `-${value}` : '-value';
  return {
    name: `term-marks${variant}${narrowing.name}`,
    parts: narrowing.parts,
    select: `select ${drillColumns('s.school_id', {
      entity: 'termMark',
      key: "s.class_id || '/' || r.student_id || '/' || r.subject_id",
      classId: 's.class_id',
      studentId: 'r.student_id',
      subjectId: 'r.subject_id',
      value: `coalesce(${codeWord('r.code')}, ${accepted('k.value', 'value')})`,
      text: "'текущих отметок: ' || r.marks",
      row: 'k',
    })}
    from results r join picked s using (sc) cross join asked a ${narrowing.joins}
    ${lookup('term_mark', 'k', 'k.school_id = s.school_id and k.id = r.final_id', true)}
    ${joinHeld('termMark', 'k')}
    where ${set} and ${narrowing.where}`,
  };
}
