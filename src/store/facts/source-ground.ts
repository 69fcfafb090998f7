import type { Day } from '../../model/dates.ts';
import type { GroupFact, LoadFact, MemberFact } from '../../rules/facts.ts';
import { type Asker, filled, type RawRow } from './raw-rows.ts';
import { type Looks, readLooks } from './seen.ts';
import type { Days } from './terms.ts';

/** A group without its members. */
export type BareGroup = Omit<GroupFact, 'members'> & { readonly classId: string | null };

/** A student's time in a class. */
export interface Stay extends MemberFact {
  readonly classId: string;
}

/** What of a source is read once for all classes. */
export interface SourceGround {
  readonly source: string;
  readonly looks: Looks;
  readonly groups: readonly BareGroup[];
  /** By class. */
  readonly stays: ReadonlyMap<string, readonly Stay[]>;
  /** By student, those in the academic year, in order. */
  readonly staysOf: ReadonlyMap<string, readonly Stay[]>;
  readonly loads: readonly (LoadFact & { readonly classId: string | null })[];
  readonly workTypes: ReadonlyMap<string, string>;
  readonly yearlyHours: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const GROUPS = `
select g.id, g.name, g.subject_id, g.teacher_id, g.class_id from subject_group g
where g.school_id = $1 and g.source = $2 and g.deleted_at is null order by g.name, g.id`;

/** Of a source that tells of no classes those of the others: a student's class is one fact. */
const STAYS = `
select e.class_id, e.student_id, e.from_day, e.to_day from enrolment e
where e.school_id = $1 and e.deleted_at is null
  and (e.source = $2 or not exists (select 1 from enrolment o
    where o.school_id = $1 and o.source = $2 and o.deleted_at is null))
  and coalesce(e.from_day <= $4::date, true) and coalesce(e.to_day >= $3::date, true)
order by e.from_day nulls first, e.id`;

const LOADS = `
select t.staff_id, t.subject_id, t.subject_group_id, t.from_day, t.to_day, t.class_id from teaching_load t
where t.school_id = $1 and t.source = $2 and t.deleted_at is null order by t.id`;

const WORK_TYPES = `
select w.id, w.name from work_type w where w.school_id = $1 and w.source = $2`;

const HOURS = `
select l.class_id, l.subject_id, sum(l.yearly_hours) from curriculum_line l
left join academic_year y on y.school_id = l.school_id and y.id = l.academic_year_id
where l.school_id = $1 and l.source = $2 and l.deleted_at is null and l.yearly_hours is not null
  and coalesce(y.start_day <= $4::date and y.end_day >= $3::date, true)
group by 1, 2`;

function staysOf(rows: readonly RawRow[]) {
  const byClass = new Map<string, Stay[]>();
  const byStudent = new Map<string, Stay[]>();
  for (const [classId, studentId, from, to] of rows) {
    const stay = {
      classId: filled(classId),
      studentId: filled(studentId),
      from: from ?? null,
      to: to ?? null,
    };
    byClass.set(stay.classId, [...(byClass.get(stay.classId) ?? []), stay]);
    byStudent.set(stay.studentId, [...(byStudent.get(stay.studentId) ?? []), stay]);
  }
  return { stays: byClass, staysOf: byStudent };
}

function hoursOf(rows: readonly RawRow[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const hours = new Map<string, Map<string, number>>();
  for (const [classId, subjectId, sum] of rows) {
    const ofClass = hours.get(filled(classId)) ?? new Map<string, number>();
    hours.set(filled(classId), ofClass.set(filled(subjectId), Number(sum)));
  }
  return hours;
}

/** Reads it. */
export async function readSourceGround(
  asker: Asker,
  schoolId: string,
  source: string,
  year: Days,
): Promise<SourceGround> {
  const own = [schoolId, source];
  const inYear = [...own, year.from, year.to];
  const [looks, groups, stays, loads, workTypes, hours] = await Promise.all([
    readLooks(asker, schoolId, source),
    asker.rows('groups', GROUPS, own),
    asker.rows('stays', STAYS, inYear),
    asker.rows('loads', LOADS, own),
    asker.rows('work-types', WORK_TYPES, own),
    asker.rows('hours', HOURS, inYear),
  ]);
  return {
    source,
    looks,
    groups: groups.map(([id, name, subjectId, teacherId, classId]) => ({
      id: filled(id),
      name: filled(name),
      subjectId: filled(subjectId),
      teacherId: teacherId ?? null,
      classId: classId ?? null,
    })),
    ...staysOf(stays),
    loads: loads.map(([staffId, subjectId, groupId, from, to, classId]) => ({
      staffId: filled(staffId),
      subjectId: filled(subjectId),
      groupId: groupId ?? null,
      from: from ?? null,
      to: to ?? null,
      classId: classId ?? null,
    })),
    workTypes: new Map(workTypes.map(([id, name]) => [filled(id), filled(name)])),
    yearlyHours: hoursOf(hours),
  };
}

const isOn = ({ from, to }: MemberFact, day: Day): boolean =>
  (from === null || from <= day) && (to === null || day <= to);

/**
 * The class that a student's row of a day belongs to, so that it is looked at once only: that of the stay which
 * holds the day, else of the last that began before it, else the first.
 */
export function classOn(stays: readonly Stay[] | undefined, day: Day): string | null {
  if (!stays || stays.length === 0) return null;
  const on = stays.filter((stay) => isOn(stay, day)).at(-1);
  if (on) return on.classId;
  const begun = stays.filter(({ from }) => from === null || from <= day).at(-1);
  return (begun ?? stays[0])?.classId ?? null;
}

const MEMBERS = `
select m.subject_group_id, m.student_id, m.from_day, m.to_day from group_membership m
where m.school_id = $1 and m.student_id = any($2::uuid[]) and m.source = $3 and m.deleted_at is null
order by m.student_id, m.from_day nulls first, m.id`;

/** The students and groups of a class, as a source tells them. */
export interface ClassGround {
  readonly students: readonly MemberFact[];
  readonly studentIds: readonly string[];
  readonly groups: readonly GroupFact[];
  readonly groupIds: readonly string[];
  readonly loads: readonly LoadFact[];
}

/** Reads them. A group that names no class is of every class whose students are in it. */
export async function readClassGround(
  asker: Asker,
  schoolId: string,
  ground: SourceGround,
  classId: string,
): Promise<ClassGround> {
  const students = (ground.stays.get(classId) ?? []).map(({ studentId, from, to }) => ({
    studentId,
    from,
    to,
  }));
  const studentIds = [...new Set(students.map(({ studentId }) => studentId))];
  const members = new Map<string, MemberFact[]>();
  for (const row of await asker.rows('members', MEMBERS, [schoolId, studentIds, ground.source])) {
    const [groupId, studentId, from, to] = row;
    const known = members.get(filled(groupId)) ?? [];
    members.set(filled(groupId), known);
    known.push({ studentId: filled(studentId), from: from ?? null, to: to ?? null });
  }
  const groups = ground.groups.flatMap(({ classId: of, ...group }) =>
    of === classId || (of === null && members.has(group.id))
      ? [{ ...group, members: members.get(group.id) ?? [] }]
      : [],
  );
  const groupIds = groups.map(({ id }) => id);
  const isOurs = (load: { readonly classId: string | null; readonly groupId: string | null }): boolean =>
    load.classId === classId ||
    (load.classId === null && load.groupId !== null && groupIds.includes(load.groupId));
  return {
    students,
    studentIds,
    groups,
    groupIds,
    loads: ground.loads.filter(isOurs).map(({ classId: _, ...load }) => load),
  };
}
