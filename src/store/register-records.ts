import type pg from 'pg';
import type { Day } from '../model/dates.ts';
import { snakeCase } from './schema/columns.ts';
import { type Held, valueSql } from './withheld.ts';

/** A record of the journal that a permit may be about, whatever source it is of; one that is gone too. */
export interface JournalRecord {
  readonly studentId: string;
  readonly subjectId: string | null;
  /** Of the lesson or work; of a mark for a term the term's last day. */
  readonly day: Day | null;
  /** Any day of the academic year that it is of; null where nobody tells. */
  readonly yearDay: Day | null;
  /** Null for attendance. */
  readonly scaleMax: number | null;
  /** What goes on being shown while a later change is withheld, else what it is; null: nothing. */
  readonly accepted: string | null;
  /** Whether a finding stands about what it is now, and nothing is withheld: then even that may need a permit. */
  readonly disputed: boolean;
  /** Where it is judged. */
  readonly classIds: readonly string[];
}

interface Parts {
  readonly subject: string;
  readonly day: string;
  readonly yearDay: string;
  readonly scale: string;
  readonly lesson: string;
  readonly joins: string;
}

const byLesson = 'LEFT JOIN lesson l ON l.school_id = r.school_id AND l.id = r.lesson_id';

const PARTS: Readonly<Record<Held, Parts>> = {
  mark: {
    subject: 'r.subject_id',
    day: 'r.date',
    yearDay: 'r.date',
    scale: 'r.scale_max',
    lesson: 'l.class_id',
    joins: byLesson,
  },
  attendance: {
    subject: 'coalesce(r.subject_id, l.subject_id)',
    day: 'r.date',
    yearDay: 'r.date',
    scale: 'NULL::int',
    lesson: 'l.class_id',
    joins: byLesson,
  },
  termMark: {
    subject: 'r.subject_id',
    day: 't.end_day',
    yearDay: 'coalesce(t.end_day, y.start_day)',
    scale: 'r.scale_max',
    lesson: 'NULL::uuid',
    joins: `LEFT JOIN term t ON t.school_id = r.school_id AND t.id = r.term_id
      LEFT JOIN academic_year y ON y.school_id = r.school_id AND y.id = r.academic_year_id`,
  },
};

const current = (entity: Held): string =>
  entity === 'attendance' ? `concat_ws('/', r.status, r.reason)` : 'r.value';

/** Finds a record; null when there is none of that id. */
export async function findRecord(
  client: pg.ClientBase,
  schoolId: string,
  entity: Held,
  id: string,
): Promise<JournalRecord | null> {
  const { subject, day, yearDay, scale, lesson, joins } = PARTS[entity];
  const { rows } = await client.query<JournalRecord>(
    `SELECT r.student_id AS "studentId", ${subject} AS "subjectId", ${day}::text AS day,
       ${yearDay}::text AS "yearDay", ${scale} AS "scaleMax",
       CASE WHEN w.row_id IS NOT NULL THEN CASE WHEN w.accepted IS NOT NULL THEN nullif(${valueSql(entity, 'w.accepted')}, '') END
         WHEN r.deleted_at IS NULL THEN ${current(entity)} END AS accepted,
       w.row_id IS NULL AND EXISTS (SELECT 1 FROM finding f WHERE f.school_id = r.school_id AND f.verdict = 'violated'
         AND f.state IN ('open', 'explained') AND f.rows @> jsonb_build_array(jsonb_build_object('id', r.id)))
         AS disputed,
       CASE WHEN ${lesson} IS NOT NULL THEN ARRAY[${lesson}] ELSE ARRAY(SELECT DISTINCT e.class_id FROM enrolment e
         WHERE e.school_id = r.school_id AND e.student_id = r.student_id AND e.deleted_at IS NULL) END::text[] AS "classIds"
     FROM "${snakeCase(entity)}" r ${joins}
     LEFT JOIN withheld w ON w.school_id = r.school_id AND w.entity = $3 AND w.row_id = r.id
     WHERE r.school_id = $1 AND r.id = $2`,
    [schoolId, id, entity],
  );
  return rows[0] ?? null;
}
