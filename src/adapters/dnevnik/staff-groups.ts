import type { Observed } from '../../model/observation.ts';
import { readAnswer, readList } from '../contract-broken.ts';
import { type Reject, rejectsOf, row } from '../events.ts';
import { inOrder } from '../in-order.ts';
import { timeOf } from '../local-date.ts';
import { shownText } from '../plain-text.ts';
import type { Client } from './client.ts';
import { byId, type EduGroup, readGroups } from './groups.ts';
import { nameOf } from './people.ts';
import { holidaysSchema, type Timetable, teacherSchema, timetablesSchema } from './schema.ts';
import { localDay } from './stamps.ts';

const TEACHERS = 'schools/teachers';
const GROUPS = 'schools/edu-groups';
const OF_TEACHER = 'persons/edu-groups';

/** Rows of a list with what could not be read of it. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly rejects: readonly Reject[];
}

/** The school's employees. */
export async function readTeachers(client: Client): Promise<Rows<Observed<'staff'>>> {
  const answer = await client.get(`schools/${client.settings.schoolId}/teachers`, TEACHERS);
  const list = readList(teacherSchema, answer, TEACHERS);
  return {
    rows: list.rows.map(({ value, place }) => {
      const key = value.IdStr ?? value.Id;
      const name = nameOf({
        firstName: value.FirstName,
        lastName: value.LastName,
        middleName: value.MiddleName,
        shortName: value.ShortName,
      });
      const position = value.NameManagingPosition ?? value.NameTeacherPosition ?? value.NameMedicalPosition;
      const nobody = { displayName: key, lastName: null, firstName: null, middleName: null };
      return row<'staff'>(key, place, { ...(name ?? nobody), position: shownText(position) });
    }),
    rejects: rejectsOf('staff', list),
  };
}

/** Classes and parts that teachers work with: where the school's own list is refused, or has no parts. */
async function readByTeachers(client: Client, teachers: readonly string[]): Promise<EduGroup[]> {
  const found: EduGroup[] = [];
  const answers = inOrder(teachers, client.settings.concurrency, (key) =>
    client.getIfLet(`persons/${key}/edu-groups`, OF_TEACHER),
  );
  for await (const answer of answers)
    if (answer !== null) found.push(...readGroups(answer, OF_TEACHER).groups);
  return found;
}

/** The year that goes on: a school's list may have the one before and the one to come. */
function presentYear(groups: readonly EduGroup[], now: Date): number {
  const years = new Set(groups.map(({ studyYear }) => studyYear));
  const year = now.getUTCMonth() >= 7 ? now.getUTCFullYear() : now.getUTCFullYear() - 1;
  return years.has(year) ? year : Math.max(...years);
}

export interface SchoolGroups {
  readonly studyYear: number;
  readonly groups: readonly EduGroup[];
  readonly rejects: readonly Reject[];
}

/** Every class and subgroup of the year, in the order of their numbers. */
export async function readSchoolGroups(client: Client, teachers: readonly string[]): Promise<SchoolGroups> {
  const path = `schools/${client.settings.schoolId}/edu-groups`;
  const answer = await client.getIfLet(path, GROUPS);
  const listed = answer === null ? { groups: [], rejects: [] } : readGroups(answer, GROUPS);
  const isWhole = listed.groups.some(({ isClass }) => !isClass);
  const more = isWhole ? [] : await readByTeachers(client, teachers);
  const all = new Map([...more, ...listed.groups].map((group) => [group.key, group]));
  // Whoever may not list the school and teaches nowhere has no right to read it: the refusal itself is told.
  if (all.size === 0) await client.get(path, GROUPS);
  const studyYear = presentYear([...all.values()], client.now());
  return {
    studyYear,
    groups: [...all.values()]
      .filter((group) => group.studyYear === studyYear)
      .toSorted((a, b) => byId(a.key, b.key)),
    rejects: rejectsOf('class', { rows: [], rejects: listed.rejects }),
  };
}

export interface Bell {
  readonly startTime: string;
  readonly endTime: string;
}

/** The bells of a class. */
export interface Bells {
  readonly shift: number;
  readonly byNumber: ReadonlyMap<number, Bell>;
  readonly rows: readonly Observed<'bellPeriod'>[];
}

const TIMETABLES = 'edu-groups/timetables';
const NOON = '12:00';

function bellsOf(timetables: readonly Timetable[]): Bells {
  const items = timetables.flatMap((one) =>
    one.Items.flatMap((item) => {
      const [startTime, endTime] = [timeOf(item.Start), timeOf(item.Finish)];
      // Numbers below 1 are breaks and the like.
      if (item.LessonNumber < 1 || !startTime || !endTime) return [];
      return [{ key: item.Id, number: item.LessonNumber, name: one.Name, startTime, endTime }];
    }),
  );
  const first = items.map(({ startTime }) => startTime).toSorted()[0];
  const shift = first !== undefined && first >= NOON ? 2 : 1;
  return {
    shift,
    byNumber: new Map(items.map(({ number, startTime, endTime }) => [number, { startTime, endTime }])),
    rows: items.map(({ key, number, name, startTime, endTime }) =>
      row<'bellPeriod'>(key, `${TIMETABLES} $.Items`, {
        scheduleName: shownText(name),
        shift,
        number,
        startTime,
        endTime,
      }),
    ),
  };
}

export async function readBells(client: Client, groupId: string): Promise<Bells | null> {
  const answer = await client.getIfLet(`edu-groups/${groupId}/timetables`, TIMETABLES);
  return answer === null ? null : bellsOf(readAnswer(timetablesSchema, answer, TIMETABLES));
}

const PERIOD_GROUP = 'edu-groups/reporting-period-group';

/** Breaks and holidays of a class; null where the token may not see them. */
export async function readBreaks(
  client: Client,
  groupId: string,
  yearKey: string,
): Promise<readonly Observed<'schoolBreak'>[] | null> {
  const answer = await client.getIfLet(`edu-groups/${groupId}/reporting-period-group`, PERIOD_GROUP);
  if (answer === null) return null;
  return readAnswer(holidaysSchema, answer, PERIOD_GROUP).holidays.flatMap((one, index) => {
    const [startDay, endDay] = [localDay(one.dateStart), localDay(one.dateFinish)];
    if (startDay === null || endDay === null) return [];
    const name = shownText(one.name) ?? 'Каникулы';
    const kind = /каникул/i.test(name) ? 'break' : 'holiday';
    const place = `${PERIOD_GROUP} $.holidays[${index}]`;
    return [row<'schoolBreak'>(one.id, place, { academicYearId: yearKey, name, kind, startDay, endDay })];
  });
}
