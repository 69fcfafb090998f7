import type { ReadDatabase, Statement } from '../database.ts';
import { reachValues, withinReach } from '../reach.ts';
import type { SchoolAsked } from './school.ts';

/** What findings are put together by. */
export type FindingGrouping = 'clause' | 'teacher' | 'class';

/** Findings that have something in common. */
export interface FindingGroup {
  /** The clause, or an id; null: of nobody in particular. */
  readonly key: string | null;
  readonly name: string | null;
  /** Of a clause: its act, and the kind of rule that checks it. */
  readonly regulation: string | null;
  readonly kind: string | null;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly explained: number;
  readonly permitted: number;
  readonly mended: number;
  readonly closed: number;
  /** Nobody can decide these by what the source tells. */
  readonly notEvaluable: number;
}

const KEYS: Readonly<Record<FindingGrouping, string>> = {
  clause: `f.clause as key, f.clause as name, f.regulation as regulation, min(f.kind) as kind`,
  teacher: `f.staff_id::text as key,
    (select t.display_name from staff t where t.school_id = f.school_id and t.id = f.staff_id) as name,
    null::text as regulation, null::text as kind`,
  class: `f.class_id::text as key,
    (select c.name from class c where c.school_id = f.school_id and c.id = f.class_id) as name,
    null::text as regulation, null::text as kind`,
};

const GROUPS: Readonly<Record<FindingGrouping, string>> = {
  clause: 'f.school_id, f.regulation, f.clause',
  teacher: 'f.school_id, f.staff_id',
  class: 'f.school_id, f.class_id',
};

const violated = (condition: string): string =>
  `count(*) filter (where f.verdict = 'violated' and ${condition})::int`;

const open = (severity: string): string => violated(`f.state = 'open' and f.severity = '${severity}'`);

const statementOf = (grouping: FindingGrouping): Statement => ({
  name: `web-findings-by-${grouping}`,
  text: `
select g.* from (
select ${KEYS[grouping]},
  ${open('error')} as error, ${open('warning')} as warning, ${open('info')} as info,
  ${violated("f.state = 'explained'")} as explained, ${violated("f.state = 'permitted'")} as permitted,
  ${violated("f.state = 'mended'")} as mended, ${violated("f.state = 'closed'")} as closed,
  count(*) filter (where f.verdict = 'not_evaluable' and f.state not in ('mended', 'closed'))::int as doubts
from finding f join school sc on sc.school_id = f.school_id
where f.school_id = $1::uuid and ${withinReach('sc', 2)} and ($5::uuid[] is null or f.class_id = any($5))
group by ${GROUPS[grouping]}
) g
order by g.error desc, g.warning desc, g.info desc, g.name collate "ru-x-icu" nulls last`,
});

type Row = readonly [
  key: string | null,
  name: string | null,
  regulation: string | null,
  kind: string | null,
  error: number,
  warning: number,
  info: number,
  explained: number,
  permitted: number,
  mended: number,
  closed: number,
  notEvaluable: number,
];

const groupOf = (row: Row): FindingGroup => {
  const [
    key,
    name,
    regulation,
    kind,
    error,
    warning,
    info,
    explained,
    permitted,
    mended,
    closed,
    notEvaluable,
  ] = row;
  return {
    ...{ key, name, regulation, kind, error, warning, info },
    ...{ explained, permitted, mended, closed, notEvaluable },
  };
};

/** The findings of a school counted by clause, teacher or class, the most open first. */
export async function readFindingGroups(
  database: ReadDatabase,
  { schoolId, reach, classIds }: SchoolAsked,
  grouping: FindingGrouping,
): Promise<readonly FindingGroup[]> {
  const values = [schoolId, ...reachValues(reach), classIds];
  return (await database.rows<Row>(statementOf(grouping), values)).map(groupOf);
}
