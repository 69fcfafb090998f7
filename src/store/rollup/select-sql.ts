import { withinReach } from '../read/reach.ts';
import { classMeasures, listed, subjectMeasures, teachingMeasures } from './measures.ts';

/** Where figures come from: SQL of rows `g` (the ground of a class) joined with figures `f`. */
interface Origin {
  readonly classes: string;
  readonly subjects: string;
  readonly teaching: string;
  /** Parts that it needs, and a column that it adds at the end of every row. */
  readonly parts: string;
  readonly more: string;
}

/** Worked out by the statement itself; see `compute.ts`. */
export const computed: Origin = {
  classes: 'scope g join class_figures f using (sc)',
  subjects: 'scope g join subject_figures f using (sc)',
  teaching: 'scope g join teaching_figures f using (sc)',
  parts: '',
  more: '',
};

/** Classes whose stored sums are behind their rows: a run is under way, or was interrupted. Parameters as in `scope-sql.ts`. */
export const DUE = `
select distinct c.id
from (select distinct school_id, class_id from rollup_due) d
join school sc on sc.school_id = d.school_id and ${withinReach('sc', 1)}
  and ($4::uuid is null or sc.school_id = $4) and ($5::text is null or sc.municipality = $5)
cross join lateral (select c.id from class c where c.school_id = d.school_id
  and (d.class_id is null or c.id = d.class_id) and ($6::uuid[] is null or c.id = any($6)) offset 0) c`;

/** Parameters as in `scope-sql.ts`; classes that are due are left out. */
const kept = `(
  select r.*, 'term' as basis from school sc
  join rollup_class r on r.school_id = sc.school_id and r.period = any($7::text[])
  where ${withinReach('sc', 1)} and ($4::uuid is null or sc.school_id = $4)
    and ($5::text is null or sc.municipality = $5) and ($6::uuid[] is null or r.class_id = any($6))
    and not exists (select 1 from due d where d.id = r.class_id)
) g`;

const ofClass = 'f.school_id = g.school_id and f.period = g.period and f.class_id = g.class_id';

/** Kept in tables. Every row tells last which classes are due, or null: one look at the database is enough then. */
export const stored: Origin = {
  classes: `${kept} cross join lateral (select g.*) f`,
  subjects: `${kept} join rollup_subject f on ${ofClass}`,
  teaching: `${kept} join rollup_teaching f on ${ofClass}`,
  parts: `with due as materialized (${DUE})`,
  more: ', (select array_agg(id) from due)',
};

const basis = `case when g.basis = 'range' then 'current_marks' else 'term_marks' end`;

/** What all figures say about themselves, of rows `g` with the ground and `c` of the class. */
const groundColumns = `g.school_id, g.source, g.from_day::text, g.to_day::text, g.until::text, ${basis},
  c.id, c.name, g.grade`;

const joinClass = 'join class c on c.school_id = g.school_id and c.id = g.class_id';
const inOrder = 'g.school_id, g.grade nulls last, c.name, c.id';

const nilToNull = (column: string): string => `nullif(${column}, '00000000-0000-0000-0000-000000000000')`;

/** The end of a statement about classes. */
export const selectClasses = ({ classes, parts, more }: Origin): string => `${parts}
select ${groundColumns}, ${listed('f', classMeasures)}${more}
from ${classes} ${joinClass}
order by ${inOrder}`;

/** About subjects of classes. */
export const selectSubjects = ({ subjects, parts, more }: Origin): string => `${parts}
select ${groundColumns}, f.subject_id, coalesce(j.name, ''), ${listed('f', subjectMeasures)}${more}
from ${subjects} ${joinClass}
left join subject j on j.school_id = g.school_id and j.id = f.subject_id
order by ${inOrder}, j.name, f.subject_id`;

/** About groups and their teachers. */
export const selectTeaching = ({ teaching, parts, more }: Origin): string => `${parts}
select ${groundColumns}, f.subject_id, coalesce(j.name, ''), ${nilToNull('f.group_id')}, sg.name,
  ${nilToNull('f.teacher_id')}, st.display_name, f.lessons_planned::float8, ${listed('f', teachingMeasures)}${more}
from ${teaching} ${joinClass}
left join subject j on j.school_id = g.school_id and j.id = f.subject_id
left join subject_group sg on sg.school_id = g.school_id and sg.id = f.group_id
left join staff st on st.school_id = g.school_id and st.id = f.teacher_id
order by ${inOrder}, j.name, f.subject_id, sg.name, f.group_id, f.base > 0 desc, st.display_name, f.teacher_id`;

const level = `case when g.grade between 1 and 4 then '1-4' when g.grade between 5 and 9 then '5-9'
  when g.grade between 10 and 11 then '10-11' end`;

/** About levels of schools. */
export const selectSchools = ({ classes, parts, more }: Origin): string => `${parts}
select sc.school_id, sc.name, ${level} as level, array_agg(distinct g.source), min(g.from_day)::text,
  max(g.to_day)::text, min(g.until)::text, min(${basis}), count(*)::int,
  ${classMeasures.map((name) => `sum(f.${name})::int`).join(', ')}${more}
from ${classes}
join school sc on sc.school_id = g.school_id
group by sc.school_id, sc.name, ${level}
order by sc.name, sc.school_id, array_position(array['1-4', '5-9', '10-11'], ${level})`;
