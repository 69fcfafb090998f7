/**
 * A hundred marks of one day, put by several teachers, are changed; what that makes due is evaluated. Figure: how many
 * times faster than everything; limit: 50, which is the least it should be.
 */
import { NO_SUBJECT } from '../src/rules/evaluate.ts';
import { type Unit, unitName } from '../src/rules/unit.ts';
import { markDue } from '../src/store/control/due.ts';
import type { Store } from '../src/store/open.ts';
import { median, report, secondsOf, withStore } from './harness.ts';
import { controlled, evaluate, NOW } from './rules-parts/school.ts';
import { SCHOOL, seedYear } from './rules-parts/seed.ts';

const STUDENTS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 5;
const CHANGED = 100;
const DAY = '2026-04-08';

/** The first day of the stretch of the year that the day is in, as units name it. */
async function stretchStart(store: Store): Promise<string> {
  const { rows } = await store.pool.query<{ start: string }>(
    `SELECT max(split_part(unit, ':', 3)) AS start FROM tally
     WHERE unit LIKE 'subject_term:%' AND split_part(unit, ':', 3) <= '${DAY}'`,
  );
  return rows[0]?.start ?? '';
}

/** Changes marks of one day, as a run would, and says what is due, as a run does. */
async function changeMarks(store: Store, round: number): Promise<number> {
  const { rows } = await store.pool.query<{ class_id: string; subject_id: string }>(
    `WITH chosen AS (
       SELECT m.id, m.subject_id, e.class_id FROM mark m
       JOIN enrolment e ON e.school_id = m.school_id AND e.student_id = m.student_id
       WHERE m.school_id = $1 AND m.date = '${DAY}' AND m.lesson_id IN (SELECT l.id FROM lesson l WHERE l.school_id = $1 AND l.date = '${DAY}' AND l.number = 2)
       ORDER BY e.class_id, m.subject_id, m.id LIMIT ${CHANGED}
     ), past AS (
       INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
       SELECT m.school_id, 'mark', m.id, 3, 'changed', to_jsonb(m), $2::timestamptz - interval '1 day', $2
       FROM mark m JOIN chosen USING (id)
     ), changed AS (
       UPDATE mark m SET value = $3, content_changed_at = $2 FROM chosen WHERE m.school_id = $1 AND m.id = chosen.id
     )
     SELECT DISTINCT class_id, subject_id FROM chosen`,
    [SCHOOL, new Date(NOW.getTime() - (ROUNDS - round) * 60_000), String(2 + (round % 4))],
  );
  const from = await stretchStart(store);
  const units = rows.map(({ class_id: classId, subject_id: subjectId }): Unit => {
    return { scope: 'subject_term', classId, from, subjectId: subjectId ?? NO_SUBJECT };
  });
  await markDue(store, SCHOOL, units.map(unitName), NOW);
  return units.length;
}

await withStore(async (store) => {
  await seedYear(store, STUDENTS);
  const deps = await controlled(store);
  await evaluate(deps, 'full');
  const full = [
    await secondsOf(() => evaluate(deps, 'full')),
    await secondsOf(() => evaluate(deps, 'full')),
    await secondsOf(() => evaluate(deps, 'full')),
  ];
  const delta: number[] = [];
  let units = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    units = await changeMarks(store, round);
    delta.push(
      await secondsOf(async () => {
        const done = await evaluate(deps, 'run');
        if (done.full || done.units < units)
          throw new Error(`${done.units} of ${units} units were evaluated`);
      }),
    );
  }
  report({
    bench: 'rules-delta',
    figure: median(full) / median(delta),
    unit: 'times',
    limit: 50,
    fullSeconds: Number(median(full).toFixed(2)),
    seconds: Number(median(delta).toFixed(3)),
    marks: CHANGED,
    units,
  });
});
