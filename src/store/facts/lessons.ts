import type { Day } from '../../model/dates.ts';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { SchoolCalendar } from '../../rules/calendar.ts';
import type {
  AssessmentFact,
  HomeworkFact,
  LessonFact,
  PlanFact,
  SubstitutionFact,
} from '../../rules/facts.ts';
import type { Instant } from '../../rules/observed.ts';
import { type Asker, type Cell, filled, intervalOf, numberOf, type RawRow } from './raw-rows.ts';
import type { Days } from './terms.ts';
import { type Pasts, timelineOf } from './timelines.ts';

/** Whose rows of which days and, but for lessons, of which subjects; null: all. */
export interface ClassDays extends Days {
  readonly schoolId: string;
  readonly classId: string;
  readonly source: string;
  readonly subjects: readonly string[] | null;
}

const lessonColumns = `l.id, l.date, l.number, l.start_time, l.end_time, l.subject_id, l.subject_group_id,
  l.teacher_id, l.kind, l.plan_entry_id, l.topic, l.absent_at, l.first_seen_at, l.content_changed_at`;

/** By group and day, as they are indexed. */
const LESSONS = `
select ${lessonColumns} from lesson l
where l.school_id = $1 and l.subject_group_id = any($6::uuid[]) and l.date between $4::date and $5::date
  and l.source = $3 and l.deleted_at is null
union all
select ${lessonColumns} from lesson l
where l.school_id = $1 and l.subject_group_id is null and l.date between $4::date and $5::date
  and l.class_id = $2 and l.source = $3 and l.deleted_at is null
order by 2, 3, 1`;

const byClass = (table: string, day: string, columns: string): string => `
select ${columns} from ${table} r
where r.school_id = $1 and r.class_id = $2 and r.${day} between $4::date and $5::date
  and r.source = $3 and r.deleted_at is null and ($6::uuid[] is null or r.subject_id = any($6))
union all
select ${columns} from ${table} r
where r.school_id = $1 and r.class_id is null and r.${day} between $4::date and $5::date
  and r.source = $3 and r.deleted_at is null and ($6::uuid[] is null or r.subject_id = any($6))
order by 2, 1`;

const HOMEWORK = byClass(
  'homework',
  'due_day',
  `r.id, r.due_day, r.lesson_id, r.subject_id, r.student_id, r.minutes, r.text,
    r.absent_at, r.first_seen_at, r.content_changed_at, r.class_id`,
);

const ASSESSMENTS = byClass(
  'assessment',
  'date',
  `r.id, r.date, r.lesson_id, r.subject_id, r.work_type_id, r.topic, r.weight,
    r.absent_at, r.first_seen_at, r.class_id`,
);

/**
 * Our own register may name a lesson as another source tells it: it is the lesson of the same class, subject, day and
 * number, and of several (subgroups) rather that of a group of the same name.
 */
const SUBSTITUTIONS = `
select b.id, b.lesson_id, b.date, b.absent_teacher_id, b.substitute_teacher_id, b.planned_subject_id,
  b.absent_at, b.first_seen_at
from substitution b
where b.school_id = $1 and b.lesson_id = any($2::uuid[]) and b.source = any($3::text[]) and b.deleted_at is null
union all
select * from (
  select distinct on (b.id) b.id, l.id, b.date, b.absent_teacher_id, b.substitute_teacher_id, b.planned_subject_id,
    b.absent_at, b.first_seen_at
  from substitution b
  join lesson o on o.school_id = b.school_id and o.id = b.lesson_id and o.source <> all($3::text[])
  join lesson l on l.school_id = b.school_id and l.id = any($2::uuid[]) and l.date = o.date
    and l.subject_id = o.subject_id and l.number is not distinct from o.number
    and l.class_id is not distinct from o.class_id
  left join subject_group g on g.school_id = l.school_id and g.id = l.subject_group_id
  left join subject_group h on h.school_id = o.school_id and h.id = o.subject_group_id
  where b.school_id = $1 and b.source = '${REGISTER_SOURCE}' and b.deleted_at is null
  order by b.id, g.name is not distinct from h.name desc, l.id
) elsewhere
order by 3, 1`;

const PLAN = `
select p.id, p.subject_id, p.subject_group_id, p.ordinal, p.topic, p.hours, p.planned_day,
  p.absent_at, p.first_seen_at, p.class_id
from lesson_plan_entry p
where p.school_id = $1 and p.source = $3 and p.deleted_at is null
  and (p.class_id = $2 or p.class_id is null and p.subject_group_id = any($4::uuid[]))
order by p.subject_id, p.subject_group_id, p.ordinal, p.id`;

const values = ({ schoolId, classId, source, from, to }: ClassDays) => [schoolId, classId, source, from, to];

/** Rows of lessons, not yet facts: their past is read with that of all others. */
export const askLessons = (asker: Asker, days: ClassDays, groupIds: readonly string[]) =>
  asker.rows('lessons', LESSONS, [...values(days), groupIds]);

/** Rows of homework, likewise. */
export const askHomework = (asker: Asker, days: ClassDays) =>
  asker.rows('homework', HOMEWORK, [...values(days), days.subjects]);

const ENTERED_AT = 13;
const HOMEWORK_CHANGED_AT = 9;

/** Ids of lessons that ever changed. */
export const changedLessons = (rows: readonly RawRow[]): string[] =>
  rows.flatMap((row) => (row[ENTERED_AT] === null ? [] : [filled(row[0])]));

/** Of homework. */
export const changedHomework = (rows: readonly RawRow[]): string[] =>
  rows.flatMap((row) => (row[HOMEWORK_CHANGED_AT] === null ? [] : [filled(row[0])]));

const image = (value: Cell | undefined) => ({
  value: value ?? null,
  byStaffId: null,
  setDay: null,
  changedAt: null,
});

/** Lessons out of their rows. */
export function lessonsOf(
  rows: readonly RawRow[],
  pasts: Pasts,
  calendar: SchoolCalendar,
): readonly LessonFact[] {
  const at = (day: Day, time: Cell | undefined): Instant | null =>
    time === null || time === undefined ? null : calendar.at(day, time);
  return rows.map((row) => {
    const [id, date, number, start, end, subject, group, teacher, kind, plan, topic, absent, seen] = row;
    const day = filled(date);
    return {
      id: filled(id),
      date: day,
      number: numberOf(number),
      start: at(day, start),
      end: at(day, end),
      subjectId: filled(subject),
      groupId: group ?? null,
      teacherId: teacher ?? null,
      kind: filled(kind) as LessonFact['kind'],
      planEntryId: plan ?? null,
      topic: timelineOf(
        image(topic),
        intervalOf(absent ?? null, seen ?? null),
        pasts.get(filled(id)),
        calendar,
      ),
    };
  });
}

/** Whether a row that names no class is of the class all the same. */
export interface Ours {
  hasLesson(lessonId: string): boolean;
  hasStudent(studentId: string): boolean;
}

/** Homework out of its rows. */
export function homeworkOf(
  rows: readonly RawRow[],
  pasts: Pasts,
  ours: Ours,
  calendar: SchoolCalendar,
): readonly HomeworkFact[] {
  return rows.flatMap((row) => {
    const [id, day, lesson, subject, student, minutes, text, absent, seen, , classId] = row;
    const isOurs = lesson ? ours.hasLesson(lesson) : student ? ours.hasStudent(student) : false;
    if (!classId && !isOurs) return [];
    return {
      id: filled(id),
      lessonId: lesson ?? null,
      subjectId: filled(subject),
      studentId: student ?? null,
      dueDay: filled(day),
      minutes: numberOf(minutes),
      text: timelineOf(
        image(text),
        intervalOf(absent ?? null, seen ?? null),
        pasts.get(filled(id)),
        calendar,
      ),
    };
  });
}

/** Reads the works of a class. */
export async function readAssessments(
  asker: Asker,
  days: ClassDays,
  workTypes: ReadonlyMap<string, string>,
): Promise<readonly (AssessmentFact & { readonly namesClass: boolean })[]> {
  const rows = await asker.rows('assessments', ASSESSMENTS, [...values(days), days.subjects]);
  return rows.map(([id, date, lesson, subject, workType, topic, weight, absent, seen, classId]) => ({
    id: filled(id),
    lessonId: lesson ?? null,
    subjectId: filled(subject),
    date: filled(date),
    workType: workType ? (workTypes.get(workType) ?? null) : null,
    topic: topic ?? null,
    weight: numberOf(weight),
    entered: intervalOf(absent ?? null, seen ?? null),
    namesClass: Boolean(classId),
  }));
}

/** Reads the substitutions at lessons, the vendor's and those of our register. */
export async function readSubstitutions(
  asker: Asker,
  schoolId: string,
  sources: readonly string[],
  lessonIds: readonly string[],
): Promise<readonly SubstitutionFact[]> {
  if (lessonIds.length === 0) return [];
  const rows = await asker.rows('substitutions', SUBSTITUTIONS, [schoolId, lessonIds, sources]);
  return rows.map(([id, lesson, date, absentTeacher, substitute, planned, absent, seen]) => ({
    id: filled(id),
    lessonId: filled(lesson),
    date: filled(date),
    absentTeacherId: absentTeacher ?? null,
    substituteTeacherId: substitute ?? null,
    plannedSubjectId: planned ?? null,
    entered: intervalOf(absent ?? null, seen ?? null),
  }));
}

/** Reads the lesson plans of a class. */
export async function readPlan(
  asker: Asker,
  { schoolId, classId, source }: ClassDays,
  groupIds: readonly string[],
): Promise<readonly PlanFact[]> {
  const rows = await asker.rows('plan', PLAN, [schoolId, classId, source, groupIds]);
  return rows.map(([id, subject, group, ordinal, topic, hours, day, absent, seen]) => ({
    id: filled(id),
    subjectId: filled(subject),
    groupId: group ?? null,
    ordinal: Number(ordinal),
    topic: filled(topic),
    hours: Number(hours),
    plannedDay: day ?? null,
    entered: intervalOf(absent ?? null, seen ?? null),
  }));
}
