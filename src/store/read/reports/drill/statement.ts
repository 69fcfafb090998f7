import { computing } from '../../../rollup/compute.ts';
import { instantSql } from '../../reach.ts';
import type { DrillSelect } from './request.ts';

/** Part `asked`: what narrows, with types; `first` is the number of the first of its parameters. */
const askedPart = (first: number): string => {
  const names = [
    'subject_id::uuid',
    'group_id::uuid',
    'teacher_id::uuid',
    'student_id::uuid',
    'grade::int',
    'level::text',
    'value::text',
    'words::text[]',
    'first_day::date',
    'last_day::date',
    'behind::text',
    'most::int',
  ];
  const columns = names.map((name, index) => {
    const [column = '', type = ''] = name.split('::');
    return `$${first + index}::${type} as ${column}`;
  });
  return `asked as materialized (select ${columns.join(', ')})`;
};

/** The classes of part `scope` that are asked for. */
const picked = `
picked as materialized (
  select s.* from scope s cross join asked a
  where (a.grade is null or s.grade = a.grade)
    and (a.level is null or a.level = coalesce(case when s.grade between 1 and 4 then '1-4'
      when s.grade between 5 and 9 then '5-9' when s.grade >= 10 then '10-11' end, 'none'))
)`;

const named = (alias: string, id: string, name: string): string =>
  `case when ${id} is not null then json_build_object('id', ${id}, 'name', ${alias}.${name}) end`;

const ordered = `
ordered as materialized (
  select d.*, sc.name as school_name, c.name as class_name, st.display_name as student_name,
    j.name as subject_name, t.display_name as teacher_name,
    row_number() over (order by sc.name collate "ru-x-icu", d.school_id, c.grade nulls last, c.name collate "ru-x-icu",
      st.display_name collate "ru-x-icu", d.student_id, d.day, j.name collate "ru-x-icu", d.key) as place
  from drilled d
  join school sc on sc.school_id = d.school_id
  left join class c on c.school_id = d.school_id and c.id = d.class_id
  left join student st on st.school_id = d.school_id and st.id = d.student_id
  left join subject j on j.school_id = d.school_id and j.id = d.subject_id
  left join staff t on t.school_id = d.school_id and t.id = d.teacher_id
)`;

const rowJson = `json_build_object(
  'key', o.key, 'entity', o.entity, 'school', ${named('o', 'o.school_id', 'school_name')},
  'class', ${named('o', 'o.class_id', 'class_name')}, 'student', ${named('o', 'o.student_id', 'student_name')},
  'subject', ${named('o', 'o.subject_id', 'subject_name')}, 'teacher', ${named('o', 'o.teacher_id', 'teacher_name')},
  'day', o.day, 'value', o.value, 'text', o.text, 'counts', o.counts, 'source', o.source,
  'externalKey', o.external_key, 'runId', o.run_id, 'firstSeenAt', ${instantSql('o.first_seen_at')},
  'changedAt', ${instantSql('o.changed_at')})`;

const last = `
select o.key, ${rowJson}, (select count(*)::int from ordered), (select coalesce(sum(counts), 0)::int from ordered)
from ordered o cross join asked a
where o.place > case when a.behind is null then 0 else (select b.place from ordered b where b.key = a.behind) end
order by o.place
limit (select most from asked)`;

/** The statement of a kind of rows; parameters as `scope-sql.ts` has them, and behind them those of part `asked`. */
export const drillSql = (basis: 'terms' | 'range', { parts = [], select }: DrillSelect): string =>
  computing(basis, last, [
    askedPart(basis === 'range' ? 9 : 8),
    picked,
    ...parts,
    `drilled as materialized (${select})`,
    ordered,
  ]);
