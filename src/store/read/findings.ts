import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { type Page, type PageRequest, type PageRow, pageOf, UNKNOWN_KEY } from './page.ts';
import { instantSql, reachValues, withinReach } from './reach.ts';

/** What a finding is looked for by; null: whatever. */
export interface FindingFilter {
  readonly class: string | null;
  readonly teacher: string | null;
  readonly student: string | null;
  readonly subject: string | null;
  readonly rule: string | null;
  readonly kind: string | null;
  readonly regulation: string | null;
  readonly entry: string | null;
  readonly clause: string | null;
  readonly term: string | null;
  /** `current`: neither mended nor closed. */
  readonly state: string | null;
  readonly verdict: string | null;
  readonly severity: string | null;
  readonly from: Day | null;
  readonly to: Day | null;
}

/** Which findings of a school. */
export interface FindingsRequest extends PageRequest {
  readonly schoolId: string;
  readonly filter: FindingFilter;
  readonly reach: Reach;
  /** The only classes whose findings are told; null and left out: all. */
  readonly classIds?: readonly string[] | null;
}

/** The fields of a finding that lists show; names are looked up where the vendor's row is still there. */
const findingFields = `
  'findingId', f.finding_id, 'schoolId', f.school_id, 'rule', f.rule, 'kind', f.kind, 'severity', f.severity,
  'effect', f.effect, 'regulation', f.regulation, 'entry', f.entry, 'clause', f.clause, 'verdict', f.verdict,
  'reason', f.reason, 'message', f.message, 'advice', f.advice,
  'class', (select json_build_object('id', c.id, 'name', c.name) from class c
    where c.school_id = f.school_id and c.id = f.class_id),
  'subject', (select json_build_object('id', s.id, 'name', s.name) from subject s
    where s.school_id = f.school_id and s.id = f.subject_id),
  'studentId', f.student_id, 'staffId', f.staff_id, 'termId', f.term_id, 'day', f.day,
  'deadline', ${instantSql('f.deadline')},
  'interval', case when f.not_after is null then null else json_build_object(
    'notBefore', ${instantSql('f.not_before')}, 'notAfter', ${instantSql('f.not_after')}) end,
  'count', f.count, 'state', f.state, 'permitId', f.permit_id, 'openedAt', ${instantSql('f.opened_at')},
  'changedAt', ${instantSql('f.changed_at')}, 'closedAt', ${instantSql('f.closed_at')}`;

const order = (alias: string): string => `coalesce(${alias}.day, '-infinity'::date), ${alias}.finding_id`;

/** The latest day first, what is of no day last. */
const listStatement: Statement = {
  name: 'findings',
  text: `
select f.finding_id::text, json_build_object(${findingFields})::text
from finding f
where f.school_id = $1::uuid
  and ($4::uuid is null
    or (${order('f')}) < (select ${order('l')} from finding l where l.school_id = $1::uuid and l.finding_id = $4::uuid))
  and ($5::uuid is null or f.class_id = $5::uuid) and ($6::uuid is null or f.staff_id = $6::uuid)
  and ($7::uuid is null or f.student_id = $7::uuid) and ($8::uuid is null or f.subject_id = $8::uuid)
  and ($9::text is null or f.rule = $9) and ($10::text is null or f.kind = $10)
  and ($11::text is null or f.regulation = $11) and ($12::text is null or f.entry = $12)
  and ($13::text is null or f.clause = $13) and ($14::uuid is null or f.term_id = $14::uuid)
  and ($15::text is null or f.state = $15 or ($15 = 'current' and f.state in ('open', 'explained')))
  and ($16::text is null or f.verdict = $16) and ($17::text is null or f.severity = $17)
  and ($2::date is null or f.day >= $2::date) and ($3::date is null or f.day <= $3::date)
  and ($19::uuid[] is null or f.class_id = any($19::uuid[]))
order by coalesce(f.day, '-infinity'::date) desc, f.finding_id desc
limit $18`,
};

/** Whether the school is within reach, and the key to go on behind one of its findings. */
const placeStatement: Statement = {
  name: 'findings-place',
  text: `
select $5::uuid is null
  or exists (select 1 from finding l where l.school_id = sc.school_id and l.finding_id = $5::uuid)
from school sc where sc.school_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** Findings of one school, the latest day first; null when there is no such school within reach. */
export async function listFindings(
  database: ReadDatabase,
  { schoolId, filter, after, limit, reach, classIds = null }: FindingsRequest,
): Promise<Page | null | typeof UNKNOWN_KEY> {
  const place = [schoolId, ...reachValues(reach), after];
  const [school] = await database.rows<readonly [known: boolean]>(placeStatement, place);
  if (!school) return null;
  if (!school[0]) return UNKNOWN_KEY;
  const { class: classId, teacher, student, subject, rule, kind, regulation, entry, clause } = filter;
  const { term, state, verdict, severity, from, to } = filter;
  const values = [
    ...[schoolId, from, to, after, classId, teacher, student, subject, rule, kind, regulation, entry],
    ...[clause, term, state, verdict, severity, limit + 1, classIds],
  ];
  return pageOf(await database.rows<PageRow>(listStatement, values), limit);
}

const oneStatement: Statement = {
  name: 'finding',
  text: `
select f.school_id, f.rows, json_build_object(${findingFields}, 'basis', f.basis,
  'notes', (select coalesce(json_agg(json_build_object('action', n.action, 'text', n.text, 'by', n.by,
      'at', ${instantSql('n.at')}) order by n.note_id), '[]')
    from finding_note n where n.school_id = f.school_id and n.finding_id = f.finding_id))::text
from finding f
join school sc on sc.school_id = f.school_id
where f.finding_id = $1::uuid and ${withinReach('sc', 2)}`,
};

/** A row that a finding stands on. */
export interface FindingRow {
  readonly entity: string;
  readonly id: string;
}

/** One finding. */
export interface FindingAnswer {
  readonly schoolId: string;
  readonly rows: readonly FindingRow[];
  /** The members of the JSON object, without its braces. */
  readonly members: string;
}

/** One finding; null when there is none of that id within reach. */
export async function readFinding(
  database: ReadDatabase,
  findingId: string,
  reach: Reach,
): Promise<FindingAnswer | null> {
  type Row = readonly [schoolId: string, rows: FindingRow[], json: string];
  const [row] = await database.rows<Row>(oneStatement, [findingId, ...reachValues(reach)]);
  return row ? { schoolId: row[0], rows: row[1], members: row[2].slice(1, -1) } : null;
}
