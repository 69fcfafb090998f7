import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';
import type { SchoolLine } from './overview.ts';

/** What somebody may see of a school: one within reach, and of it all, or some classes. */
export interface SchoolAsked {
  readonly schoolId: string;
  readonly reach: Reach;
  /** Null: all. */
  readonly classIds: readonly string[] | null;
}

const valuesOf = ({ schoolId, reach, classIds }: SchoolAsked): readonly unknown[] => [
  schoolId,
  ...reachValues(reach),
  classIds,
];

const asked = `sc.school_id = $1::uuid and ${withinReach('sc', 2)}`;

const schoolStatement: Statement = {
  name: 'web-school',
  text: `select sc.school_id, sc.name, sc.municipality, sc.time_zone from school sc where ${asked}`,
};

/** One school; null where there is none of that id within reach. */
export async function readSchoolLine(
  database: ReadDatabase,
  schoolId: string,
  reach: Reach,
): Promise<SchoolLine | null> {
  type Row = readonly [schoolId: string, name: string, municipality: string, timeZone: string];
  const [row] = await database.rows<Row>(schoolStatement, [schoolId, ...reachValues(reach)]);
  return row ? { schoolId: row[0], name: row[1], municipality: row[2], timeZone: row[3] } : null;
}

/** A class of a school, with what is open in its journal. */
export interface SchoolClass {
  readonly classId: string;
  readonly name: string;
  readonly grade: number | null;
  readonly errors: number;
  readonly warnings: number;
}

const classesStatement: Statement = {
  name: 'web-school-classes',
  text: `
select c.id, c.name, c.grade, coalesce(f.errors, 0), coalesce(f.warnings, 0)
from school sc
join class c on c.school_id = sc.school_id and c.deleted_at is null
left join (
  select f.class_id, count(*) filter (where f.severity = 'error')::int as errors,
    count(*) filter (where f.severity = 'warning')::int as warnings
  from finding f where f.school_id = $1::uuid and f.state = 'open' and f.verdict = 'violated' group by f.class_id
) f on f.class_id = c.id
where ${asked} and ($5::uuid[] is null or c.id = any($5))
order by c.grade nulls last, c.name collate "ru-x-icu", c.id`,
};

/** The classes of a school by grade and name. */
export async function listSchoolClasses(
  database: ReadDatabase,
  request: SchoolAsked,
): Promise<readonly SchoolClass[]> {
  type Row = readonly [string, string, number | null, number, number];
  const rows = await database.rows<Row>(classesStatement, valuesOf(request));
  return rows.map(([classId, name, grade, errors, warnings]) => ({
    classId,
    name,
    grade,
    errors,
    warnings,
  }));
}

/** What became of the decisions by one clause of an act. */
export interface ClauseFindings {
  readonly regulation: string;
  readonly clause: string;
  readonly severity: string;
  /** The kind of rule that checks it. */
  readonly kind: string;
  readonly open: number;
  readonly explained: number;
  /** Nobody can decide these by what the source tells. */
  readonly notEvaluable: number;
}

const clausesStatement: Statement = {
  name: 'web-school-clauses',
  text: `
select f.regulation, f.clause,
  (array_agg(f.severity order by array_position(array['error', 'warning', 'info'], f.severity)))[1], min(f.kind),
  count(*) filter (where f.verdict = 'violated' and f.state = 'open')::int,
  count(*) filter (where f.verdict = 'violated' and f.state = 'explained')::int,
  count(*) filter (where f.verdict = 'not_evaluable' and f.state not in ('mended', 'closed'))::int
from school sc
join finding f on f.school_id = sc.school_id
where ${asked} and ($5::uuid[] is null or f.class_id = any($5)) and f.state not in ('mended', 'closed')
group by f.regulation, f.clause
order by 5 desc, 6 desc, f.regulation, f.clause`,
};

/** Findings of a school by the clause that they break, the most open first. */
export async function listClauseFindings(
  database: ReadDatabase,
  request: SchoolAsked,
): Promise<readonly ClauseFindings[]> {
  type Row = readonly [string, string, string, string, number, number, number];
  const rows = await database.rows<Row>(clausesStatement, valuesOf(request));
  return rows.map(([regulation, clause, severity, kind, open, explained, notEvaluable]) => ({
    ...{ regulation, clause, severity, kind, open, explained, notEvaluable },
  }));
}

/** An act that a school keeps to. */
export interface AdoptedAct {
  readonly regulation: string;
  readonly from: string;
  readonly to: string | null;
}

const adoptionsStatement: Statement = {
  name: 'web-school-adoptions',
  text: `
select a.regulation, a.from_day::text, a.to_day::text
from school sc join adoption a on a.school_id = sc.school_id
where ${asked} order by a.from_day desc, a.regulation`,
};

/** The acts that a school keeps to or kept to, the latest first. */
export async function listAdoptedActs(
  database: ReadDatabase,
  schoolId: string,
  reach: Reach,
): Promise<readonly AdoptedAct[]> {
  type Row = readonly [regulation: string, from: string, to: string | null];
  const rows = await database.rows<Row>(adoptionsStatement, [schoolId, ...reachValues(reach)]);
  return rows.map(([regulation, from, to]) => ({ regulation, from, to }));
}
