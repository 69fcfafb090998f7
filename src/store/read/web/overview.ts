import type { Reach } from '../../../model/access.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** A school as lists show it. */
export interface SchoolLine {
  readonly schoolId: string;
  readonly name: string;
  readonly municipality: string;
  readonly timeZone: string;
}

const schoolsStatement: Statement = {
  name: 'web-schools',
  text: `select sc.school_id, sc.name, sc.municipality, sc.time_zone from school sc where ${withinReach('sc', 1)}`,
};

/** The schools within reach, in no order. */
export async function readSchoolLines(database: ReadDatabase, reach: Reach): Promise<readonly SchoolLine[]> {
  type Row = readonly [schoolId: string, name: string, municipality: string, timeZone: string];
  const rows = await database.rows<Row>(schoolsStatement, reachValues(reach));
  return rows.map(([schoolId, name, municipality, timeZone]) => ({ schoolId, name, municipality, timeZone }));
}

/** Broken clauses of a school that nobody has explained or mended, by how grave they are. */
export interface OpenFindings {
  readonly schoolId: string;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

const findingsStatement: Statement = {
  name: 'web-findings',
  text: `
select f.school_id, count(*) filter (where f.severity = 'error')::int,
  count(*) filter (where f.severity = 'warning')::int, count(*) filter (where f.severity = 'info')::int
from finding f
where f.state = 'open' and f.verdict = 'violated'
  and f.school_id in (select sc.school_id from school sc where ${withinReach('sc', 1)})
  and ($4::uuid[] is null or f.class_id = any($4))
group by f.school_id`,
};

/** Open findings of the schools within reach, those of some classes alone where `classIds` are given. */
export async function countOpenFindings(
  database: ReadDatabase,
  reach: Reach,
  classIds: readonly string[] | null,
): Promise<readonly OpenFindings[]> {
  type Row = readonly [schoolId: string, error: number, warning: number, info: number];
  const rows = await database.rows<Row>(findingsStatement, [...reachValues(reach), classIds]);
  return rows.map(([schoolId, error, warning, info]) => ({ schoolId, error, warning, info }));
}

/** A move of a journal that waits for somebody's answers. */
export interface WaitingMove {
  readonly schoolId: string;
  readonly transferId: string;
  readonly target: string;
  readonly questions: number;
}

const movesStatement: Statement = {
  name: 'web-waiting-moves',
  text: `
select t.school_id, t.transfer_id::text, t.target, m.questions
from transfer t
join transfer_mapping m on m.school_id = t.school_id and m.transfer_id = t.transfer_id
join school sc on sc.school_id = t.school_id
where m.questions > 0 and t.finished_at is null and ${withinReach('sc', 1)}
order by m.questions desc, t.transfer_id`,
};

/** The moves within reach whose mapping has questions. */
export async function listWaitingMoves(
  database: ReadDatabase,
  reach: Reach,
): Promise<readonly WaitingMove[]> {
  type Row = readonly [schoolId: string, transferId: string, target: string, questions: number];
  const rows = await database.rows<Row>(movesStatement, reachValues(reach));
  return rows.map(([schoolId, transferId, target, questions]) => ({
    schoolId,
    transferId,
    target,
    questions,
  }));
}
