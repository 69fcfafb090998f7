import type { ReadDatabase, Statement } from '../database.ts';
import { type DaysAsked, daysValues, overClasses } from './asked-classes.ts';

/** What an evaluation brought against whom, of the days of the period; of no teacher: null. */
export interface KeepingCount {
  readonly schoolId: string;
  readonly staffId: string | null;
  /** Records entered after their deadline, or not at all. */
  readonly late: number;
  /** Records of which nobody can say it. */
  readonly undecided: number;
  readonly open: number;
  readonly mended: number;
}

/** Whether anything of a class could be judged at all. */
export interface KeepingGround {
  readonly classId: string;
  /** The school keeps to acts, and they were evaluated. */
  readonly evaluated: boolean;
  /** Of deadlines of entry, something was decided. */
  readonly decided: boolean;
}

const DEADLINE = "f.kind = 'entry_deadline' and f.state <> 'mended'";

/** A finding of no day is of the day on which it was opened; one of no class is the whole school's. */
const counted: Statement = overClasses(
  'keeping',
  [],
  `
select s.school_id, f.staff_id,
  count(*) filter (where ${DEADLINE} and f.verdict = 'violated')::int,
  coalesce(sum(f.count) filter (where ${DEADLINE} and f.verdict <> 'violated'), 0)::int,
  count(*) filter (where f.verdict = 'violated' and f.state = 'open')::int,
  count(*) filter (where f.verdict = 'violated' and f.state = 'mended')::int
from schools s
join school k on k.school_id = s.school_id
join finding f on f.school_id = s.school_id and ($6::uuid[] is null or f.class_id = any($6))
  and coalesce(f.day, (f.opened_at at time zone k.time_zone)::date) between $7::date and $8::date
group by 1, 2`,
);

const grounds: Statement = overClasses(
  'keeping-ground',
  [],
  `
select s.class_id, exists (select 1 from control_basis b where b.school_id = s.school_id),
  exists (select 1 from tally t where t.school_id = s.school_id and t.class_id = s.class_id
    and t.kind = 'entry_deadline' and t.met + t.violated > 0)
from scope s`,
);

/** Findings by school and teacher. */
export async function readKeeping(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly KeepingCount[]> {
  type Row = readonly [string, string | null, number, number, number, number];
  const rows = await database.rows<Row>(counted, daysValues(asked));
  return rows.map(([schoolId, staffId, late, undecided, open, mended]) => ({
    schoolId,
    staffId,
    late,
    undecided,
    open,
    mended,
  }));
}

/** What stands behind them. */
export async function readKeepingGround(
  database: ReadDatabase,
  asked: DaysAsked,
): Promise<readonly KeepingGround[]> {
  type Row = readonly [string, boolean, boolean];
  const rows = await database.rows<Row>(grounds, daysValues(asked));
  return rows.map(([classId, evaluated, decided]) => ({ classId, evaluated, decided }));
}
