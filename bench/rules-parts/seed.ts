import type { Store } from '../../src/store/open.ts';

/** The school of the bench. */
export const SCHOOL = '00000000-0000-4000-8000-00000000c002';
export const SOURCE = 'netschool/staff';

/** The first Mondays and the weeks of four quarters. */
const QUARTERS = [
  ['2025-09-01', 8],
  ['2025-11-03', 8],
  ['2026-01-12', 10],
  ['2026-03-30', 8],
] as const;

/** The same words give the same id. */
const id = (...parts: readonly string[]): string => `md5(concat_ws('/', ${parts.join(', ')}))::uuid`;

const OWN = 'school_id, id, source, external_key, content_hash, run_id, first_seen_at, absent_at';

/** Nearly everything is seen on the evening of its day; one row of some three hundred three weeks later. */
const seenOn = (day: string, number: string): string =>
  `(${day} + interval '15 hours' + case when ${number} % 331 = 0 then interval '21 days' else interval '0' end)`;
const own = (rowId: string, seen: string): string =>
  `'${SCHOOL}', ${rowId}, '${SOURCE}', ${rowId}::text, '\\x00', 1, ${seen}, ${seen} - interval '1 day'`;

const AT_START = `timestamptz '2025-08-25 10:00Z'`;
const base = (rowId: string): string => own(rowId, AT_START);
const person = (rowId: string): string => `${base(rowId)}, 50`;

const subjectOf = '((number + day * 6 + class) % 10)';
const lessonId = id("'lesson'", 'class', 'date', 'number');

/** Ten subjects, six lessons on each of five days; `date` of each week of each quarter. */
const lessonDays = (classes: number): string => `
  generate_series(0, ${classes - 1}) class, school_day, generate_series(1, 6) number`;

const schoolDays = QUARTERS.map(
  ([first, weeks]) =>
    `SELECT (date '${first}' + week * 7 + day)::date AS date, day FROM generate_series(0, ${weeks - 1}) week, generate_series(0, 4) day`,
).join(' UNION ALL ');

const quarters = QUARTERS.map(
  ([first, weeks], index) => `(${index + 1}, date '${first}', date '${first}' + ${weeks * 7 - 1})`,
).join(', ');

function statements(students: number): string[] {
  const classes = Math.ceil(students / 25);
  const pupils = `generate_series(0, ${students - 1}) n, lateral (SELECT n % ${classes} AS class) c`;
  const seen = seenOn('date::timestamptz', '(n * 7 + number + extract(doy from date)::int)');
  return [
    `INSERT INTO school VALUES ('${SCHOOL}', 'Школа', 'Город', 'Europe/Moscow', 5)`,
    `INSERT INTO connection (school_id, connection_id, name, system, mode, source, rank, settings_sealed, created_at)
     VALUES ('${SCHOOL}', '${SCHOOL}', 'rules', 'netschool', 'staff', '${SOURCE}', 50, '', now())`,
    `CREATE TEMP TABLE school_day AS ${schoolDays}`,
    `INSERT INTO academic_year (${OWN}, name, start_day, end_day, closed)
     SELECT ${base(id("'year'"))}, '2025/2026', '2025-09-01', '2026-05-31', false`,
    `INSERT INTO term (${OWN}, name, kind, ordinal, start_day, end_day, academic_year_id)
     SELECT ${base(id("'term'", 'n'))}, n || ' четверть', 'quarter', n, first, last, ${id("'year'")}
     FROM (VALUES ${quarters}) q(n, first, last)`,
    `INSERT INTO subject (${OWN}, source_rank, name)
     SELECT ${person(id("'subject'", 'n'))}, 'Предмет ' || n FROM generate_series(0, 9) n`,
    `INSERT INTO staff (${OWN}, source_rank, display_name)
     SELECT ${person(id("'staff'", 'n'))}, 'Учитель ' || n FROM generate_series(0, 59) n`,
    `INSERT INTO class (${OWN}, source_rank, name, grade, academic_year_id)
     SELECT ${person(id("'class'", 'n'))}, n || 'а', 5 + n % 5, ${id("'year'")} FROM generate_series(0, ${classes - 1}) n`,
    `INSERT INTO student (${OWN}, source_rank, display_name, birth_date)
     SELECT ${person(id("'student'", 'n'))}, 'Ученик ' || n, '2012-03-04' FROM generate_series(0, ${students - 1}) n`,
    `INSERT INTO enrolment (${OWN}, student_id, class_id, from_day)
     SELECT ${base(id("'enrolment'", 'n'))}, ${id("'student'", 'n')}, ${id("'class'", 'class')}, '2025-09-01' FROM ${pupils}`,
    `INSERT INTO subject_group (${OWN}, name, class_id, subject_id, teacher_id)
     SELECT ${base(id("'group'", 'class', 's'))}, 'Группа ' || s, ${id("'class'", 'class')}, ${id("'subject'", 's')},
       ${id("'staff'", '((class + s) % 60)')}
     FROM generate_series(0, ${classes - 1}) class, generate_series(0, 9) s`,
    `INSERT INTO group_membership (${OWN}, student_id, subject_group_id)
     SELECT ${base(id("'member'", 'n', 's'))}, ${id("'student'", 'n')}, ${id("'group'", 'class', 's')}
     FROM ${pupils}, generate_series(0, 9) s`,
    `INSERT INTO work_type (${OWN}, name, abbreviation, homework)
     SELECT ${base(id("'type'", 'n'))}, name, 'О', false
     FROM (VALUES (0, 'Ответ на уроке'), (1, 'Контрольная работа')) t(n, name)`,
    `INSERT INTO lesson (${OWN}, class_id, subject_group_id, subject_id, teacher_id, date, number, start_time,
       end_time, topic, kind)
     SELECT ${own(lessonId, seenOn('date::timestamptz', '(class * 7 + number + extract(doy from date)::int)'))}, ${id("'class'", 'class')},
       ${id("'group'", 'class', subjectOf)}, ${id("'subject'", subjectOf)},
       ${id("'staff'", `((class + ${subjectOf}) % 60)`)}, date, number,
       to_char(time '08:00' + number * interval '50 minutes', 'HH24:MI'),
       to_char(time '08:40' + number * interval '50 minutes', 'HH24:MI'), 'Тема урока, как её записал учитель', 'lesson'
     FROM ${lessonDays(classes)}`,
    `INSERT INTO homework (${OWN}, lesson_id, class_id, subject_id, due_day, text, files)
     SELECT ${own(id("'homework'", 'class', 'date', 'number'), seenOn('(date - 7)::timestamptz', '(class * 7 + number + extract(doy from date)::int)'))},
       ${lessonId}, ${id("'class'", 'class')}, ${id("'subject'", subjectOf)}, date, 'Параграф 12', '[]'
     FROM ${lessonDays(classes)}`,
    `INSERT INTO assessment (${OWN}, lesson_id, class_id, subject_id, work_type_id, date, weight)
     SELECT ${own(id("'work'", 'class', 'date', 'number'), seenOn('date::timestamptz', '(class * 7 + number + extract(doy from date)::int)'))},
       ${lessonId}, ${id("'class'", 'class')}, ${id("'subject'", subjectOf)},
       ${id("'type'", '(case when number = 6 and day = 2 then 1 else 0 end)')}, date, 2
     FROM ${lessonDays(classes)} WHERE number % 2 = 0`,
    `INSERT INTO mark (${OWN}, student_id, assessment_id, lesson_id, subject_id, date, value, scale_max, teacher_id)
     SELECT ${own(id("'mark'", 'n', 'date', 'number'), seen)}, ${id("'student'", 'n')},
       ${id("'work'", 'class', 'date', 'number')}, ${lessonId}, ${id("'subject'", subjectOf)}, date,
       (2 + (n + day) % 4)::text, 5, ${id("'staff'", `((class + ${subjectOf}) % 60)`)}
     FROM ${pupils}, school_day, generate_series(1, 6) number
     WHERE number % 2 = 0 AND (n + day + number) % 3 <> 0`,
    `INSERT INTO attendance (${OWN}, student_id, lesson_id, subject_id, date, status, reason, raw_code)
     SELECT ${own(id("'away'", 'n', 'date', 'number'), seen)}, ${id("'student'", 'n')}, ${lessonId},
       ${id("'subject'", subjectOf)}, date, 'absent', 'sick', 'Б'
     FROM ${pupils}, school_day, generate_series(1, 6) number
     WHERE (n + day + number) % 3 = 0 AND (n + extract(doy from date)::int) % 11 = 0`,
    `INSERT INTO term_mark (${OWN}, student_id, subject_id, kind, term_id, value, scale_max)
     SELECT ${own(id("'final'", 'n', 's', 'q'), `(last - 2)::timestamptz`)}, ${id("'student'", 'n')},
       ${id("'subject'", 's')}, 'term', ${id("'term'", 'q')}, '4', 5
     FROM ${pupils}, generate_series(0, 9) s, (VALUES ${quarters}) t(q, first, last)`,
    `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
     SELECT school_id, 'mark', id, 2, 'changed', to_jsonb(m) || '{"value": "3"}', first_seen_at + late, first_seen_at + late + interval '1 day'
     FROM mark m, lateral (SELECT CASE WHEN ('x' || substr(id::text, 1, 2))::bit(8)::int < 1 THEN interval '40 days'
       ELSE interval '3 days' END AS late) l
     WHERE ('x' || substr(id::text, 3, 2))::bit(8)::int < 3`,
    `UPDATE mark m SET content_changed_at = h.not_after FROM history h WHERE h.school_id = m.school_id AND h.row_id = m.id`,
    `INSERT INTO coverage (school_id, source, entity, owner_id, from_day, to_day, seen_at, run_id)
     SELECT '${SCHOOL}', '${SOURCE}', entity, ${id("'student'", 'n')}, '2025-09-01', '2026-05-31', '2026-06-09T18:00Z', 1
     FROM generate_series(0, ${students - 1}) n, unnest(ARRAY['mark', 'attendance', 'termMark', 'groupMembership']) entity`,
    `INSERT INTO coverage (school_id, source, entity, owner_id, from_day, to_day, seen_at, run_id)
     SELECT '${SCHOOL}', '${SOURCE}', entity, ${id("'class'", 'n')}, '2025-09-01', '2026-05-31', '2026-06-09T18:00Z', 1
     FROM generate_series(0, ${classes - 1}) n, unnest(ARRAY['lesson', 'homework', 'enrolment']) entity`,
  ];
}

/** Fills the database with one invented school for one year, and tells its planner. */
export async function seedYear(store: Store, students: number): Promise<void> {
  const client = await store.connect();
  try {
    for (const statement of statements(students)) await client.query(statement);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}
