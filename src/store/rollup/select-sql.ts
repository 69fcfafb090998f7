import { classMeasures, listed, subjectMeasures, teachingMeasures } from './measures.ts';

const basis = (alias: string): string =>
  `case when ${alias}.basis = 'range' then 'current_marks' else 'term_marks' end`;

/** What all figures say about themselves, of rows `g` with the ground and `c` of the class. */
const groundColumns = `g.school_id, g.source, g.from_day::text, g.to_day::text, g.until::text, ${basis('g')},
  c.id, c.name, c.grade`;

const joinClass = 'join class c on c.school_id = g.school_id and c.id = g.class_id';
const inOrder = 'g.school_id, c.grade nulls last, c.name, c.id';

const nilToNull = (column: string): string => `nullif(${column}, '00000000-0000-0000-0000-000000000000')`;

/** Figures of classes: `figures` joined to `g`. */
const classes = (figures: string): string => `
select ${groundColumns}, ${listed('f', classMeasures)}
from ${figures} ${joinClass}
order by ${inOrder}`;

const subjects = (figures: string): string => `
select ${groundColumns}, f.subject_id, coalesce(j.name, ''), ${listed('f', subjectMeasures)}
from ${figures} ${joinClass}
left join subject j on j.school_id = g.school_id and j.id = f.subject_id
order by ${inOrder}, j.name, f.subject_id`;

const teaching = (figures: string): string => `
select ${groundColumns}, f.subject_id, coalesce(j.name, ''), ${nilToNull('f.group_id')}, sg.name,
  ${nilToNull('f.teacher_id')}, st.display_name, f.lessons_planned::float8, ${listed('f', teachingMeasures)}
from ${figures} ${joinClass}
left join subject j on j.school_id = g.school_id and j.id = f.subject_id
left join subject_group sg on sg.school_id = g.school_id and sg.id = f.group_id
left join staff st on st.school_id = g.school_id and st.id = f.teacher_id
order by ${inOrder}, j.name, f.subject_id, sg.name, f.group_id, f.base > 0 desc, st.display_name, f.teacher_id`;

const level = `case when c.grade between 1 and 4 then '1-4' when c.grade between 5 and 9 then '5-9'
  when c.grade between 10 and 11 then '10-11' end`;

const schools = (figures: string): string => `
select g.school_id, g.level, array_agg(distinct g.source order by g.source), min(g.from_day)::text, max(g.to_day)::text,
  min(g.until)::text, min(${basis('g')}), count(*)::int, ${classMeasures
    .map((name) => `sum(g.${name})::int`)
    .join(', ')}
from (select g.*, ${level} as level, ${listed('f', classMeasures)} from ${figures} ${joinClass}) g
join school sc on sc.school_id = g.school_id
group by g.school_id, g.level, sc.name
order by sc.name, g.school_id, array_position(array['1-4', '5-9', '10-11'], g.level)`;

/** The ends of statements that compute. */
export const computedClasses = classes('scope g join class_figures f using (sc)');
export const computedSubjects = subjects('scope g join subject_figures f using (sc)');
export const computedTeaching = teaching('scope g join teaching_figures f using (sc)');
export const computedSchools = schools('scope g join class_figures f using (sc)');
