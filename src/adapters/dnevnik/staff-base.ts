import type { EntityName } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import type { PullEvent } from '../contract.ts';
import { commonDays, type Range } from '../days.ts';
import { covered, records, rejected } from '../events.ts';
import { classRow, subjectRow } from './groups.ts';
import { staffRow } from './people.ts';
import { keyOf } from './schema.ts';
import { type Period, termRow, yearRow } from './school-base.ts';
import type { StaffBook } from './staff-book.ts';

/** Each term once, with the grades that have it. */
function termRows({ classes, studyYear }: StaffBook): Observed<'term'>[] {
  const found = new Map<string, { period: Period; grades: number[] }>();
  for (const { group, periods } of classes) {
    for (const period of periods) {
      const known = found.get(period.key) ?? { period, grades: [] };
      if (group.grade !== null) known.grades.push(group.grade);
      found.set(period.key, known);
    }
  }
  return [...found.values()].map(({ period, grades }) =>
    termRow(period, String(studyYear), {
      gradeFrom: grades.length > 0 ? Math.min(...grades) : null,
      gradeTo: grades.length > 0 ? Math.max(...grades) : null,
    }),
  );
}

/** People of the list, and whoever leads a class without being on it. */
function staffRows({ classes, teachers }: StaffBook): Observed<'staff'>[] {
  const rows = new Map(teachers.rows.map((one) => [one.key, one]));
  for (const { homeroom } of classes)
    if (homeroom && !rows.has(keyOf(homeroom)))
      rows.set(keyOf(homeroom), staffRow(homeroom, 'edu-groups/classteacher $'));
  return [...rows.values()];
}

function* whole<N extends EntityName>(
  entity: N,
  rows: readonly Observed<N>[],
  isComplete = true,
): Generator<PullEvent> {
  yield* records(entity, rows);
  if (isComplete) yield covered(entity);
}

/** Everything of the school as a whole. */
export function* aboutSchool(book: StaffBook): Generator<PullEvent> {
  const { base, classes, teachers, studyYear } = book;
  const bells = new Map(classes.flatMap((one) => (one.bells?.rows ?? []).map((row) => [row.key, row])));
  yield* rejected([...base.rejects, ...teachers.rejects, ...book.rejects]);
  yield* records('academicYear', [yearRow(studyYear, 'schools/edu-groups $[*].studyyear')]);
  yield* whole('term', termRows(book), book.rejects.length === 0);
  yield* whole('schoolBreak', [...(book.breaks?.values() ?? [])], book.breaks !== null);
  yield* whole(
    'bellPeriod',
    [...bells.values()],
    classes.every((one) => one.bells !== null),
  );
  yield* whole('staff', staffRows(book), teachers.rejects.length === 0);
  yield* records(
    'subject',
    [...book.subjects].map(([key, name]) => subjectRow(key, name, 'schools/subjects $')),
  );
  yield* whole(
    'class',
    classes.map(({ group, homeroom, bells: own }) =>
      classRow(group, {
        homeroomTeacherId: homeroom ? keyOf(homeroom) : null,
        shift: own?.shift ?? null,
      }),
    ),
    book.rejects.length === 0,
  );
  yield* whole('workType', base.workTypeRows, base.rejects.length === 0);
}

/** From the first day of the terms to the last. */
export function yearOf({ classes }: Pick<StaffBook, 'classes'>): Range | null {
  const periods = classes.flatMap((one) => one.periods);
  const from = periods.map(({ startDay }) => startDay).toSorted()[0];
  const to = periods
    .map(({ endDay }) => endDay)
    .toSorted()
    .at(-1);
  return from && to ? { from, to } : null;
}

/** The days asked for that the year has. */
export function rangeOf(book: StaffBook, request: Range): Range | null {
  const year = yearOf(book);
  return year && commonDays(request, year);
}
