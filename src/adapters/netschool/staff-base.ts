import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Observed } from '../../model/observation.ts';
import { type LooseList, readAnswer, readList } from '../contract-broken.ts';
import { outsideYear, type Reject, rejectsOf, row } from '../events.ts';
import { dayOf, timeOf } from '../local-date.ts';
import { unlessForbidden } from './child.ts';
import type { Client } from './client.ts';
import { personName } from './names.ts';
import {
  bellSchema,
  classSchema,
  monthEventsSchema,
  registrySchema,
  roomSchema,
  staffRowSchema,
  subjectSchema,
  termSchema,
  vacationSchema,
} from './schema.ts';
import { classNumbers, type SchoolBase, termRow } from './school-base.ts';

/** Rows of one entity, with those that could not be read. */
export interface Rows<N extends 'term' | 'schoolBreak' | 'bellPeriod' | 'staff' | 'subject' | 'class'> {
  readonly rows: readonly Observed<N>[];
  readonly rejects: readonly Reject[];
}

interface Spell {
  readonly startDay: Day;
  readonly endDay: Day;
}

function spellOf(start: string, end: string): Spell | null {
  const startDay = dayOf(start);
  const endDay = dayOf(end);
  return startDay && endDay && startDay <= endDay ? { startDay, endDay } : null;
}

const badSpell = (entity: Reject['entity'], key: string, place: string): Reject => ({
  entity,
  key,
  diagnostic: outsideYear(place),
  raw: null,
});

export async function readTerms(client: Client, base: SchoolBase): Promise<Rows<'term'>> {
  const list = readList(termSchema, await client.json({ path: 'terms' }), 'terms');
  const rows: Observed<'term'>[] = [];
  const rejects = rejectsOf('term', list);
  for (const { value, place } of list.rows) {
    const spell = spellOf(value.startDate, value.endDate);
    if (spell) rows.push(termRow(base, { id: value.id, name: value.termName, ...spell }, place));
    else rejects.push(badSpell('term', value.id, place));
  }
  return { rows, rejects };
}

function breakRows(
  list: LooseList<z.infer<typeof vacationSchema>>,
  kind: 'break' | 'holiday',
  base: SchoolBase,
): Rows<'schoolBreak'> {
  const rows: Observed<'schoolBreak'>[] = [];
  const rejects = rejectsOf('schoolBreak', list);
  for (const { value, place } of list.rows) {
    const spell = spellOf(value.startTime, value.endTime);
    const fields = { academicYearId: base.yearId, name: value.name, kind };
    if (spell) rows.push(row<'schoolBreak'>(`${kind}/${value.id}`, place, { ...fields, ...spell }));
    else rejects.push(badSpell('schoolBreak', value.id, place));
  }
  return { rows, rejects };
}

/** The months that the year touches. */
function* monthsOf({
  startDay,
  endDay,
}: SchoolBase): Generator<{ readonly year: number; readonly month: number }> {
  let year = Number(startDay.slice(0, 4));
  let month = Number(startDay.slice(5, 7));
  while (`${year}-${String(month).padStart(2, '0')}` <= endDay.slice(0, 7)) {
    yield { year, month };
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
}

/** Holidays stand in the calendar of a class, month by month; they are the same for all classes. */
async function readHolidays(client: Client, base: SchoolBase, classId: string): Promise<Rows<'schoolBreak'>> {
  const path = 'schedule/month/events';
  const found = new Map<string, Observed<'schoolBreak'>>();
  const rejects: Reject[] = [];
  for (const { year, month } of monthsOf(base)) {
    const answer = await client.json({ path, query: { month, year, classId } });
    const { holidays } = readAnswer(monthEventsSchema, answer, path);
    const named = holidays.map((one) => holidaySchema.safeParse(one).data ?? one);
    const read = breakRows(readList(vacationSchema, named, `${path} $.holidays`), 'holiday', base);
    for (const one of read.rows) found.set(one.key, one);
    rejects.push(...read.rejects);
  }
  return { rows: [...found.values()], rejects };
}

/** A holiday may come without a number: its first day and name stand for it. */
const holidaySchema = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    name: z.string().min(1),
    startTime: z.string(),
    endTime: z.string(),
  })
  .transform((one) => ({ ...one, id: one.id ?? `${one.startTime.slice(0, 10)}/${one.name}` }));

export async function readBreaks(
  client: Client,
  base: SchoolBase,
  classId: string | undefined,
): Promise<Rows<'schoolBreak'>> {
  const path = 'calendar/vacations';
  const list = readList(vacationSchema, await client.json({ path }), path);
  const breaks = breakRows(list, 'break', base);
  const holidays = classId
    ? await unlessForbidden(client, 'schedule/month/events', () => readHolidays(client, base, classId))
    : null;
  if (!holidays) return breaks;
  return { rows: [...breaks.rows, ...holidays.rows], rejects: [...breaks.rejects, ...holidays.rejects] };
}

/** A line of the bell schedule, by its number in the vendor's list. */
export interface Bell {
  readonly shift: number;
  readonly number: number;
  readonly startTime: string | null;
  readonly endTime: string | null;
}

export async function readBells(
  client: Client,
): Promise<Rows<'bellPeriod'> & { readonly bells: ReadonlyMap<string, Bell> }> {
  const path = 'schedule/times';
  const list = readList(bellSchema, await client.json({ path }), path);
  const bells = new Map<string, Bell>();
  const rows: Observed<'bellPeriod'>[] = [];
  for (const [index, { value, place }] of list.rows.entries()) {
    const startTime = timeOf(value.startTime);
    const endTime = timeOf(value.endTime);
    const bell = { shift: value.relay ?? 1, number: value.number ?? index + 1, startTime, endTime };
    bells.set(value.id, bell);
    if (startTime === null || endTime === null) continue;
    rows.push(row<'bellPeriod'>(value.id, place, { ...bell, scheduleName: null, startTime, endTime }));
  }
  return { rows, rejects: rejectsOf('bellPeriod', list), bells };
}

const REGISTRY = {
  filterContext: {
    selectedData: [
      { filterId: 'AbcFilter', filterValue: 'А - Я', filterText: 'А - Я' },
      { filterId: 'GenderFilter', filterValue: 'A', filterText: 'Все' },
      { filterId: 'work-status', filterValue: '-1', filterText: 'Все' },
    ],
    params: null,
  },
  fields: ['fio', 'staffPosition', 'staffRoles'],
  page: null,
  pageSize: null,
  search: null,
  order: { fieldId: 'fio', ascending: true },
};

export const staffRow = (
  { id, name, position = null }: { id: string; name: string; position?: string | null },
  place: string,
): Observed<'staff'> => row<'staff'>(id, place, { ...personName(name), position });

/** The list of employees; an account without the right to it sees only teachers and homeroom teachers. */
export async function readStaff(client: Client): Promise<Rows<'staff'> | null> {
  const path = 'users/staff/registry';
  return unlessForbidden(client, path, async () => {
    const { rows } = readAnswer(
      registrySchema,
      await client.json({ method: 'POST', path, json: REGISTRY }),
      path,
    );
    const list = readList(staffRowSchema, rows, `${path} $.rows`);
    return {
      rows: list.rows.map(({ value, place }) =>
        staffRow({ id: value.id, name: value.fio, position: value.staffPosition || null }, place),
      ),
      rejects: rejectsOf('staff', list),
    };
  });
}

export async function readSubjects(client: Client): Promise<Rows<'subject'>> {
  const list = readList(subjectSchema, await client.json({ path: 'subjects' }), 'subjects');
  const found = new Map<string, Observed<'subject'>>();
  for (const { value, place } of list.rows) {
    const name = value.name.trim();
    if (!found.has(name))
      found.set(name, row<'subject'>(name, place, { name, shortName: value.shortName || null }));
  }
  return { rows: [...found.values()], rejects: rejectsOf('subject', list) };
}

/** A class as the rest of the reading needs it. */
export interface SchoolClass {
  readonly id: string;
  readonly name: string;
  readonly chiefs: readonly { readonly id: string; readonly name: string }[];
  readonly place: string;
}

export async function readClasses(
  client: Client,
): Promise<{ readonly classes: readonly SchoolClass[]; readonly rejects: readonly Reject[] }> {
  const list = readList(
    classSchema,
    await client.json({ path: 'classes', query: { expand: 'chiefs' } }),
    'classes',
  );
  const classes = list.rows
    .map(({ value, place }) => ({ id: value.id, name: value.name.trim(), chiefs: value.chiefs ?? [], place }))
    .toSorted((a, b) => byNumber(a.id, b.id));
  return { classes, rejects: rejectsOf('class', list) };
}

/** Ids in an order that stays, however the vendor sorts its lists. */
export const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

export const classRow = (one: SchoolClass, base: SchoolBase): Observed<'class'> =>
  row<'class'>(one.id, one.place, {
    name: one.name,
    ...classNumbers(one.name),
    academicYearId: base.yearId,
    homeroomTeacherId: one.chiefs[0]?.id ?? null,
    shift: null,
  });

/** Room number → name. */
export async function readRooms(client: Client): Promise<ReadonlyMap<string, string>> {
  const read = async () => readList(roomSchema, await client.json({ path: 'rooms' }), 'rooms').rows;
  const rows = (await unlessForbidden(client, 'rooms', read)) ?? [];
  return new Map(rows.map(({ value }) => [value.id, value.roomname]));
}
