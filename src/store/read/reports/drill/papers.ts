import type { EntityName } from '../../../../model/entities.ts';
import { tableOf } from '../../../schema/columns.ts';
import { tellersPart } from '../asked-classes.ts';
import { type DrillColumns, drillColumns } from './columns.ts';
import { lookup } from './narrowing.ts';
import type { DrillSelect } from './request.ts';

/** Rows of papers about students: who tells them, which are asked for, what they say. */
interface Paper {
  readonly entity: EntityName;
  readonly columns: Pick<DrillColumns, 'day' | 'value' | 'text'>;
  readonly joins?: string;
  readonly where: string;
}

/** Papers about students of the classes within the period, each once, of the source that is heard. */
const papers = ({ entity, columns, joins = '', where }: Paper): DrillSelect => ({
  name: tableOf(entity).name,
  parts: [tellersPart(entity)],
  select: `select distinct on (k.id) ${drillColumns('s.school_id', {
    entity,
    key: 'k.id',
    classId: 's.class_id',
    studentId: 'k.student_id',
    row: 'k',
    ...columns,
  })}
  from people p join picked s using (sc) cross join asked a
  ${lookup(tableOf(entity).name, 'k', 'k.school_id = s.school_id and k.student_id = p.student_id and k.deleted_at is null')}
  join tellers o on o.school_id = k.school_id and o.source = k.source
  ${joins}
  where (a.student_id is null or k.student_id = a.student_id) and ${where}
  order by k.id, p.last desc, s.from_day desc, s.class_id`,
});

const within = 'coalesce(k.from_day <= a.last_day, true) and coalesce(k.to_day >= a.first_day, true)';
const anyWord = (column: string): string => `(a.words = '{}' or ${column} = any(a.words))`;

/** Refusals of the electronic form. */
export const refusals = (): DrillSelect =>
  papers({
    entity: 'electronicFormRefusal',
    columns: {
      day: 'k.from_day',
      value: "case when k.to_day is null then 'действует' else 'отозван' end",
      text: 'k.document',
    },
    where: within,
  });

/** Memberships of electives and clubs; `which` is the kind of group. */
export const memberships = (): DrillSelect =>
  papers({
    entity: 'extracurricularMembership',
    columns: { day: 'k.from_day', value: 'g.name', text: 'g.kind' },
    joins: 'join extracurricular_group g on g.school_id = k.school_id and g.id = k.group_id',
    where: `${within} and ${anyWord('g.kind')} and (a.group_id is null or k.group_id = a.group_id)
      and (a.teacher_id is null or g.teacher_id = a.teacher_id)`,
  });

/** Achievements; `which` is a level. */
export const achievements = (): DrillSelect =>
  papers({
    entity: 'achievement',
    columns: { day: 'k.date', value: 'k.level', text: "concat_ws(', ', k.title, k.result)" },
    where: `k.date between a.first_day and a.last_day and ${anyWord('k.level')}`,
  });
