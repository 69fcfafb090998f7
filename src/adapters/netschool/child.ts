import type { Day } from '../../model/dates.ts';
import { contractBroken, readAnswer, readList } from '../contract-broken.ts';
import { AdapterError } from '../errors.ts';
import type { Client } from './client.ts';
import { dayOf } from './local-date.ts';
import type { Chosen, ReportDesk } from './reports/desk.ts';
import { ANY_DATES } from './reports/desk.ts';
import { classMeetingSchema, diaryInitSchema, type FilterSource, subjectGroupSchema } from './schema.ts';

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
}

/** Who the account's children are. A staff account is answered 401 here. */
export async function readDiaryStart(client: Client): Promise<DiaryStart> {
  const path = 'student/diary/init';
  const init = readAnswer(diaryInitSchema, await client.json({ path }), path);
  return {
    children: init.students.map(({ studentId, nickName }) => ({ id: studentId, name: nickName })),
    scaleMax: init.maxMark,
    usesWeights: init.weight,
  };
}

const source = (sources: readonly FilterSource[], filterId: string): FilterSource | undefined =>
  sources.find((one) => one.filterId.toUpperCase() === filterId.toUpperCase());

/** The class that the form shows for the chosen child. */
function classOf(sources: readonly FilterSource[]): { readonly id: string; readonly name: string } {
  const classes = source(sources, 'PCLID');
  const id = classes?.defaultValue ?? classes?.items?.[0]?.value;
  const item = classes?.items?.find(({ value }) => value === String(id));
  if (!item) throw contractBroken('reports/studenttotal, filter PCLID', 'the form does not name the class');
  return { id: item.value, name: item.title };
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
  desk: ReportDesk,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Child> {
  const first = await desk.filters('studenttotal');
  const mine = source(first, 'SID')?.items?.find(({ value }) => value === id);
  const chosen: Chosen = { SID: { value: id, text: mine?.title ?? name } };
  const changed = await desk.filtersFor('studenttotal', chosen);
  const sources = [...changed, ...first];
  const schoolClass = classOf(sources);
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
