import type { Observed } from '../../model/observation.ts';
import { readAnswer, readList } from '../contract-broken.ts';
import { type Reject, rejectsOf } from '../events.ts';
import { inOrder } from '../in-order.ts';
import type { Client } from './client.ts';
import type { EduGroup } from './groups.ts';
import { readUsers } from './people.ts';
import { keyOf, type Person, personSchema, type Subject, subjectSchema, type User } from './schema.ts';
import { type Period, readBase, readPeriods, type SchoolBase } from './school-base.ts';
import {
  type Bells,
  type Rows,
  readBells,
  readBreaks,
  readSchoolGroups,
  readTeachers,
} from './staff-groups.ts';

export interface Member {
  readonly key: string;
  readonly person: Person;
  readonly place: string;
  /** Of the class today; the others were, and left. */
  readonly isActive: boolean;
}

/** A class with its parts: what is read together. */
export interface ClassBook {
  readonly group: EduGroup;
  readonly subgroups: readonly EduGroup[];
  readonly periods: readonly Period[];
  readonly bells: Bells | null;
  readonly homeroom: Person | null;
  readonly members: ReadonlyMap<string, Member>;
  /** Members of each part. */
  readonly parts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly rejects: readonly Reject[];
}

/** What the whole reading of a school needs at hand. */
export interface StaffBook {
  readonly base: SchoolBase;
  readonly studyYear: number;
  readonly classes: readonly ClassBook[];
  readonly teachers: Rows<Observed<'staff'>>;
  readonly breaks: ReadonlyMap<string, Observed<'schoolBreak'>> | null;
  /** Key → name. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, User>;
  readonly staff: ReadonlySet<string>;
  /** Students of more than one class, or of another class's part: read by themselves, after the classes. */
  readonly moved: ReadonlySet<string>;
  readonly rejects: readonly Reject[];
}

const STUDENTS = 'edu-groups/students';
const PERSONS = 'edu-groups/persons';

async function readMembers(
  client: Client,
  groupId: string,
): Promise<{ members: Map<string, Member>; rejects: Reject[] }> {
  const now = readList(personSchema, await client.get(`edu-groups/${groupId}/students`, STUDENTS), STUDENTS);
  const answer = await client.getIfLet(`edu-groups/${groupId}/persons?includeArchive=true`, PERSONS);
  const ever = answer === null ? { rows: [], rejects: [] } : readList(personSchema, answer, PERSONS);
  const members = new Map<string, Member>();
  for (const [list, isActive] of [
    [now, true],
    [ever, false],
  ] as const) {
    for (const { value, place } of list.rows) {
      const key = keyOf(value);
      if (!members.has(key)) members.set(key, { key, person: value, place, isActive });
    }
  }
  return { members, rejects: [...rejectsOf('student', now), ...rejectsOf('student', ever)] };
}

async function readClass(
  client: Client,
  group: EduGroup,
  subgroups: readonly EduGroup[],
  bells: Bells | null,
): Promise<ClassBook> {
  const { members, rejects } = await readMembers(client, group.key);
  const parts = new Map<string, ReadonlySet<string>>();
  for (const { key } of subgroups) {
    const answer = await client.get(`edu-groups/${key}/students`, STUDENTS);
    const list = readList(personSchema, answer, STUDENTS);
    parts.set(key, new Set(list.rows.map(({ value }) => keyOf(value))));
    rejects.push(...rejectsOf('student', list));
  }
  const answer = await client.getIfLet(`edu-groups/${group.key}/classteacher`, 'edu-groups/classteacher');
  const homeroom = answer === null ? null : readAnswer(personSchema, answer, 'edu-groups/classteacher');
  return {
    group,
    subgroups,
    periods: await readPeriods(client, group.key),
    bells,
    homeroom,
    members,
    parts,
    rejects,
  };
}

/** Students of more than one class's reading. */
function movedOf(classes: readonly ClassBook[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const moved = new Set<string>();
  for (const { members, parts } of classes) {
    const own = new Set([...members.keys(), ...[...parts.values()].flatMap((part) => [...part])]);
    for (const key of own) if (seen.has(key)) moved.add(key);
    for (const key of own) seen.add(key);
  }
  return moved;
}

async function readSubjects(
  client: Client,
  groups: readonly EduGroup[],
): Promise<ReadonlyMap<string, string>> {
  const path = 'schools/subjects';
  const answer = await client.getIfLet(`schools/${client.settings.schoolId}/subjects`, path);
  const listed = answer === null ? [] : readList(subjectSchema, answer, path).rows.map(({ value }) => value);
  const all: Subject[] = [...groups.flatMap(({ subjects }) => subjects), ...listed];
  return new Map(all.map((subject) => [keyOf(subject), subject.name]));
}

/** The bells of each timetable, asked for by one class of it. */
async function readAllBells(
  client: Client,
  classes: readonly EduGroup[],
): Promise<ReadonlyMap<string | null, Bells>> {
  const found = new Map<string | null, Bells>();
  for (const { key, timetable } of classes) {
    if (found.has(timetable)) continue;
    const bells = await readBells(client, key);
    if (bells) found.set(timetable, bells);
  }
  return found;
}

/** Breaks of every row of terms that there is, asked for by one class of it. */
async function readAllBreaks(
  client: Client,
  classes: readonly ClassBook[],
  yearKey: string,
): Promise<StaffBook['breaks']> {
  const found = new Map<string, Observed<'schoolBreak'>>();
  const asked = new Set<string>();
  for (const { group, periods } of classes) {
    const terms = periods.map(({ key }) => key).join();
    if (asked.has(terms)) continue;
    asked.add(terms);
    const breaks = await readBreaks(client, group.key, yearKey);
    if (breaks === null) return null;
    for (const one of breaks) found.set(one.key, one);
  }
  return found;
}

/** Reads who and what there is, class by class. */
export async function readBook(client: Client): Promise<StaffBook> {
  const base = await readBase(client);
  const teachers = await readTeachers(client);
  const { studyYear, groups, rejects } = await readSchoolGroups(
    client,
    teachers.rows.map(({ key }) => key),
  );
  const classGroups = groups.filter(({ isClass }) => isClass);
  const bells = await readAllBells(client, classGroups);
  const classes: ClassBook[] = [];
  const reading = inOrder(classGroups, client.settings.concurrency, (group) =>
    readClass(
      client,
      group,
      // A part of several classes is read with the first of them.
      groups.filter(({ isClass, parents }) => !isClass && parents[0] === group.key),
      bells.get(group.timetable) ?? null,
    ),
  );
  for await (const one of reading) classes.push(one);
  const people = new Map(
    classes.flatMap(({ members }) => [...members].map(([key, { person }]) => [key, person])),
  );
  const homerooms = classes.flatMap(({ homeroom }) => (homeroom ? [keyOf(homeroom)] : []));
  return {
    base,
    studyYear,
    classes,
    teachers,
    breaks: await readAllBreaks(client, classes, String(studyYear)),
    subjects: await readSubjects(client, groups),
    users: await readUsers(client, [...people.values()]),
    staff: new Set([...teachers.rows.map(({ key }) => key), ...homerooms]),
    moved: movedOf(classes),
    rejects,
  };
}
