import { accepted, joinHeld, pendingJson, pendingMember, present, shown } from './overlay.ts';
import { instantSql } from './reach.ts';

/** A person as others see them, or null. */
const person = (alias: string): string =>
  `case when ${alias}.id is null then null` +
  ` else json_build_object('id', ${alias}.id, 'displayName', ${alias}.display_name) end`;

const subject = (alias: string): string =>
  `case when ${alias}.id is null then null` +
  ` else json_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;

/**
 * `lessons`: those of the subject groups that the student is of, within the days of each membership.
 * `twins` counts the lessons of one subject on one day: what a source tells by subject and day only can be put
 * on a lesson when there is exactly one.
 */
const lessons = `
memberships as (
  select m.subject_group_id,
    range_agg(daterange(m.from_day, m.to_day, '[]')) as days
  from who, chosen, group_membership m
  where m.school_id = who.school_id and m.student_id = who.id and m.source = chosen.source
    and m.deleted_at is null and coalesce(m.from_day <= m.to_day, true)
  group by m.subject_group_id
),
lessons as materialized (
  select l.id, l.date, l.number, l.start_time, l.end_time, l.room, l.topic, l.kind,
    l.class_id, l.subject_group_id, l.subject_id, l.teacher_id,
    count(*) over (partition by l.date, l.subject_id) as twins
  from who, chosen, memberships m, lesson l
  where l.school_id = who.school_id and l.subject_group_id = m.subject_group_id
    and l.date between $2::date and $3::date
    and l.source = chosen.source and l.deleted_at is null and l.date <@ m.days
)`;

/**
 * Finds the lesson of a row: the one it names, else the only one of its subject that day, else none. `named`
 * is the lesson that it names, `day` its own day.
 */
const placing = (row: string, named: string, day: string): string => `
  left join lessons own on own.id = ${named}
  left join lessons lone on own.id is null and lone.twins = 1
    and lone.date = ${row}.${day} and lone.subject_id = ${row}.subject_id`;

const marks = (pending: boolean): string => `
marks as materialized (
  select coalesce(own.id, lone.id) as lesson_id, k.date, k.subject_id, k.teacher_id, k.id,
    ${accepted('k.value', 'value')} as value,
    coalesce(${accepted('k.scale_max', 'scaleMax', '::int')}, k.scale_max) as scale_max,
    ${accepted('k.comment', 'comment')} as comment, ${accepted('k.set_day', 'setDay', '::date')} as set_day,
    k.first_seen_at, ${pending ? `${pendingJson('k', 'k.value')} as pending,` : ''} ${shown} as shown,
    a.weight, coalesce(a.topic, null) as work_topic, w.name as work_name, w.abbreviation as work_abbreviation
  from who, chosen, mark k
  ${joinHeld('mark', 'k')}
  left join assessment a on a.school_id = k.school_id and a.id = k.assessment_id and a.deleted_at is null
  left join work_type w on w.school_id = a.school_id and w.id = a.work_type_id
  ${placing('k', 'coalesce(k.lesson_id, a.lesson_id)', 'date')}
  where k.school_id = who.school_id and k.student_id = who.id and k.date between $2::date and $3::date
    and k.source = chosen.source and ${present('k', pending)}
)`;

const ownStatus = (alias: string): string => `concat_ws('/', ${alias}.status, ${alias}.reason)`;

const absences = (pending: boolean): string => `
absences as materialized (
  select coalesce(own.id, lone.id) as lesson_id, t.date, t.subject_id, t.id,
    ${accepted('t.status', 'status')} as status, ${accepted('t.reason', 'reason')} as reason,
    coalesce(${accepted('t.raw_code', 'rawCode')}, t.raw_code) as raw_code,
    ${accepted('t.comment', 'comment')} as comment,
    ${pending ? `${pendingJson('t', ownStatus('t'))} as pending,` : ''} ${shown} as shown
  from who, chosen, attendance t
  ${joinHeld('attendance', 't')}
  ${placing('t', 't.lesson_id', 'date')}
  where t.school_id = who.school_id and t.student_id = who.id and t.date between $2::date and $3::date
    and t.source = chosen.source and ${present('t', pending)}
)`;

/**
 * Homework of the student's lessons, and that which names no lesson but the student or a class of theirs. It is
 * looked up by class and day, as it is indexed; some sources do not name the class.
 */
const tasks = `
tasks as materialized (
  select coalesce(own.id, lone.id) as lesson_id, h.due_day as date, h.subject_id, h.id,
    h.text, h.minutes, h.files, h.student_id
  from who, chosen, homework h
  ${placing('h', 'h.lesson_id', 'due_day')}
  where h.school_id = who.school_id and h.due_day between $2::date and $3::date
    and (h.class_id = any(array(select distinct class_id from lessons)) or h.class_id is null)
    and h.source = chosen.source and h.deleted_at is null
    and (h.student_id is null or h.student_id = who.id)
    and (own.id is not null or h.lesson_id is null and (h.class_id is not null or h.student_id = who.id))
)`;

const markJson = (pending: boolean): string => `json_build_object(
  'value', k.value, 'scaleMax', k.scale_max, 'weight', k.weight,
  'workType', case when k.work_name is null then null
    else json_build_object('name', k.work_name, 'abbreviation', k.work_abbreviation) end,
  'topic', k.work_topic, 'comment', k.comment, 'setDay', k.set_day,
  'firstSeenAt', ${instantSql('k.first_seen_at')}${pendingMember('k', pending)})`;

const absenceJson = (pending: boolean): string => `json_build_object(
  'status', t.status, 'reason', t.reason, 'rawCode', t.raw_code, 'comment', t.comment${pendingMember('t', pending)})`;

const taskJson = `json_build_object(
  'text', h.text, 'minutes', h.minutes, 'files', h.files, 'personal', h.student_id is not null)`;

/** The same JSON with the subject before it: for what has no lesson to tell the subject. */
const alone = (alias: string, name: string, json: string): string => `
  select ${alias}.date, '${name}' as part,
    json_build_object('subject', ${subject('s')}, '${name}', ${json}) as item, ${alias}.id
  from ${alias === 'k' ? 'marks k' : alias === 't' ? 'absences t' : 'tasks h'}
  left join subject s on s.school_id = (select school_id from who) and s.id = ${alias}.subject_id
  where ${alias}.lesson_id is null`;

/** One substitution a lesson; a source that tells of two would contradict itself. */
const substitutions = `
lesson_substitutions as materialized (
  select distinct on (b.lesson_id) b.lesson_id, json_build_object(
    'absentTeacher', ${person('absent')}, 'substituteTeacher', ${person('substitute')},
    'plannedSubject', ${subject('planned')}, 'reason', b.reason) as item
  from who, chosen, lessons l
  join substitution b on b.lesson_id = l.id
  left join staff absent on absent.school_id = b.school_id and absent.id = b.absent_teacher_id
  left join staff substitute on substitute.school_id = b.school_id and substitute.id = b.substitute_teacher_id
  left join subject planned on planned.school_id = b.school_id and planned.id = b.planned_subject_id
  where b.school_id = who.school_id and b.source = chosen.source and b.deleted_at is null
  order by b.lesson_id, b.id
)`;

const lessonJson = `json_build_object(
  'id', l.id, 'number', l.number, 'startTime', l.start_time, 'endTime', l.end_time,
  'subject', json_build_object('id', l.subject_id, 'name', s.name), 'group', g.name,
  'kind', l.kind, 'topic', l.topic, 'room', l.room, 'teacher', ${person('teacher')},
  'substitution', ls.item,
  'homework', coalesce(lh.items, '[]'), 'marks', coalesce(lk.items, '[]'),
  'attendance', coalesce(lt.items, '[]'))`;

/** `days`: what stands in the diary, day by day: lessons, and what could not be put on a lesson. */
const days = (pending: boolean): string => `
lesson_marks as materialized (select k.lesson_id, json_agg(${markJson(pending)} order by k.id) as items
  from marks k where k.lesson_id is not null group by k.lesson_id),
lesson_absences as materialized (select t.lesson_id, json_agg(${absenceJson(pending)} order by t.id) as items
  from absences t where t.lesson_id is not null group by t.lesson_id),
lesson_tasks as materialized (select h.lesson_id, json_agg(${taskJson} order by h.id) as items
  from tasks h where h.lesson_id is not null group by h.lesson_id),
lesson_days as (
  select l.date, json_agg(${lessonJson} order by l.number nulls last, l.start_time, l.id) as items
  from lessons l
  left join subject s on s.school_id = (select school_id from who) and s.id = l.subject_id
  left join subject_group g on g.school_id = (select school_id from who) and g.id = l.subject_group_id
  left join staff teacher on teacher.school_id = (select school_id from who) and teacher.id = l.teacher_id
  left join lesson_substitutions ls on ls.lesson_id = l.id
  left join lesson_marks lk on lk.lesson_id = l.id
  left join lesson_absences lt on lt.lesson_id = l.id
  left join lesson_tasks lh on lh.lesson_id = l.id
  group by l.date
),
alone as (${alone('k', 'mark', markJson(pending))} union all ${alone('t', 'attendance', absenceJson(pending))}
  union all ${alone('h', 'homework', taskJson)}),
alone_days as (
  select date, json_build_object(
    'marks', coalesce(json_agg(item order by id) filter (where part = 'mark'), '[]'),
    'attendance', coalesce(json_agg(item order by id) filter (where part = 'attendance'), '[]'),
    'homework', coalesce(json_agg(item order by id) filter (where part = 'homework'), '[]')) as parts
  from alone group by date
),
days as (
  select json_agg(json_build_object('date', date, 'lessons', coalesce(d.items, '[]'),
    'unplaced', coalesce(u.parts, '{"marks":[],"attendance":[],"homework":[]}')) order by date) as items
  from lesson_days d full join alone_days u using (date)
)`;

/** The parts of the diary's statement behind `sourceChoice` and `held`, in order. */
export const diaryParts = (pending: boolean): string =>
  [lessons, marks(pending), absences(pending), tasks, substitutions, days(pending)].join(',');
