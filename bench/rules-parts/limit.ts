import type { Store } from '../../src/store/open.ts';
import { SCHOOL } from './seed.ts';

/** What rules look at of each record; nothing that they do not need. */
const COLUMNS = {
  lesson:
    'subject_group_id, subject_id, teacher_id, date, number, start_time, end_time, topic, kind, plan_entry_id',
  homework: 'lesson_id, subject_id, student_id, due_day, text, minutes',
  assessment: 'lesson_id, subject_id, work_type_id, date, topic, weight',
  mark: 'student_id, assessment_id, lesson_id, subject_id, date, value, scale_max, teacher_id, set_day, changed_at',
  attendance: 'student_id, lesson_id, subject_id, date, status, reason',
  term_mark: 'student_id, subject_id, kind, term_id, value, scale_max',
} as const;

const OWN = 'id, absent_at, first_seen_at, content_changed_at, deleted_at';

const ofClass = ['lesson', 'homework', 'assessment'];

/**
 * Reads the same rows once, class by class, with the program's own driver, and does nothing with them: what a full
 * evaluation cannot be faster than. Returns how many.
 */
export async function readOnce(store: Store): Promise<number> {
  const { rows: classes } = await store.pool.query<{ id: string }>('SELECT id FROM class ORDER BY id');
  let count = 0;
  for (const { id } of classes) {
    for (const [table, columns] of Object.entries(COLUMNS)) {
      const where = ofClass.includes(table)
        ? 'class_id = $2'
        : 'student_id IN (SELECT student_id FROM enrolment WHERE school_id = $1 AND class_id = $2)';
      const text = `SELECT ${OWN}, ${columns} FROM ${table} WHERE school_id = $1 AND ${where}`;
      const query = { name: `read-${table}`, text, values: [SCHOOL, id], rowMode: 'array' as const };
      count += (await store.pool.query(query)).rows.length;
    }
    const past = await store.pool.query({
      name: 'read-history',
      text: `SELECT h.row_id, h.before, h.not_before, h.not_after FROM history h
        WHERE h.school_id = $1 AND h.row_id IN (SELECT m.id FROM mark m WHERE m.school_id = $1 AND m.student_id IN
          (SELECT student_id FROM enrolment WHERE school_id = $1 AND class_id = $2))`,
      values: [SCHOOL, id],
      rowMode: 'array',
    });
    count += past.rows.length;
  }
  return count;
}
