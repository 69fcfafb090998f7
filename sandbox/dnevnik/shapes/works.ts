import { numberedId, personId, subjectId, taskId, unpack } from '../ids.ts';
import type { EntryRow } from '../journal.ts';
import { type MarkSystem, moodOf, numberOf, systemName, textValue } from '../mark-values.ts';
import { midnight } from '../stamps.ts';
import type { MarkRow, WorkRow } from '../work-row.ts';
import { HOMEWORK } from '../work-types.ts';
import type { World } from '../world.ts';

/** The school that a work belongs to: its kind of id tells it. */
export const schoolOf = (world: World, row: WorkRow): number => {
  if (row.lesson) return row.lesson.key.school;
  const payload = Number(unpack(String(row.eduGroup))?.payload ?? 0n);
  const school = Math.floor(payload / 10_000);
  return world.schools.includes(school) ? school : (world.schools[0] ?? 1);
};

export const workTypeId = (school: number, id: number): bigint => numberedId('workType', { school, id });

/** The task of a student in a homework. */
export function task(world: World, row: WorkRow, student: number): object {
  const id = taskId(row.id, student);
  const person = personId({ school: schoolOf(world, row), kind: 'student', id: student });
  return {
    id,
    id_str: String(id),
    person,
    person_str: String(person),
    work: row.id,
    work_str: String(row.id),
    status: 'New',
    targetDate: midnight(row.targetDay),
  };
}

const sentDate = (world: World, row: WorkRow): string | null =>
  row.sentDate !== null && world.quirks.sentDateZ ? `${row.sentDate}Z` : row.sentDate;

const text = (id: bigint | null): string | null => (id === null ? null : String(id));

/** A work; its tasks are there in lessons and in the calls for works, and absent in schedules. */
export function work(world: World, row: WorkRow, hasTasks: boolean): object {
  const school = schoolOf(world, row);
  const lesson = row.lesson?.id ?? null;
  const members = row.kind === HOMEWORK ? [...(row.lesson?.members ?? [])] : [];
  return {
    id: row.id,
    id_str: String(row.id),
    type: row.kind,
    workType: workTypeId(school, row.typeId),
    markType: systemName(row.markType as MarkSystem, world.quirks),
    markCount: row.markCount,
    lesson,
    lesson_str: text(lesson),
    displayInJournal: row.displayInJournal,
    status: row.kind === HOMEWORK ? 'Sent' : 'New',
    eduGroup: row.eduGroup,
    eduGroup_str: String(row.eduGroup),
    ...(hasTasks ? { tasks: members.map((student) => task(world, row, student)) } : {}),
    text: row.text,
    periodNumber: row.periodNumber,
    periodType: row.periodType,
    subjectId: subjectId({ school, id: row.subjectId }),
    isImportant: row.isImportant,
    targetDate: midnight(row.targetDay),
    sentDate: sentDate(world, row),
    createdBy: row.createdBy,
    files: row.files,
    oneDriveLinks: [],
  };
}

export function mark(world: World, row: MarkRow): object {
  const school = schoolOf(world, row.work);
  const person = personId({ school, kind: 'student', id: row.student });
  const lesson = row.work.lesson?.id ?? null;
  return {
    id: row.id,
    id_str: String(row.id),
    type: row.type,
    value: row.value,
    textValue: textValue(row.value, world.quirks),
    person,
    person_str: String(person),
    work: row.work.id,
    work_str: String(row.work.id),
    lesson,
    lesson_str: text(lesson),
    number: row.part,
    date: row.date,
    workType: workTypeId(school, row.work.typeId),
    mood: moodOf(row.value),
    use_avg_calc: lesson !== null && numberOf(row.value) !== null,
  };
}

export function logEntry(row: EntryRow): object {
  const person = personId({ school: row.view.key.school, kind: 'student', id: row.student });
  return {
    person,
    lesson: row.view.id,
    person_str: String(person),
    lesson_str: String(row.view.id),
    comment: row.comment,
    status: row.status,
    createdDate: row.date,
  };
}
