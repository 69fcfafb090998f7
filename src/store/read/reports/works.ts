import type { FiguresRequest } from '../../rollup/types.ts';
import type { ReadDatabase } from '../database.ts';
import { overParts } from './over-parts.ts';

/** The works that a teacher accounts for; the words of school-domain §1 within names of work types and topics. */
export const workKinds = { control: 'онтрольн', laboratory: 'аборатор', practical: 'рактическ' } as const;

/** See {@link workKinds}. */
export type WorkKind = keyof typeof workKinds;

/** SQL of what kind of work a text names; null where it is none of them. The first letter may be of any case. */
export const workKindOf = (text: string): string =>
  `case ${Object.entries(workKinds)
    .map(([kind, word]) => `when ${text} ~ '${word}' then '${kind}'`)
    .join(' ')} end`;

const GIVEN = `
select s.class_id, nullif(w.group_id, '00000000-0000-0000-0000-000000000000'), w.subject_id, w.kind, count(*)::int, false
from (
  select distinct l.sc, l.group_id, l.subject_id, a.id, ${workKindOf('t.name')} as kind
  from lessons l join scope c using (sc)
  join assessment a on a.school_id = c.school_id and a.source = c.source and a.deleted_at is null
    and (a.lesson_id = l.id or a.lesson_id is null and a.class_id = c.class_id
      and a.subject_id = l.subject_id and a.date = l.date)
  join work_type t on t.school_id = a.school_id and t.id = a.work_type_id
) w join scope s using (sc)
where w.kind is not null
group by 1, 2, 3, 4`;

const PLANNED = `
select s.class_id, p.subject_group_id, p.subject_id, ${workKindOf('p.topic')}, count(*)::int, true
from scope s
join lesson_plan_entry p on p.school_id = s.school_id and p.source = s.source and p.deleted_at is null
  and p.planned_day between s.from_day and s.until
  and (p.class_id = s.class_id or p.subject_group_id in (select g.group_id from groups g where g.sc = s.sc))
where ${workKindOf('p.topic')} is not null
group by 1, 2, 3, 4`;

type WorkRow = readonly [
  classId: string,
  groupId: string | null,
  subjectId: string,
  kind: WorkKind,
  count: number,
  planned: boolean,
];

const read = overParts<WorkRow>('works', `${GIVEN} union all ${PLANNED}`);

/** How many works of a kind a group has had, or has in its plan. */
export interface WorkCount {
  readonly classId: string;
  readonly groupId: string | null;
  readonly subjectId: string;
  readonly kind: WorkKind;
  readonly count: number;
  readonly planned: boolean;
}

/** Works of the period up to the day of the last run. */
export const readWorks = async (
  database: ReadDatabase,
  request: FiguresRequest,
): Promise<readonly WorkCount[]> =>
  (await read(database, request)).map(([classId, groupId, subjectId, kind, count, planned]) => ({
    classId,
    groupId,
    subjectId,
    kind,
    count,
    planned,
  }));
