import type { Day } from '../../../src/model/dates.ts';
import type { TruthTerm } from '../../school-year/types.ts';
import {
  dayAsked,
  type GroupRef,
  type Range,
  rangeAsked,
  studentAsked,
  subjectAsked,
  wholeGroupAsked,
} from '../asked.ts';
import { numberedKey, personId, subjectId } from '../ids.ts';
import { lessonsOfGroup, lessonsOfStudent, worksOf } from '../journal.ts';
import type { LessonView } from '../lesson-view.ts';
import { numberOf } from '../mark-values.ts';
import { marksOf } from '../marks.ts';
import { unknown } from '../refused.ts';
import { type ApiRoute, get, type Visit } from '../route.ts';
import type { MarkRow } from '../work-row.ts';

interface Counted {
  readonly student: number;
  readonly subject: number;
  readonly number: number;
  readonly weight: number;
}

const counted = ({ book }: Visit, row: MarkRow): Counted[] => {
  const number = numberOf(row.value);
  if (number === null) return [];
  const weight = book.workTypes.get(row.work.typeId)?.weight ?? 0;
  return [{ student: row.student, subject: row.work.subjectId, number, weight }];
};

const countedIn = (visit: Visit, views: Iterable<LessonView>, student: number | null): Counted[] =>
  [...views].flatMap((view) =>
    worksOf(visit.world, view).flatMap((row) =>
      marksOf(visit.world, row, student).flatMap((one) => counted(visit, one)),
    ),
  );

/** Two digits behind a comma. */
export const withComma = (mean: number): string => mean.toFixed(2).replace('.', ',');

function plainMean(marks: readonly Counted[]): number | null {
  if (marks.length === 0) return null;
  return marks.reduce((sum, { number }) => sum + number, 0) / marks.length;
}

const weightedMean = (marks: readonly Counted[]): number | null => {
  const weights = marks.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return plainMean(marks);
  return marks.reduce((sum, { number, weight }) => sum + number * weight, 0) / weights;
};

export function termAsked(visit: Visit): TruthTerm {
  const key = numberedKey('period', visit.call.params['period'] ?? '');
  const term = visit.book.year.terms.find(({ id }) => id === key?.id);
  if (key?.school !== visit.school || !term) throw unknown('reporting period');
  return term;
}

const rangeOf = ({ startDay, endDay }: TruthTerm): Range => ({ from: startDay, to: endDay });

/** A student's mean in a term, over all subjects or one. */
function meanOfPeriod(visit: Visit, subject: number | null): string | null {
  const student = studentAsked(visit);
  const views = lessonsOfStudent(visit.world, visit.school, student, rangeOf(termAsked(visit)));
  const marks = countedIn(visit, views, student.id);
  const mean = plainMean(subject === null ? marks : marks.filter((one) => one.subject === subject));
  return mean === null ? null : withComma(mean);
}

/** The group with its subgroups where a class is asked about. */
function viewsOf({ world, book }: Visit, ref: GroupRef, range: Range): LessonView[] {
  const parts = ref.group ? [] : (book.groupsOfClass.get(ref.class.id) ?? []);
  const subgroups = parts.filter(({ part }) => part !== null).map((group) => ({ ...ref, group }));
  return [ref, ...subgroups].flatMap((one) => [...lessonsOfGroup(world, one, range)]);
}

const byKey = (marks: readonly Counted[], keyOf: (one: Counted) => number): Map<number, Counted[]> => {
  const found = new Map<number, Counted[]>();
  for (const one of marks) {
    const here = found.get(keyOf(one));
    if (here) here.push(one);
    else found.set(keyOf(one), [one]);
  }
  return found;
};

function ofStudents(visit: Visit, ref: GroupRef, range: Range, more: object = {}): object[] {
  const { school } = visit;
  const marks = countedIn(visit, viewsOf(visit, ref, range), null);
  return [...byKey(marks, ({ student }) => student)].map(([student, own]) => {
    const person = personId({ school, kind: 'student', id: student });
    const subjects = [...byKey(own, ({ subject }) => subject)].map(([id, some]) => {
      const subject = subjectId({ school, id });
      const mean = plainMean(some) ?? 0;
      return { subject, subject_str: String(subject), 'avg-mark-value': withComma(mean) };
    });
    return { person, person_str: String(person), ...more, 'per-subject-averages': subjects };
  });
}

function inPeriod(visit: Visit): object[] {
  const ref = wholeGroupAsked(visit);
  const term = termAsked(visit);
  const date: Day = dayAsked(visit.call.params['date'], 'date');
  const range = { from: term.startDay, to: date < term.endDay ? date : term.endDay };
  const period = visit.call.params['period'] ?? '';
  return ofStudents(visit, ref, range, {
    group: ref.id,
    group_str: String(ref.id),
    reportingPeriod: BigInt(period),
    reportingPeriod_str: period,
  });
}

/** Weighted means: here they are numbers. */
function weighted(visit: Visit): object {
  const { school } = visit;
  const marks = countedIn(visit, viewsOf(visit, wholeGroupAsked(visit), rangeAsked(visit)), null);
  const subjectMarks = [...byKey(marks, ({ subject }) => subject)].map(([id, own]) => {
    const subject = subjectId({ school, id });
    const means = [...byKey(own, ({ student }) => student)].map(([student, some]) => ({
      person: personId({ school, kind: 'student', id: student }),
      value: Math.round((weightedMean(some) ?? 0) * 100) / 100,
    }));
    return { subject, subject_str: String(subject), marks: means };
  });
  return { subjectMarks };
}

export const averageRoutes: readonly ApiRoute[] = [
  get('persons/{person}/reporting-periods/{period}/avg-mark', (visit) => meanOfPeriod(visit, null)),
  get('persons/{person}/reporting-periods/{period}/subjects/{subject}/avg-mark', (visit) =>
    meanOfPeriod(visit, subjectAsked(visit)),
  ),
  get('edu-groups/{group}/avg-marks/{from}/{to}', (visit) =>
    ofStudents(visit, wholeGroupAsked(visit), rangeAsked(visit)),
  ),
  get('edu-groups/{group}/reporting-periods/{period}/avg-marks/{date}', inPeriod),
  get('edu-groups/{group}/wa-marks/{from}/{to}', weighted),
];
