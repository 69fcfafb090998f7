import type { Store } from '../../src/store/open.ts';

/** The school of the bench. */
export const SCHOOL = '00000000-0000-4000-8000-00000000c001';

/** Students, of 40 classes, and the weeks of a term. */
export const STUDENTS = 1_000;
const CLASSES = 40;
export const WEEKS = 8;
/** The Monday that the term begins with. */
export const FIRST_DAY = '2025-09-01';

/** The same words give the same id; the two digits make it a UUID that the API takes for one. */
const id = (...parts: readonly string[]): string =>
  `overlay(overlay(md5(concat_ws('/', ${parts.join(', ')})) placing '4' from 13) placing '8' from 17)::uuid`;

const OWN = 'school_id, id, source, external_key, content_hash, run_id, first_seen_at';
const own = (rowId: string): string =>
  `'${SCHOOL}', ${rowId}, 'netschool/family', ${rowId}::text, '\\x00', 1, '2025-10-26T10:00:00Z'`;

const identity = (rowId: string): string => `${own(rowId)}, 50`;
const weekday = `date '${FIRST_DAY}' + (week * 7 + day)`;

/** A subject group a class and subject; ten subjects; six lessons on each of five days. */
const lessons = `
  generate_series(0, ${CLASSES - 1}) class, generate_series(0, ${WEEKS - 1}) week,
  generate_series(0, 4) day, generate_series(1, 6) number`;
const subjectNumber = '((number + day * 6 + class) % 10)';
const lessonId = id("'lesson'", 'class', 'week', 'day', 'number');

const statements = [
  `INSERT INTO school VALUES ('${SCHOOL}', 'Школа', 'Город', 'Europe/Moscow', 5)`,
  `INSERT INTO connection (school_id, connection_id, name, system, mode, source, rank, settings_sealed, created_at)
   VALUES ('${SCHOOL}', '${SCHOOL}', 'bench', 'netschool', 'family', 'netschool/family', 50, '', now())`,
  `INSERT INTO subject (${OWN}, source_rank, name)
   SELECT ${identity(id("'subject'", 'n'))}, 'Предмет ' || n FROM generate_series(0, 9) n`,
  `INSERT INTO staff (${OWN}, source_rank, display_name)
   SELECT ${identity(id("'staff'", 'n'))}, 'Учитель ' || n FROM generate_series(0, 59) n`,
  `INSERT INTO class (${OWN}, source_rank, name, grade)
   SELECT ${identity(id("'class'", 'n'))}, n || 'а', 7 FROM generate_series(0, ${CLASSES - 1}) n`,
  `INSERT INTO student (${OWN}, source_rank, display_name)
   SELECT ${identity(id("'student'", 'n'))}, 'Ученик ' || n FROM generate_series(0, ${STUDENTS - 1}) n`,
  `INSERT INTO term (${OWN}, name, kind, ordinal, start_day, end_day)
   SELECT ${own(id("'term'", '1'))}, '1 четверть', 'quarter', 1, '${FIRST_DAY}', '2025-10-26'`,
  `INSERT INTO enrolment (${OWN}, student_id, class_id, from_day)
   SELECT ${own(id("'enrolment'", 'n'))}, ${id("'student'", 'n')}, ${id("'class'", `n % ${CLASSES}`)}, '${FIRST_DAY}'
   FROM generate_series(0, ${STUDENTS - 1}) n`,
  `INSERT INTO subject_group (${OWN}, name, class_id, subject_id)
   SELECT ${own(id("'group'", 'class', 's'))}, 'Группа ' || s, ${id("'class'", 'class')}, ${id("'subject'", 's')}
   FROM generate_series(0, ${CLASSES - 1}) class, generate_series(0, 9) s`,
  `INSERT INTO group_membership (${OWN}, student_id, subject_group_id)
   SELECT ${own(id("'member'", 'n', 's'))}, ${id("'student'", 'n')}, ${id("'group'", `n % ${CLASSES}`, 's')}
   FROM generate_series(0, ${STUDENTS - 1}) n, generate_series(0, 9) s`,
  `INSERT INTO lesson (${OWN}, class_id, subject_group_id, subject_id, teacher_id, date, number,
     start_time, end_time, room, topic, kind)
   SELECT ${own(lessonId)}, ${id("'class'", 'class')}, ${id("'group'", 'class', subjectNumber)},
     ${id("'subject'", subjectNumber)}, ${id("'staff'", '(number * 10 + class) % 60')}, ${weekday}, number,
     '08:30', '09:10', '2' || number, 'Тема урока, как её записал учитель', 'lesson'
   FROM ${lessons}`,
  `INSERT INTO homework (${OWN}, lesson_id, class_id, subject_id, due_day, text, files)
   SELECT ${own(id("'homework'", 'class', 'week', 'day', 'number'))}, ${lessonId}, ${id("'class'", 'class')},
     ${id("'subject'", subjectNumber)}, ${weekday}, 'Параграф 12, упражнения 3 и 4, выучить правило', '[]'
   FROM ${lessons}`,
  `INSERT INTO work_type (${OWN}, name, abbreviation, homework)
   SELECT ${own(id("'type'", '1'))}, 'Ответ на уроке', 'О', false`,
  `INSERT INTO assessment (${OWN}, lesson_id, class_id, subject_id, work_type_id, date, weight)
   SELECT ${own(id("'work'", 'class', 'week', 'day', 'number'))}, ${lessonId}, ${id("'class'", 'class')},
     ${id("'subject'", subjectNumber)}, ${id("'type'", '1')}, ${weekday}, 2
   FROM ${lessons} WHERE number % 2 = 0`,
  `INSERT INTO mark (${OWN}, student_id, assessment_id, lesson_id, subject_id, date, value, scale_max)
   SELECT ${own(id("'mark'", 'n', 'week', 'day', 'number'))}, ${id("'student'", 'n')},
     ${id("'work'", 'class', 'week', 'day', 'number')}, ${lessonId}, ${id("'subject'", subjectNumber)},
     ${weekday}, (2 + (n + day) % 4)::text, 5
   FROM generate_series(0, ${STUDENTS - 1}) n, lateral (SELECT n % ${CLASSES} AS class) c,
     generate_series(0, ${WEEKS - 1}) week, generate_series(0, 4) day, generate_series(1, 6) number
   WHERE number % 2 = 0 AND (n + day + number) % 3 <> 0`,
  `INSERT INTO attendance (${OWN}, student_id, lesson_id, subject_id, date, status, reason, raw_code)
   SELECT ${own(id("'away'", 'n', 'week', 'number'))}, ${id("'student'", 'n')},
     ${id("'lesson'", 'class', 'week', '1', 'number')}, null, date '${FIRST_DAY}' + (week * 7 + 1),
     'absent', 'sick', 'Б'
   FROM generate_series(0, ${STUDENTS - 1}) n, lateral (SELECT n % ${CLASSES} AS class) c,
     generate_series(0, ${WEEKS - 1}) week, generate_series(1, 6) number
   WHERE (n + week) % 7 = 0`,
  `INSERT INTO coverage (school_id, source, entity, owner_id, from_day, to_day, seen_at, run_id)
   SELECT '${SCHOOL}', 'netschool/family', 'mark', ${id("'student'", 'n')}, '${FIRST_DAY}', '2025-10-26', now(), 1
   FROM generate_series(0, ${STUDENTS - 1}) n`,
];

/** Fills the database with one invented school for one term, and tells its planner. */
export async function seed(store: Store): Promise<readonly string[]> {
  for (const statement of statements) await store.pool.query(statement);
  await store.pool.query('VACUUM ANALYZE');
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM student ORDER BY id');
  return rows.map((row) => row.id);
}
