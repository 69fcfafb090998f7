import type { Day } from '../../src/model/dates.ts';
import { classBy } from '../school-year/book.ts';
import type { TruthClass, TruthGroup, TruthStudent } from '../school-year/types.ts';
import { personOf } from './accounts.ts';
import {
  classIdOf,
  eduGroupKey,
  type PersonKey,
  personKey,
  schoolIndex,
  subgroupIdOf,
  subjectKey,
  userKey,
} from './ids.ts';
import type { LessonView } from './lesson-view.ts';
import { badParameter, forbidden, notOwner, unknown } from './refused.ts';
import type { Visit } from './route.ts';
import { dayFrom } from './stamps.ts';

/** A class, or a subgroup of it. */
export interface GroupRef {
  readonly id: bigint;
  readonly school: number;
  readonly class: TruthClass;
  /** Null for the whole class. */
  readonly group: TruthGroup | null;
}

export interface Range {
  readonly from: Day;
  readonly to: Day;
}

const param = ({ call }: Visit, name: string): string => call.params[name] ?? '';

export function schoolAsked(visit: Visit, text = param(visit, 'school')): number {
  const index = schoolIndex(text);
  if (index === null || !visit.world.schools.includes(index)) throw unknown('school');
  if (index !== visit.school) throw forbidden('The school is not yours');
  return index;
}

/** Refuses families what is the school's. */
export function staffOnly({ account, world }: Visit): void {
  if (!account.isStaff && !world.quirks.familySeesClass) throw forbidden('Only for the staff of the school');
}

function known(visit: Visit, key: PersonKey | null, what: string): PersonKey {
  if (!key || !visit.world.schools.includes(key.school)) throw unknown(what);
  if (key.school !== visit.school) throw notOwner();
  if (!personOf(visit.book, key)) throw unknown(what);
  return key;
}

/** Staff see everybody; families see themselves, their children and those who teach them. */
export function maySee({ account, book }: Visit, key: PersonKey): boolean {
  if (account.isStaff || key.kind === 'staff') return true;
  if (key.kind === account.key.kind && key.id === account.key.id) return true;
  if (key.kind === 'student') return account.students.includes(key.id);
  return account.students.some((id) => book.students.get(id)?.guardianIds.includes(key.id));
}

/** Any person of the school that the caller may see. */
export function personAsked(visit: Visit, text = param(visit, 'person')): PersonKey {
  const key = known(visit, personKey(text), 'person');
  if (!maySee(visit, key)) throw notOwner();
  return key;
}

export function userAsked(visit: Visit, text = param(visit, 'user')): PersonKey {
  const key = text === 'me' ? visit.account.key : known(visit, userKey(text), 'user');
  if (!maySee(visit, key)) throw notOwner();
  return key;
}

export function studentAsked(visit: Visit, text = param(visit, 'person')): TruthStudent {
  const key = personAsked(visit, text);
  const student = key.kind === 'student' ? visit.book.students.get(key.id) : undefined;
  if (!student) throw unknown('student');
  return student;
}

export const classRef = (visit: Pick<Visit, 'school'>, one: TruthClass): GroupRef => ({
  id: classIdOf(visit.school, one.id),
  school: visit.school,
  class: one,
  group: null,
});

export const subgroupRef = (visit: Pick<Visit, 'school'>, one: TruthClass, group: TruthGroup): GroupRef => ({
  ...classRef(visit, one),
  id: subgroupIdOf(visit.school, group.id),
  group,
});

function refOf(visit: Visit, text: string): GroupRef {
  const key = eduGroupKey(text);
  if (!key || !visit.world.schools.includes(key.school)) throw unknown('group');
  if (key.school !== visit.school) throw notOwner();
  const { book } = visit;
  const group = key.groupId === null ? undefined : book.groups.get(key.groupId);
  const one = book.classes.get(group?.classId ?? key.classId ?? 0);
  if (!one || (key.groupId !== null && (!group || group.part === null))) throw unknown('group');
  return group ? subgroupRef(visit, one, group) : classRef(visit, one);
}

/** Whether one of the caller's students is, or was, in the class. */
export const isOwnClass = ({ account, book }: Visit, classId: number): boolean =>
  account.students.some((id) =>
    book.students.get(id)?.enrolments.some((enrolment) => enrolment.classId === classId),
  );

export function groupAsked(visit: Visit, text = param(visit, 'group')): GroupRef {
  const ref = refOf(visit, text);
  if (!visit.account.isStaff && !isOwnClass(visit, ref.class.id)) throw notOwner();
  return ref;
}

/** A group whose marks and absences the caller may see all of. */
export function wholeGroupAsked(visit: Visit, text = param(visit, 'group')): GroupRef {
  const ref = groupAsked(visit, text);
  if (!visit.account.isStaff && !visit.world.quirks.familySeesClass) throw notOwner();
  return ref;
}

export function subjectAsked(visit: Visit, text = param(visit, 'subject')): number {
  const key = subjectKey(text);
  if (!key || key.school !== visit.school || !visit.book.subjects.has(key.id)) throw unknown('subject');
  return key.id;
}

export function lessonAsked(visit: Visit, text = param(visit, 'lesson')): LessonView {
  const key = visit.world.ids.lessonKey(text);
  const view = key && visit.world.lesson(key);
  if (view && key.school !== visit.school) throw notOwner();
  if (!view) throw unknown('lesson');
  if (!visit.account.isStaff && !isOwnClass(visit, view.lesson.classId)) throw notOwner();
  return view;
}

export function dayAsked(text: string | undefined, name: string): Day {
  const day = dayFrom(text);
  if (day === null) throw badParameter(name);
  return day;
}

/** `{from}/{to}` of a path. */
export function rangeAsked({ call }: Visit): Range {
  const range = { from: dayAsked(call.params['from'], 'from'), to: dayAsked(call.params['to'], 'to') };
  if (range.to < range.from) throw badParameter('to');
  return range;
}

/** `startDate` and `endDate` of a query, or their other names. */
export function queryRange({ call, world }: Visit, isLimited = false): Range {
  const pick = (...names: string[]): string | undefined =>
    names.map((name) => call.query.get(name)).find((text) => text !== undefined);
  const from = dayAsked(pick('startdate', 'from', 'fromdate'), 'startDate');
  const to = dayAsked(pick('enddate', 'to'), 'endDate');
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const limit = isLimited ? world.quirks.rangeLimitDays : null;
  if (days < 0 || (limit !== null && days > limit)) throw badParameter('endDate');
  return { from, to };
}

/** The ids of a batch: a bare array, or a form with a repeated key. */
export function batchAsked({ call, world }: Visit, key: string): string[] {
  const form = call.form.size > 0 ? new URLSearchParams(call.body.toString('utf8')) : null;
  const ids = form ? form.getAll(key) : call.json;
  if (!Array.isArray(ids)) throw badParameter(key);
  if (world.quirks.maxBatch !== null && ids.length > world.quirks.maxBatch) throw badParameter(key);
  return ids.map(String);
}

/** The values of a repeated query key. */
export const repeated = ({ call }: Visit, name: string): readonly string[] =>
  call.queryAll.get(name.toLowerCase()) ?? [];

/** The class that the student is in, or was in last. */
export function mainClassOf({ world, school, book }: Visit, student: TruthStudent): TruthClass | null {
  const classId = classBy(student, world.todayOf(school));
  return classId === null ? null : (book.classes.get(classId) ?? null);
}
