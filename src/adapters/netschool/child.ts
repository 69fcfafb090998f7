import { addDays, type Day } from '../../model/dates.ts';
import { contractBroken, readAnswer, readList } from '../contract-broken.ts';
import { AdapterError } from '../errors.ts';
import { dayOf } from '../local-date.ts';
import type { Client } from './client.ts';
import type { Chosen, ReportDesk } from './reports/desk.ts';
import { ANY_DATES } from './reports/desk.ts';
import {
  classMeetingSchema,
  diaryInitSchema,
  diarySchema,
  type FilterSource,
  subjectGroupSchema,
} from './schema.ts';
import type { SchoolBase } from './school-base.ts';

/** A child of the account, as the diary's first page and the reports' forms tell it. */
export interface Child {
  readonly id: string;
  readonly name: string;
  readonly classId: string;
  readonly className: string;
  readonly terms: readonly Term[];
  /** Whether the form has a list of terms: then a range of one's own is one of its values. */
  readonly hasTermFilter: boolean;
}

export interface Term {
  readonly id: string;
  readonly name: string;
  readonly startDay: Day;
  readonly endDay: Day;
}

export interface DiaryStart {
  readonly children: readonly { readonly id: string; readonly name: string }[];
  readonly scaleMax: number;
  readonly usesWeights: boolean;
  /** The Monday of the server's present week. */
  readonly weekStart: Day | null;
}

/** Who the account's children are. A staff account is answered 401 here. */
export async function readDiaryStart(client: Client): Promise<DiaryStart> {
  const path = 'student/diary/init';
  const init = readAnswer(diaryInitSchema, await client.json({ path }), path);
  return {
    children: init.students.map(({ studentId, nickName }) => ({ id: studentId, name: nickName })),
    scaleMax: init.maxMark,
    usesWeights: init.weight,
    weekStart: dayOf(init.weekStart ?? ''),
  };
}

/** One account at work. */
export interface Visit {
  readonly client: Client;
  readonly desk: ReportDesk;
  readonly base: SchoolBase;
  readonly start: DiaryStart;
}

const source = (sources: readonly FilterSource[], filterId: string): FilterSource | undefined =>
  sources.find((one) => one.filterId.toUpperCase() === filterId.toUpperCase());

/**
 * The child's class in the list of the form. Where the account's children are in several, the form's own
 * choice is another child's: the diary's name of the class tells which it is.
 */
function classOf(
  sources: readonly FilterSource[],
  className: string | null,
): { readonly id: string; readonly name: string } {
  const items = source(sources, 'PCLID')?.items ?? [];
  const [only, ...others] = items;
  const named = items.find(({ title }) => title.trim() === className);
  const item = named ?? (others.length === 0 ? only : undefined);
  if (!item) throw contractBroken('reports/studenttotal, filter PCLID', 'the form does not list the class');
  return { id: item.value, name: item.title.trim() };
}

/** The name of the child's class in the present week. */
async function readClassName(client: Client, start: DiaryStart, yearId: string, studentId: string) {
  if (start.weekStart === null) return null;
  const path = 'student/diary';
  const week = { weekStart: start.weekStart, weekEnd: addDays(start.weekStart, 6) };
  const diary = readAnswer(
    diarySchema,
    await client.json({ path, query: { studentId, yearId, ...week } }),
    path,
  );
  return diary.className?.trim() || null;
}

async function readTerm(
  desk: ReportDesk,
  chosen: Chosen,
  item: { readonly value: string; readonly title: string },
): Promise<Term> {
  const place = 'reports/studentgrades/initfilters, filter period';
  const sources = await desk.filtersFor('studentgrades', { ...chosen, TERMID: { value: item.value } });
  const range = source(sources, 'period')?.range;
  const startDay = dayOf(range?.start ?? '');
  const endDay = dayOf(range?.end ?? '');
  if (startDay === null || endDay === null) throw contractBroken(place, 'the term has no range');
  return { id: item.value, name: item.title, startDay, endDay };
}

/** What the reports' forms tell of a child: the class and the terms. */
export async function readChild(
  { client, desk, base, start }: Visit,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Child> {
  const first = await desk.filters('studenttotal');
  const mine = source(first, 'SID')?.items?.find(({ value }) => value === id);
  const chosen: Chosen = { SID: { value: id, text: mine?.title ?? name } };
  const changed = await desk.filtersFor('studenttotal', chosen);
  const sources = [...changed, ...first];
  const schoolClass = classOf(sources, await readClassName(client, start, base.yearId, id));
  const within: Chosen = { ...chosen, PCLID: { value: schoolClass.id, text: schoolClass.name } };
  const items = (source(sources, 'TERMID')?.items ?? []).filter(({ value }) => value !== ANY_DATES);
  const terms: Term[] = [];
  for (const item of items) terms.push(await readTerm(desk, within, item));
  return {
    id,
    name,
    classId: schoolClass.id,
    className: schoolClass.name,
    terms,
    hasTermFilter: source(first, 'TERMID') !== undefined,
  };
}

export interface Teacher {
  readonly id: string;
  readonly name: string;
}

/** A subject group's number → its name with its class, and its teachers. */
export type TeachersByGroup = ReadonlyMap<
  string,
  { readonly name: string; readonly teachers: readonly Teacher[] }
>;

/** What an account may not read or the server does not have, as null; anything else goes on up. */
export async function unlessForbidden<T>(
  client: Client,
  what: string,
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const mild = ['adapter.forbidden', 'adapter.not_found', 'adapter.refused'];
    if (!(error instanceof AdapterError) || !mild.includes(error.diagnostic.code)) throw error;
    client.log('netschool.not_readable', { what, code: error.diagnostic.code });
    return null;
  }
}

/** The child's groups with their teachers. */
export async function readGroups(client: Client, studentId: string): Promise<TeachersByGroup> {
  const path = 'subjectgroups';
  const query = { studentId, eaRegime: '0', modular: 'false', expand: 'name' };
  const { rows } = readList(subjectGroupSchema, await client.json({ path, query }), path);
  return new Map(rows.map(({ value }) => [value.id, { name: value.name, teachers: value.teachers ?? [] }]));
}

/** Date, number and group → who gave the lesson, where it is the group's own teacher. */
export async function readLessonTeachers(
  client: Client,
  studentId: string,
  range: { readonly from: Day; readonly to: Day },
  groups: TeachersByGroup,
): Promise<ReadonlyMap<string, string>> {
  const path = 'schedule/classmeetings';
  const query = { studentId, start: range.from, end: range.to };
  const { rows } = readList(classMeetingSchema, await client.json({ path, query }), path);
  const found = new Map<string, string>();
  for (const { value } of rows) {
    const group = groups.get(value.subjectGroupId);
    const teacher = group?.teachers.find(({ id }) => id === value.teacherId);
    const day = dayOf(value.day);
    if (group && teacher && day) found.set(`${day}/${value.number ?? '-'}/${group.name}`, teacher.id);
  }
  return found;
}
