import { type GroupRef, groupAsked, studentAsked, subjectAsked, wholeGroupAsked } from '../asked.ts';
import { numberedId, periodWorkKey, personId, subjectId } from '../ids.ts';
import { marksOf } from '../marks.ts';
import { FINAL, periodWorksOf, YEAR } from '../period-works.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import { mark, work } from '../shapes/works.ts';
import type { MarkRow } from '../work-row.ts';
import { subjectsUsed, workTypesUsed } from './schedules.ts';

const finals = ({ world, school }: Visit, ref: GroupRef, student: number | null): MarkRow[] =>
  periodWorksOf(world, school, ref.class.id).flatMap((row) => marksOf(world, row, student));

const termOf = (row: MarkRow): number => periodWorkKey(String(row.work.id))?.term ?? YEAR;

/** Of the year's two marks the final one holds. */
function holding(rows: readonly MarkRow[]): MarkRow[] {
  const settled = new Set(
    rows
      .filter((row) => termOf(row) === FINAL)
      .map(({ student, work: { subjectId: id } }) => `${student}/${id}`),
  );
  return rows.filter((row) => termOf(row) !== YEAR || !settled.has(`${row.student}/${row.work.subjectId}`));
}

function perSubject({ world, school }: Visit, row: MarkRow): object {
  const subject = subjectId({ school, id: row.work.subjectId });
  return { subject, subject_str: String(subject), 'final-mark': mark(world, row) };
}

/** Of a class: each student's marks of each term, with `reportingPeriod` null for the year. */
function ofClass(visit: Visit): object[] {
  const { school } = visit;
  const ref = wholeGroupAsked(visit);
  const byStudent = new Map<string, MarkRow[]>();
  for (const row of holding(finals(visit, ref, null))) {
    const term = termOf(row) === FINAL ? YEAR : termOf(row);
    const key = `${row.student}/${term}`;
    byStudent.set(key, [...(byStudent.get(key) ?? []), row]);
  }
  return [...byStudent].map(([key, rows]) => {
    const [student = 0, term = 0] = key.split('/').map(Number);
    const person = personId({ school, kind: 'student', id: student });
    const period = term === YEAR ? null : numberedId('period', { school, id: term });
    return {
      person,
      person_str: String(person),
      group: ref.id,
      group_str: String(ref.id),
      reportingPeriod: period,
      reportingPeriod_str: period === null ? null : String(period),
      'per-subject-final-marks': rows.map((row) => perSubject(visit, row)),
    };
  });
}

function onSubject(visit: Visit): object[] {
  const ref = wholeGroupAsked(visit);
  const subject = subjectAsked(visit);
  return holding(finals(visit, ref, null))
    .filter((row) => row.work.subjectId === subject)
    .map((row) => mark(visit.world, row));
}

const ofStudent = (visit: Visit): object[] =>
  holding(finals(visit, groupAsked(visit), studentAsked(visit).id)).map((row) => perSubject(visit, row));

/** Everything of a student: marks with the works they hang on, both marks of the year among them. */
function all(visit: Visit): object {
  const { world } = visit;
  const rows = finals(visit, groupAsked(visit), studentAsked(visit).id);
  const works = [...new Map(rows.map((row) => [row.work.id, row.work])).values()];
  return {
    marks: rows.map((row) => mark(world, row)),
    works: works.map((row) => work(world, row, true)),
    subjects: subjectsUsed(
      visit,
      works.map((row) => row.subjectId),
    ),
    workTypes: workTypesUsed(visit, works),
  };
}

export const finalMarkRoutes: readonly ApiRoute[] = [
  get('edu-groups/{group}/final-marks', ofClass),
  get('edu-groups/{group}/subjects/{subject}/final-marks', onSubject),
  get('persons/{person}/edu-groups/{group}/final-marks', ofStudent),
  get('persons/{person}/edu-groups/{group}/allfinalmarks', all),
];
