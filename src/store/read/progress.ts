import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { seenAt } from './diary.ts';
import { missedJson } from './diary-totals.ts';
import { accepted, heldPart, joinHeld, pendingJson, present } from './overlay.ts';
import type { ProgressTerm } from './progress-term.ts';
import { instantSql, reachValues } from './reach.ts';
import { sourceChoiceOf } from './source-choice.ts';

/** What waits for permission; told to those alone who may see it. */
export interface Pending {
  readonly value: string | null;
  readonly since: string;
  readonly findingId: string | null;
}

/** A mark as the means are made of it; without a value where nothing is accepted yet. */
export interface ProgressMark {
  readonly date: Day;
  readonly value: string | null;
  readonly pending?: Pending | null;
  readonly scaleMax: number;
  readonly weight: number | null;
  readonly workType: { readonly name: string; readonly abbreviation: string | null } | null;
  readonly comment: string | null;
}

/** A mark for a period. */
export interface PeriodMark {
  readonly kind: string;
  readonly value: string | null;
  readonly pending?: Pending | null;
  readonly scaleMax: number;
}

/** Absences by reason. */
export interface Missed {
  readonly total: number;
  readonly sick: number;
  readonly excused: number;
  readonly unexcused: number;
  readonly schoolEvent: number;
  readonly notGiven: number;
}

/** What is known of one subject in the term; `subject` null for attendance that names none. */
export interface SubjectFacts {
  readonly subject: { readonly id: string; readonly name: string } | null;
  readonly marks: readonly ProgressMark[];
  readonly termMarks: readonly PeriodMark[];
  readonly missed: Missed | null;
  readonly late: number | null;
}

/** The facts of a progress. */
export interface ProgressFacts {
  readonly schoolId: string;
  readonly student: { readonly id: string; readonly displayName: string };
  readonly source: string | null;
  readonly seenAt: string | null;
  readonly subjects: readonly SubjectFacts[];
}

const waits = (alias: string, pending: boolean): string =>
  pending ? `, 'pending', ${pendingJson(alias, `${alias}.value`)}` : '';

const value = (alias: string): string => `'value', ${accepted(`${alias}.value`, 'value')},
    'scaleMax', coalesce(${accepted(`${alias}.scale_max`, 'scaleMax', '::int')}, ${alias}.scale_max)`;

const factsParts = (pending: boolean): string => `${heldPart},
marks as materialized (
  select k.subject_id, json_agg(json_build_object('date', k.date, ${value('k')},
    'weight', a.weight, 'workType', case when w.id is null then null
      else json_build_object('name', w.name, 'abbreviation', w.abbreviation) end,
    'comment', ${accepted('k.comment', 'comment')}${waits('k', pending)}) order by k.date, k.id) as items
  from who, chosen, mark k
  ${joinHeld('mark', 'k')}
  left join assessment a on a.school_id = k.school_id and a.id = k.assessment_id and a.deleted_at is null
  left join work_type w on w.school_id = a.school_id and w.id = a.work_type_id
  where k.school_id = who.school_id and k.student_id = who.id and k.date between $2::date and $3::date
    and k.source = chosen.source and ${present('k', pending)}
  group by k.subject_id
),
period_marks as materialized (
  select m.subject_id, json_agg(json_build_object('kind', m.kind, ${value('m')}${waits('m', pending)})
    order by m.kind, m.id) as items
  from who, chosen, term_mark m
  ${joinHeld('termMark', 'm')}
  left join term t on t.school_id = m.school_id and t.id = m.term_id
  left join academic_year y on y.school_id = m.school_id and y.id = m.academic_year_id
  where m.school_id = who.school_id and m.student_id = who.id and m.source = chosen.source
    and ${present('m', pending)}
    and case when m.kind = 'term' then t.kind = $7::text and t.start_day <= $3::date and t.end_day >= $2::date
      else coalesce(y.start_day <= $3::date and y.end_day >= $2::date, true) end
  group by m.subject_id
),
seen_absences as (
  select coalesce(t.subject_id, l.subject_id) as subject_id,
    ${accepted('t.status', 'status')} as status, ${accepted('t.reason', 'reason')} as reason
  from who, chosen, attendance t
  ${joinHeld('attendance', 't')}
  left join lesson l on l.school_id = t.school_id and l.id = t.lesson_id
  where t.school_id = who.school_id and t.student_id = who.id and t.date between $2::date and $3::date
    and t.source = chosen.source and ${present('t', false)}
),
absences as materialized (
  select t.subject_id, ${missedJson('t')} as missed, count(*) filter (where t.status = 'late') as late
  from seen_absences t group by t.subject_id
),
subjects as (
  select g.subject_id
  from who, chosen, group_membership m
  join subject_group g on g.school_id = m.school_id and g.id = m.subject_group_id
  where m.school_id = who.school_id and m.student_id = who.id and m.source = chosen.source
    and m.deleted_at is null
    and coalesce(m.from_day <= $3::date, true) and coalesce(m.to_day >= $2::date, true)
  union select subject_id from marks
  union select subject_id from period_marks
  union select subject_id from absences
)`;

const choice = sourceChoiceOf({ first: '$2::date', last: '$3::date', reach: 4, pinned: '$8::text' });

const factsStatement = (pending: boolean): Statement => ({
  name: pending ? 'progress-pending' : 'progress',
  text: `with ${choice},${factsParts(pending)}
select json_build_object(
  'schoolId', who.school_id, 'student', json_build_object('id', who.id, 'displayName', who.display_name),
  'source', (select source from chosen), 'seenAt', ${instantSql(seenAt)},
  'subjects', (select coalesce(json_agg(json_build_object(
      'subject', case when s.id is null then null else json_build_object('id', s.id, 'name', s.name) end,
      'marks', coalesce(k.items, '[]'), 'termMarks', coalesce(m.items, '[]'),
      'missed', t.missed, 'late', t.late) order by s.name collate "ru-x-icu", s.id), '[]')
    from subjects u
    left join subject s on s.school_id = who.school_id and s.id = u.subject_id
    left join marks k on k.subject_id = u.subject_id
    left join period_marks m on m.subject_id = u.subject_id
    left join absences t on t.subject_id is not distinct from u.subject_id))
from who`,
});

const acceptedStatement = factsStatement(false);
const pendingStatement = factsStatement(true);

/** Whose progress of which term; the source, when it was chosen already with the term. */
export interface ProgressRequest {
  readonly studentId: string;
  readonly term: ProgressTerm;
  readonly source: string | null;
  readonly reach: Reach;
  /** Whether the caller sees what waits for permission, too. */
  readonly pending: boolean;
}

/** What is known of a student in a term; null when there is no such student within reach. */
export async function readProgress(
  database: ReadDatabase,
  request: ProgressRequest,
): Promise<ProgressFacts | null> {
  const { term } = request;
  const days = [request.studentId, term.from, term.to, ...reachValues(request.reach)];
  const values = [...days, term.kind, request.source];
  const [row] = await database.rows<readonly [ProgressFacts]>(
    request.pending ? pendingStatement : acceptedStatement,
    values,
  );
  return row ? row[0] : null;
}
