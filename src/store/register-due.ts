import type pg from 'pg';
import { addDays, type Day } from '../model/dates.ts';
import { unitName } from '../rules/unit.ts';
import { classStretches, readYear } from './facts/layout.ts';
import { askerOf } from './facts/raw-rows.ts';

/** Where a record stands, as far as it decides what is to be judged again. */
export interface RecordPlace {
  readonly classIds: readonly string[];
  readonly subjectId: string;
  /** Null: any day of the year. */
  readonly day: Day | null;
  /** Any day of the academic year that it is of, where the day itself is not told; null or left out: today's year. */
  readonly yearDay?: Day | null;
}

/** The unit of the school's papers in the academic year of `today`. */
export async function schoolUnit(client: pg.ClientBase, schoolId: string, today: Day): Promise<string> {
  const { year } = await readYear(askerOf(client), schoolId, today);
  return unitName({ scope: 'school', from: year.from });
}

/** The units that a record of marks or lessons is judged in: those of its own academic year, whenever that was. */
export async function recordUnits(
  client: pg.ClientBase,
  schoolId: string,
  today: Day,
  { classIds, subjectId, day, yearDay }: RecordPlace,
): Promise<string[]> {
  const ground = await readYear(askerOf(client), schoolId, day ?? yearDay ?? today);
  return ground.classes
    .filter(({ id }) => classIds.includes(id))
    .flatMap((one) =>
      classStretches(ground, one, (last) => addDays(last, 1))
        .filter(({ from, to }) => day === null || (from <= day && day <= to))
        .map(({ from }) => unitName({ scope: 'subject_term', classId: one.id, from, subjectId })),
    );
}

/** Says that a unit is to be judged again. */
export async function putDue(client: pg.ClientBase, schoolId: string, unit: string, at: Date): Promise<void> {
  await client.query(
    `INSERT INTO unit_due (school_id, unit, due_at) VALUES ($1, $2, $3)
     ON CONFLICT (school_id, unit) DO UPDATE SET due_at = least(unit_due.due_at, excluded.due_at)`,
    [schoolId, unit, at],
  );
}
