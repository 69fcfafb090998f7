import type { Fields } from '../../../model/entities.ts';
import { readList } from '../../contract-broken.ts';
import { codeOf } from '../map-attendance.ts';
import { type LogEntry, logEntrySchema } from '../schema.ts';
import type { Desk } from './desk.ts';
import { lacking, RecordRefused } from './refuse.ts';
import { addEntry, changeEntry, type WireEntry } from './wire.ts';

const ENTRIES = 'lessons/log-entries';

export const personIn = ({ person, person_str }: LogEntry): string => person_str ?? person;

export async function entriesOfLesson({ client }: Desk, lesson: string) {
  const answer = await client.get(`lessons/${lesson}/log-entries`, ENTRIES);
  return readList(logEntrySchema, answer, ENTRIES).rows;
}

export const entryKey = (lesson: string, person: string): string => `${lesson}/${person}`;

function wireOf({ client }: Desk, data: Fields<'attendance'>): WireEntry {
  if (data.lessonId === null) throw lacking('attendance.lessonId');
  const status = codeOf(data, client.settings.attendance);
  if (status === null) {
    const hint = 'Enter it by hand, or name a code for it in the settings.';
    throw new RecordRefused('target.no_place', 'attendance.status', 'there is no code for it', hint);
  }
  return { lesson: data.lessonId, person: data.studentId, status, comment: data.comment };
}

export async function writeAttendance(
  desk: Desk,
  targetKey: string | null,
  data: Fields<'attendance'>,
): Promise<string> {
  const wire = wireOf(desk, data);
  if (targetKey === null) await addEntry(desk.client, wire);
  else await changeEntry(desk.client, wire);
  return entryKey(wire.lesson, wire.person);
}

export async function findAttendance(desk: Desk, data: Fields<'attendance'>): Promise<string | null> {
  const wire = wireOf(desk, data);
  const own = (await entriesOfLesson(desk, wire.lesson)).find(({ value }) => personIn(value) === wire.person);
  return own && own.value.status === wire.status ? entryKey(wire.lesson, wire.person) : null;
}
