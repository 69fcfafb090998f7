import type { Reach } from '../../../model/access.ts';
import type { TransferState } from '../../transfer/types.ts';
import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';

/** A move of a journal as lists show it. */
export interface MoveLine {
  readonly transferId: string;
  readonly schoolId: string;
  readonly school: string;
  readonly timeZone: string;
  readonly source: string;
  readonly target: string;
  readonly state: TransferState;
  readonly done: number;
  readonly total: number;
  readonly createdAt: Date;
  /** Questions of its mapping that wait for an answer. */
  readonly questions: number;
}

const movesStatement: Statement = {
  name: 'web-moves',
  text: `
select t.transfer_id::text, t.school_id, sc.name, sc.time_zone, t.source, t.target, t.state, t.done, t.total,
  t.created_at, coalesce(m.questions, 0)
from transfer t
join school sc on sc.school_id = t.school_id
left join transfer_mapping m on m.school_id = t.school_id and m.transfer_id = t.transfer_id
where ${withinReach('sc', 1)} and ($4::bigint is null or t.transfer_id < $4::bigint)
order by t.transfer_id desc limit $5`,
};

type MoveRow = readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  TransferState,
  number,
  number,
  Date,
  number,
];

/** The moves within reach, the latest first, behind the one of a number. */
export async function listMoves(
  database: ReadDatabase,
  reach: Reach,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly MoveLine[]> {
  const rows = await database.rows<MoveRow>(movesStatement, [...reachValues(reach), after, limit]);
  return rows.map(
    ([transferId, schoolId, school, timeZone, source, target, state, done, total, createdAt, questions]) => ({
      ...{ transferId, schoolId, school, timeZone, source, target, state, done, total, createdAt, questions },
    }),
  );
}

/** What a move can be begun with: as the old journal and the consents name it. */
export interface MoveChoices {
  readonly years: readonly string[];
  readonly terms: readonly string[];
  readonly operators: readonly string[];
}

const choicesStatement: Statement = {
  name: 'web-move-choices',
  text: `
select
  array(select y.name from academic_year y where y.school_id = $1::uuid and y.source = $2 and y.deleted_at is null
    group by y.name order by max(y.start_day) desc),
  array(select t.name from term t where t.school_id = $1::uuid and t.source = $2 and t.deleted_at is null
    group by t.name order by min(t.start_day), t.name),
  array(select c.operator from consent c where c.school_id = $1::uuid and c.deleted_at is null
    and c.purpose = 'transfer' and c.operator is not null group by c.operator order by count(*) desc limit 20)`,
};

/** Years and terms of a source, and who the consents to a transfer name. */
export async function readMoveChoices(
  database: ReadDatabase,
  { schoolId, source }: { readonly schoolId: string; readonly source: string },
): Promise<MoveChoices> {
  type Row = readonly [years: string[], terms: string[], operators: string[]];
  const [row] = await database.rows<Row>(choicesStatement, [schoolId, source]);
  const [years = [], terms = [], operators = []] = row ?? [];
  return { years, terms, operators };
}
