import type { Reach } from '../../model/access.ts';
import type { Day } from '../../model/dates.ts';
import type { ReadDatabase, Statement } from './database.ts';
import { diaryParts } from './diary-parts.ts';
import { diaryTotals } from './diary-totals.ts';
import { heldPart } from './overlay.ts';
import { instantSql, reachValues } from './reach.ts';
import { sourceChoice } from './source-choice.ts';

/** Whose diary, of which days. */
export interface DiaryRequest {
  readonly studentId: string;
  readonly from: Day;
  readonly to: Day;
  readonly reach: Reach;
  /** Whether the caller sees what waits for permission, too. */
  readonly pending: boolean;
}

/** A diary as the database built it. */
export interface DiaryAnswer {
  /** The source that is shown; null when no source knows the student's lessons. */
  readonly source: string | null;
  /** The members of the JSON object, without its braces: the caller puts its own before them. */
  readonly members: string;
}

/**
 * When the days were last read: at once, the last such time; in pieces, the time of the oldest piece, because
 * no more can be promised of the whole.
 */
export const seenAt = `(select coalesce(max(seen_at) filter (where whole), min(seen_at)) from seen
  where source = (select source from chosen))`;

/** Cut to the days asked for: a source without days of its own is kept as read from ever to ever. */
const coveredJson = `(select coalesce(json_agg(json_build_object(
    'from', greatest(from_day, $2::date), 'to', least(to_day, $3::date), 'seenAt', ${instantSql('seen_at')}) order by from_day, to_day), '[]')
  from seen where source = (select source from chosen))`;

const classJson = `(select json_build_object('id', c.id, 'name', c.name)
  from enrolment e join class c on c.school_id = e.school_id and c.id = e.class_id
  where e.school_id = who.school_id and e.student_id = who.id and e.deleted_at is null
    and coalesce(e.from_day <= $3::date, true) and coalesce(e.to_day >= $2::date, true)
  order by e.from_day desc nulls last, e.id limit 1)`;

/** The whole diary in one statement: one round trip, and the text goes to the client as it is. */
const statementOf = (pending: boolean): Statement => ({
  name: pending ? 'diary-pending' : 'diary',
  text: `with ${sourceChoice},${heldPart},${diaryParts(pending)},${diaryTotals(pending)}
select (select source from chosen), json_build_object(
  'schoolId', who.school_id,
  'student', json_build_object('id', who.id, 'displayName', who.display_name, 'class', ${classJson}),
  'from', $2::date, 'to', $3::date, 'timeZone', who.time_zone,
  'source', (select source from chosen),
  'seenAt', ${instantSql(seenAt)},
  'covered', ${coveredJson},
  'days', coalesce((select items from days), '[]'),
  'weeks', coalesce((select items from weeks), '[]'),
  'terms', coalesce((select items from terms), '[]'))::text
from who`,
});

/** The diary as families see it. */
export const diaryStatement = statementOf(false);

const pendingStatement = statementOf(true);

/** The values of {@link diaryStatement}. */
export const diaryValues = (request: Omit<DiaryRequest, 'pending'>): unknown[] => [
  request.studentId,
  request.from,
  request.to,
  ...reachValues(request.reach),
];

/** The diary of one student; null when there is no such student within reach. */
export async function readDiary(database: ReadDatabase, request: DiaryRequest): Promise<DiaryAnswer | null> {
  type Row = readonly [source: string | null, json: string];
  const [row] = await database.rows<Row>(
    request.pending ? pendingStatement : diaryStatement,
    diaryValues(request),
  );
  return row ? { source: row[0], members: row[1].slice(1, -1) } : null;
}
