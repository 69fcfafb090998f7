import type pg from 'pg';
import { addDays, type Day } from '../../model/dates.ts';
import type { ScopeName } from '../../rules/facts.ts';
import { type Unit, unitName } from '../../rules/unit.ts';
import { classStretches, readYear, type YearGround } from '../facts/layout.ts';
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

/** The years that places are of, today's first: what comes late may be of a year that is over. */
async function yearsOf(client: pg.Client, schoolId: string, today: Day, touches: readonly Touch[]) {
  const asker = askerOf(client);
  const years = [await readYear(asker, schoolId, today)];
  for (const { day } of touches) {
    if (day === null || years.some(({ year }) => year.from <= day && day <= year.to)) continue;
    const other = await readYear(asker, schoolId, day);
    if (other.year.from <= day && day <= other.year.to) years.push(other);
  }
  return years;
}

interface People {
  /** Classes of students. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** Subjects of classes. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
}

/** The units of one academic year that hold the places; a class of another year has none in it. */
function* unitsOfYear(ground: YearGround, touches: readonly Touch[], people: People): Generator<Unit> {
  const stretches = new Map(
    ground.classes.map((one) => [one.id, classStretches(ground, one, (day) => addDays(day, 1))]),
  );
  for (const touch of touches) {
    const { scopes, subjectId, day, studentId } = touch;
    const concerned = touch.classId === null ? people.classes.get(studentId ?? '') : [touch.classId];
    for (const classId of concerned ?? NONE) {
      const all = stretches.get(classId);
      if (!all) continue;
      if (scopes.includes('class_year')) yield { scope: 'class_year', classId, from: ground.year.from };
      const ofClass = touch.isWide || subjectId === null ? (people.subjects.get(classId) ?? NONE) : NONE;
      const subjects = subjectId === null ? ofClass : [subjectId, ...ofClass];
      for (const { from, to } of all) {
        if (day !== null && (day < from || to < day)) continue;
        if (scopes.includes('class_term')) yield { scope: 'class_term', classId, from };
        if (!scopes.includes('subject_term')) continue;
        for (const one of subjects) yield { scope: 'subject_term', classId, from, subjectId: one };
      }
    }
  }
}

/** The names of the units that hold the places. */
export async function unitsTouched(
  client: pg.Client,
  { schoolId, observedAt }: IngestOptions,
  touches: readonly Touch[],
  school: boolean,
): Promise<string[]> {
  const years = await yearsOf(client, schoolId, observedAt.toISOString().slice(0, 10), touches);
  const students = new Set(touches.flatMap(({ studentId }) => studentId ?? []));
  const isWide = touches.some((touch) => touch.isWide || touch.subjectId === null);
  const people = {
    classes: await classesOf(client, schoolId, [...students]),
    subjects: await subjectsOf(client, schoolId, isWide),
  };
  const units = new Set<string>();
  for (const [index, ground] of years.entries()) {
    const { from, to } = ground.year;
    if (school && index === 0) units.add(unitName({ scope: 'school', from }));
    const within = touches.filter(({ day }) => (day === null ? index === 0 : from <= day && day <= to));
    for (const unit of unitsOfYear(ground, within, people)) units.add(unitName(unit));
  }
  return [...units];
}
