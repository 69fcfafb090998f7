import type pg from 'pg';
import { addDays, type Day } from '../../model/dates.ts';
import type { ScopeName } from '../../rules/facts.ts';
import { unitName } from '../../rules/unit.ts';
import { classStretches, readYear } from '../facts/layout.ts';
import { askerOf } from '../facts/raw-rows.ts';
import type { IngestOptions } from './types.ts';

/** A place that rows changed in. */
export interface Touch {
  readonly scopes: readonly Exclude<ScopeName, 'school'>[];
  readonly studentId: string | null;
  readonly classId: string | null;
  /** Null: all subjects of the class. */
  readonly subjectId: string | null;
  /** Null: the whole year. */
  readonly day: Day | null;
  /** All subjects of the class, that day. */
  readonly isWide: boolean;
}

/** Values by key, of rows `key, value`. */
function byKey(
  rows: readonly { readonly key: string; readonly value: string }[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { key, value } of rows) {
    const known = found.get(key);
    if (known) known.push(value);
    else found.set(key, [value]);
  }
  return found;
}

async function classesOf(client: pg.Client, schoolId: string, studentIds: readonly string[]) {
  if (studentIds.length === 0) return byKey([]);
  const { rows } = await client.query<{ key: string; value: string }>(
    `SELECT DISTINCT student_id AS key, class_id AS value FROM enrolment
     WHERE school_id = $1 AND student_id = ANY($2::uuid[])`,
    [schoolId, studentIds],
  );
  return byKey(rows);
}

/** The subjects of classes: those that have groups, and those that were judged before. */
async function subjectsOf(client: pg.Client, schoolId: string, isNeeded: boolean) {
  if (!isNeeded) return byKey([]);
  const { rows } = await client.query<{ key: string; value: string }>(
    `SELECT class_id AS key, subject_id AS value FROM subject_group
     WHERE school_id = $1 AND class_id IS NOT NULL AND deleted_at IS NULL
     UNION SELECT class_id, subject_id FROM tally
     WHERE school_id = $1 AND class_id IS NOT NULL AND subject_id IS NOT NULL`,
    [schoolId],
  );
  return byKey(rows);
}

const NONE: readonly string[] = [];

/** The names of the units that hold the places. */
export async function unitsTouched(
  client: pg.Client,
  { schoolId, observedAt }: IngestOptions,
  touches: readonly Touch[],
  school: boolean,
): Promise<string[]> {
  const year = await readYear(askerOf(client), schoolId, observedAt.toISOString().slice(0, 10));
  const students = new Set(touches.flatMap(({ studentId }) => studentId ?? []));
  const classes = await classesOf(client, schoolId, [...students]);
  const isWide = touches.some((touch) => touch.isWide || touch.subjectId === null);
  const subjects = await subjectsOf(client, schoolId, isWide);
  const stretches = new Map(
    year.classes.map((one) => [one.id, classStretches(year, one, (day) => addDays(day, 1))]),
  );
  const units = new Set<string>();
  if (school) units.add(unitName({ scope: 'school', from: year.year.from }));

  const touchClass = (touch: Touch, classId: string) => {
    const all = stretches.get(classId);
    // A class of another year: nobody judges it any more.
    if (!all) return;
    const { scopes, subjectId, day } = touch;
    if (scopes.includes('class_year'))
      units.add(unitName({ scope: 'class_year', classId, from: year.year.from }));
    const ofClass = touch.isWide || subjectId === null ? (subjects.get(classId) ?? NONE) : NONE;
    const concerned = subjectId === null ? ofClass : [subjectId, ...ofClass];
    for (const { from, to } of all) {
      if (day !== null && (day < from || to < day)) continue;
      if (scopes.includes('class_term')) units.add(unitName({ scope: 'class_term', classId, from }));
      if (!scopes.includes('subject_term')) continue;
      for (const one of concerned)
        units.add(unitName({ scope: 'subject_term', classId, from, subjectId: one }));
    }
  };
  for (const touch of touches) {
    const { classId, studentId } = touch;
    const concerned = classId !== null ? [classId] : (classes.get(studentId ?? '') ?? NONE);
    for (const one of concerned) touchClass(touch, one);
  }
  return [...units];
}
