import type { SchoolCalendar } from '../../rules/calendar.ts';
import type { AttendanceFact, MarkFact, PermitFact, TermMarkFact } from '../../rules/facts.ts';
import type { Row } from '../../rules/observed.ts';
import { type Asker, filled, instantOf, intervalOf, type RawRow } from './raw-rows.ts';
import type { Days } from './terms.ts';
import { type Pasts, timelineOf } from './timelines.ts';

/** Records of which students, days and subjects; `subjects` null: all. */
export interface RecordScope extends Days {
  readonly schoolId: string;
  readonly source: string;
  readonly studentIds: readonly string[];
  readonly subjects: readonly string[] | null;
}

/**
 * Deleted rows too: a removal is a change. And the rows of all sources, for they stand in one place: some of them
 * tell of the same marks.
 */
const MARKS = `
select k.id, k.source, k.student_id, k.subject_id, k.date, k.lesson_id, k.assessment_id, k.teacher_id,
  k.scale_max, k.value, k.set_day, k.changed_at, k.absent_at, k.first_seen_at, k.content_changed_at, k.deleted_at
from mark k
where k.school_id = $1 and k.student_id = any($2::uuid[]) and k.date between $3::date and $4::date
  and ($5::uuid[] is null or k.subject_id = any($5))
order by k.student_id, k.date, k.id`;

const ATTENDANCE = `
select t.id, t.student_id, t.subject_id, t.lesson_id, t.date, t.status, t.reason,
  t.absent_at, t.first_seen_at, t.content_changed_at, t.deleted_at
from attendance t
where t.school_id = $1 and t.student_id = any($2::uuid[]) and t.date between $3::date and $4::date
  and t.source = $5
  and ($6::uuid[] is null or t.subject_id is null or t.subject_id = any($6))
order by t.student_id, t.date, t.id`;

/** Those of terms that end within the days; behind the last term also those of no term. */
const TERM_MARKS = `
select m.id, m.student_id, m.subject_id, m.kind, m.term_id, m.scale_max, m.value,
  m.absent_at, m.first_seen_at, m.content_changed_at, m.deleted_at
from term_mark m
left join term t on t.school_id = m.school_id and t.id = m.term_id
left join academic_year y on y.school_id = m.school_id and y.id = m.academic_year_id
where m.school_id = $1 and m.student_id = any($2::uuid[]) and m.source = $5
  and case when t.id is not null then t.end_day between $3::date and $4::date
    else $7::boolean and coalesce(y.start_day <= $4::date and y.end_day >= $3::date, true) end
  and ($6::uuid[] is null or m.subject_id = any($6))
order by m.student_id, m.subject_id, m.id`;

const PERMITS = `
select p.id, p.target, p.target_id, p.value, p.state, coalesce(p.decided_at, p.first_seen_at)
from amendment_permit p
where p.school_id = $1 and p.student_id = any($2::uuid[]) and p.source = any($3::text[])
  and p.state <> 'applied' and p.deleted_at is null
order by p.id`;

/** Rows of marks, not yet facts: their past is read with that of all others. */
export const askMarks = (asker: Asker, scope: RecordScope) => {
  const { schoolId, studentIds, from, to, subjects } = scope;
  return asker.rows('marks', MARKS, [schoolId, studentIds, from, to, subjects]);
};

/** Rows of attendance; a subject that is not named may be told by the lesson. */
export const askAttendance = (asker: Asker, scope: RecordScope) => {
  const { schoolId, studentIds, from, to, source, subjects } = scope;
  return asker.rows('attendance', ATTENDANCE, [schoolId, studentIds, from, to, source, subjects]);
};

/** Rows of term marks; `withYear`: also those of no term. */
export const askTermMarks = (asker: Asker, scope: RecordScope, withYear: boolean) => {
  const { schoolId, studentIds, from, to, source, subjects } = scope;
  return asker.rows('term-marks', TERM_MARKS, [schoolId, studentIds, from, to, source, subjects, withYear]);
};

const MARK_CHANGED_AT = 14;
const OTHERS_CHANGED_AT = 9;

const changedIn = (rows: readonly RawRow[], column: number): string[] =>
  rows.flatMap((row) => (row[column] === null && row[column + 1] === null ? [] : [filled(row[0])]));

/** Ids of marks that ever changed or went. */
export const changedMarks = (rows: readonly RawRow[]): string[] => changedIn(rows, MARK_CHANGED_AT);

/** Ids of attendance or term marks that did. */
export const changedOthers = (rows: readonly RawRow[]): string[] => changedIn(rows, OTHERS_CHANGED_AT);

/** A mark out of its row. */
export function markOf(row: RawRow, pasts: Pasts, calendar: SchoolCalendar): MarkFact {
  const [id, , student, subject, date, lesson, work, teacher, scaleMax, value, setDay, changedAt, ...stamps] =
    row;
  const [absent, seen, , deleted] = stamps;
  const image = {
    value: value ?? null,
    byStaffId: teacher ?? null,
    setDay: setDay ?? null,
    changedAt: changedAt ?? null,
  };
  return {
    id: filled(id),
    studentId: filled(student),
    subjectId: filled(subject),
    date: filled(date),
    lessonId: lesson ?? null,
    assessmentId: work ?? null,
    teacherId: teacher ?? null,
    scaleMax: Number(scaleMax),
    value: timelineOf(
      deleted ? null : image,
      intervalOf(absent ?? null, seen ?? null),
      pasts.get(filled(id)),
      calendar,
    ),
  };
}

const image = (value: string) => ({ value, byStaffId: null, setDay: null, changedAt: null });

/** Attendance out of its row; `subjectOfLesson` where the row itself names none. */
export function attendanceOf(
  row: RawRow,
  pasts: Pasts,
  calendar: SchoolCalendar,
  subjectOfLesson: (lessonId: string) => string | undefined,
): AttendanceFact {
  const [id, student, subject, lesson, date, status, reason, absent, seen, , deleted] = row;
  const value = reason ? `${filled(status)}/${reason}` : filled(status);
  return {
    id: filled(id),
    studentId: filled(student),
    subjectId: subject ?? (lesson ? (subjectOfLesson(lesson) ?? null) : null),
    lessonId: lesson ?? null,
    date: filled(date),
    value: timelineOf(
      deleted ? null : image(value),
      intervalOf(absent ?? null, seen ?? null),
      pasts.get(filled(id)),
      calendar,
    ),
  };
}

/** A term mark out of its row. */
export function termMarkOf(row: RawRow, pasts: Pasts, calendar: SchoolCalendar): TermMarkFact {
  const [id, student, subject, kind, term, scaleMax, value, absent, seen, , deleted] = row;
  return {
    id: filled(id),
    studentId: filled(student),
    subjectId: filled(subject),
    kind: filled(kind) as TermMarkFact['kind'],
    termId: term ?? null,
    scaleMax: Number(scaleMax),
    value: timelineOf(
      deleted ? null : image(filled(value)),
      intervalOf(absent ?? null, seen ?? null),
      pasts.get(filled(id)),
      calendar,
    ),
  };
}

/** Reads the decided applications for late changes. */
export async function readPermits(
  asker: Asker,
  schoolId: string,
  studentIds: readonly string[],
  sources: readonly string[],
): Promise<readonly PermitFact[]> {
  const rows = await asker.rows('permits', PERMITS, [schoolId, studentIds, sources]);
  return rows.map(([id, target, targetId, value, state, decidedAt]) => ({
    id: filled(id),
    row: { entity: filled(target) as Row['entity'], id: filled(targetId) },
    value: value ?? null,
    granted: state === 'granted',
    decidedAt: instantOf(filled(decidedAt)),
  }));
}
