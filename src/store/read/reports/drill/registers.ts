import { tellersPart } from '../asked-classes.ts';
import { drillColumns } from './columns.ts';
import { lookup, NOBODY } from './narrowing.ts';
import type { DrillRequest, DrillSelect } from './request.ts';

/** Movements; `which` is kinds, and `into` or `out` of the classes asked for. One that a source tells and that was entered with us, too, is one. */
export const movements = (_: DrillRequest): DrillSelect => ({
  name: 'movements',
  parts: [
    tellersPart('movement'),
    `moves as materialized (
  select distinct on (m.school_id, m.student_id, m.kind, m.date) m.*
  from tellers t cross join asked a
  join movement m on m.school_id = t.school_id and m.source = t.source and m.deleted_at is null
    and m.date between a.first_day and a.last_day
  where ($6::uuid[] is null or m.from_class_id = any($6) or m.to_class_id = any($6))
  order by m.school_id, m.student_id, m.kind, m.date, m.source = 'peremena/register', m.id
)`,
  ],
  select: `select ${drillColumns('k.school_id', {
    entity: 'movement',
    key: 'k.id',
    classId:
      "case when ($6::uuid[] is null or k.to_class_id = any($6)) and 'out' <> all(a.words) then coalesce(k.to_class_id, k.from_class_id) else coalesce(k.from_class_id, k.to_class_id) end",
    studentId: 'k.student_id',
    day: 'k.date',
    value: `case k.kind when 'arrival' then 'прибытие' when 'departure' then 'выбытие' when 'transfer' then 'перевод'
      when 'expulsion' then 'отчисление' when 'graduation' then 'выпуск' else k.kind end`,
    text: "nullif(concat_ws(', ', k.other_place, 'приказ ' || k.order_number, k.reason), '')",
    row: 'k',
  })}
  from moves k cross join asked a
  where (a.words <@ '{into,out}' or k.kind = any(a.words))
    and ('into' <> all(a.words) or case when $6::uuid[] is null then k.to_class_id is not null else k.to_class_id = any($6) end)
    and ('out' <> all(a.words) or case when $6::uuid[] is null then k.from_class_id is not null else k.from_class_id = any($6) end)
    and (a.student_id is null or k.student_id = a.student_id)`,
});

/**
 * Substitutions at lessons of the classes; `teacherId` is either of the two teachers, with
 * `which` `substitute` only the one who gave them.
 */
export const substitutions = (_: DrillRequest): DrillSelect => ({
  name: 'substitutions',
  parts: [tellersPart('substitution')],
  select: `select distinct on (k.id) ${drillColumns('s.school_id', {
    entity: 'substitution',
    key: 'k.id',
    classId: 's.class_id',
    subjectId: 'l.subject_id',
    teacherId: 'k.substitute_teacher_id',
    day: 'k.date',
    value: "l.number || ' урок'",
    text: "nullif(concat_ws(', ', 'вместо: ' || t.display_name, k.reason), '')",
    row: 'k',
  })}
  from (select distinct school_id from picked) q join tellers o using (school_id) cross join asked a
  ${lookup('substitution', 'k', 'k.school_id = q.school_id and k.source = o.source and k.deleted_at is null')}
  ${lookup('lesson', 'l', 'l.school_id = k.school_id and l.id = k.lesson_id')}
  left join subject_group g on g.school_id = l.school_id and g.id = l.subject_group_id
  left join staff t on t.school_id = k.school_id and t.id = k.absent_teacher_id
  join picked s on s.school_id = k.school_id and s.class_id = coalesce(l.class_id, g.class_id)
    and k.date between s.from_day and s.to_day
  where (a.subject_id is null or l.subject_id = a.subject_id)
    and (a.teacher_id is null or a.teacher_id = coalesce(k.substitute_teacher_id, ${NOBODY})
      or 'substitute' <> all(a.words) and a.teacher_id = k.absent_teacher_id)
  order by k.id, s.class_id`,
});

/** Runs that began within the days; `which` is a state. */
export const runs = (_: DrillRequest): DrillSelect => ({
  name: 'runs',
  select: `select 'run' as entity, r.run_id::text as key, r.school_id, null::uuid as class_id, null::uuid as student_id,
    null::uuid as subject_id, null::uuid as teacher_id, (r.started_at at time zone o.time_zone)::date as day,
    r.state as value, r.error->>'message' as text, 1 as counts, r.source, c.name as external_key, r.run_id::text as run_id,
    r.started_at as first_seen_at, r.finished_at as changed_at
  from schools s cross join asked a
  join school o on o.school_id = s.school_id
  join run r on r.school_id = s.school_id and not r.dry_run
  join connection c on c.school_id = r.school_id and c.connection_id = r.connection_id
  where (r.started_at at time zone o.time_zone)::date between a.first_day and a.last_day
    and (a.words = '{}' or r.state = any(a.words))`,
});
