import type { Day } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Observed } from '../../model/observation.ts';
import { readList } from '../contract-broken.ts';
import type { Range } from '../days.ts';
import { outsideYear, type Reject, rejectsOf, row, uniqueKeys } from '../events.ts';
import { dayOf } from '../local-date.ts';
import { shownText } from '../plain-text.ts';
import type { Client } from './client.ts';
import { subjectOf } from './names.ts';
import { type ClassMeeting, classMeetingSchema } from './schema.ts';

import type { ClassRoom, Group, SchoolBook } from './school-book.ts';
import type { SchoolClass } from './staff-base.ts';

export interface Lessons {
  readonly rows: readonly Observed<'lesson'>[];
  readonly rejects: readonly Reject[];
}

/** A meeting of which it is known when it was and whose it was. */
interface Placed {
  readonly meeting: ClassMeeting;
  readonly place: string;
  readonly day: Day;
  readonly group: Group;
}

const unknownGroup = (place: string): Diagnostic => ({
  code: 'record.unknown_reference',
  place,
  message: 'the lesson is of a group that the class does not have',
  hint: 'Look at the timetable of the class in the journal.',
});

const rejectOf = (diagnostic: Diagnostic, raw: unknown): Reject => ({
  entity: 'lesson',
  key: null,
  diagnostic,
  raw,
});

/** Finds day and group of a meeting, or why it has none. */
function placed(
  meeting: ClassMeeting,
  place: string,
  { base }: SchoolBook,
  groups: ReadonlyMap<string, Group>,
): Placed | Reject {
  const day = dayOf(meeting.day);
  if (day === null || day < base.startDay || day > base.endDay) {
    return rejectOf(outsideYear(`${place}.day`), { day: meeting.day, number: meeting.number });
  }
  const group = groups.get(meeting.subjectGroupId);
  return group ? { meeting, place, day, group } : rejectOf(unknownGroup(`${place}.subjectGroupId`), meeting);
}

function lessonRow(
  { meeting, place, day, group }: Placed,
  book: SchoolBook,
  one: SchoolClass,
  unique: (key: string) => string,
): Observed<'lesson'> {
  const bell = book.bells.get(meeting.scheduleTimeId ?? '');
  const number = meeting.number ?? bell?.number ?? null;
  const { teacherId } = meeting;
  return row<'lesson'>(unique(`${day}/${number ?? '-'}/${group.key}`), place, {
    classId: one.id,
    subjectGroupId: group.key,
    subjectId: subjectOf(group.name),
    teacherId: teacherId !== null && book.staff.has(teacherId) ? teacherId : null,
    date: day,
    number,
    shift: bell?.shift ?? null,
    startTime: bell?.startTime ?? null,
    endTime: bell?.endTime ?? null,
    room: shownText(book.rooms.get(meeting.roomId ?? '')),
    topic: null,
    kind: 'lesson',
    planEntryId: null,
  });
}

/** The timetable of a class; a meeting outside the year or of nobody's group is set aside. */
export async function readLessons(
  client: Client,
  book: SchoolBook,
  one: SchoolClass,
  groups: readonly Group[],
  range: Range,
): Promise<Lessons> {
  const path = 'schedule/classmeetings';
  const query = { classId: one.id, start: range.from, end: range.to };
  const list = readList(classMeetingSchema, await client.json({ path, query }), path);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const found = list.rows.map(({ value, place }) => placed(value, place, book, byId));
  const unique = uniqueKeys();
  return {
    rows: found.flatMap((each) => ('meeting' in each ? lessonRow(each, book, one, unique) : [])),
    rejects: [...rejectsOf('lesson', list), ...found.filter((each) => 'diagnostic' in each)],
  };
}

/** The lesson of a group on a day; null where there are several, or none. */
export function lessonIndex(
  rows: readonly Observed<'lesson'>[],
  groups: readonly Group[],
): ClassRoom['lessonOf'] {
  const nameOf = new Map(groups.map(({ key, name }) => [key, name]));
  const found = new Map<string, string | null>();
  for (const { key, data } of rows) {
    const place = `${data.date}/${nameOf.get(data.subjectGroupId ?? '')}`;
    found.set(place, found.has(place) ? null : key);
  }
  return (group, day) => found.get(`${day}/${group}`) ?? null;
}
