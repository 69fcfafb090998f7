import type { z } from 'zod';
import { readAnswer, readList } from '../contract-broken.ts';
import type { Range } from '../days.ts';
import { type Reject, rejectsOf } from '../events.ts';
import { shownText } from '../plain-text.ts';
import type { Child, ChildClass } from './child.ts';
import type { Client } from './client.ts';
import type { SeenEntry } from './map-attendance.ts';
import { hoursOf, onlyTeacher, type SeenLesson } from './map-lessons.ts';
import type { SeenMark } from './map-marks.ts';
import type { SeenWork } from './map-works.ts';
import {
  keyOf,
  lessonGroupSchema,
  logEntrySchema,
  markSchema,
  type Person,
  type ShortLesson,
  type scheduleDaySchema,
  scheduleSchema,
  scheduleTeacherSchema,
  shortLessonSchema,
  shortSubjectSchema,
  workSchema,
} from './schema.ts';
import { localDay } from './stamps.ts';

const SCHEDULES = 'persons/groups/schedules';
const LESSONS_MANY = 'lessons/many';
const BATCH = 100;

interface DayLesson {
  readonly value: ShortLesson;
  readonly place: string;
  readonly day: string;
}

/** Some weeks of a child in one class. */
export interface Schedule {
  readonly lessons: readonly SeenLesson[];
  readonly works: readonly SeenWork[];
  readonly marks: readonly SeenMark[];
  readonly entries: readonly SeenEntry[];
  readonly subjects: ReadonlyMap<string, string>;
  readonly teachers: ReadonlyMap<string, { readonly person: Person; readonly place: string }>;
  readonly rejects: readonly Reject[];
}

interface Draft {
  readonly lessons: DayLesson[];
  readonly works: SeenWork[];
  readonly marks: SeenMark[];
  readonly entries: SeenEntry[];
  readonly subjects: Map<string, string>;
  readonly teachers: Map<string, { readonly person: Person; readonly place: string }>;
  readonly rejects: Reject[];
}

function addDay(draft: Draft, day: z.infer<typeof scheduleDaySchema>, place: string): void {
  const lessons = readList(shortLessonSchema, day.lessons, `${place}.lessons`);
  for (const { value, place: at } of lessons.rows)
    draft.lessons.push({ value, place: at, day: localDay(value.date) ?? localDay(day.date) ?? '' });
  const works = readList(workSchema, day.works, `${place}.works`);
  const homeworks = readList(workSchema, day.homeworks, `${place}.homeworks`);
  const marks = readList(markSchema, day.marks, `${place}.marks`);
  const entries = readList(logEntrySchema, day.lessonLogEntries, `${place}.lessonLogEntries`);
  draft.works.push(...works.rows, ...homeworks.rows);
  draft.marks.push(...marks.rows);
  draft.entries.push(...entries.rows);
  for (const { value } of readList(shortSubjectSchema, day.subjects, `${place}.subjects`).rows)
    draft.subjects.set(value.id, value.name);
  for (const { value, place: at } of readList(scheduleTeacherSchema, day.teachers, `${place}.teachers`).rows)
    draft.teachers.set(keyOf(value.person), { person: value.person, place: `${at}.person` });
  draft.rejects.push(
    ...rejectsOf('lesson', lessons),
    ...rejectsOf('assessment', works),
    ...rejectsOf('homework', homeworks),
    ...rejectsOf('mark', marks),
    ...rejectsOf('attendance', entries),
  );
}

/**
 * The group of each lesson. A schedule does not name it: a work of the lesson does; where the child has no
 * part of the class at the subject, it is the class; what is left is asked for lesson by lesson, in batches.
 */
async function groupsOf(client: Client, one: ChildClass, draft: Draft): Promise<ReadonlyMap<string, string>> {
  const byWork = new Map(
    draft.works.flatMap(({ value }) => {
      const lesson = value.lesson_str ?? value.lesson;
      const group = value.eduGroup_str ?? value.eduGroup;
      return lesson && group ? [[lesson, group] as const] : [];
    }),
  );
  const found = new Map<string, string>();
  const open: string[] = [];
  for (const { value } of draft.lessons) {
    const isSplit = one.subgroups.some(
      ({ subjects }) =>
        subjects.length === 0 || subjects.some((subject) => keyOf(subject) === value.subjectId),
    );
    const known = byWork.get(value.id) ?? (isSplit ? null : one.group.key);
    if (known === null) open.push(value.id);
    else found.set(value.id, known);
  }
  for (let index = 0; index < open.length; index += BATCH) {
    const answer = await client.postIfLet(LESSONS_MANY, open.slice(index, index + BATCH));
    if (answer === null) break;
    for (const { value } of readList(lessonGroupSchema, answer, LESSONS_MANY).rows)
      found.set(keyOf(value), value.group);
  }
  return found;
}

/** The part of the class at the subject, where nothing else told the group of a lesson. */
const likelyGroup = ({ group, subgroups }: ChildClass, subjectId: string): string =>
  subgroups.find(({ subjects }) => subjects.some((subject) => keyOf(subject) === subjectId))?.key ??
  group.key;

const homeless = (place: string): Reject => ({
  entity: 'lesson',
  key: null,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the lesson has no subject, or its date is none',
    hint: 'Look at the lesson in the journal; the rest was read.',
  },
  raw: null,
});

async function placed(client: Client, one: ChildClass, draft: Draft): Promise<SeenLesson[]> {
  const groups = await groupsOf(client, one, draft);
  const known = new Set(draft.teachers.keys());
  return draft.lessons.flatMap(({ value, place, day }) => {
    const { subjectId } = value;
    if (subjectId === null || day === '' || !draft.subjects.has(subjectId)) {
      draft.rejects.push(homeless(place));
      return [];
    }
    const lesson: SeenLesson = {
      key: value.id,
      place,
      day,
      number: value.number,
      subjectId,
      groupId: groups.get(value.id) ?? likelyGroup(one, subjectId),
      classId: one.group.key,
      teacherId: onlyTeacher(value.teachers, known),
      topic: value.title,
      room: shownText(value.place),
      ...hoursOf(value.hours),
      shift: null,
    };
    return [lesson];
  });
}

/** The richest single call: lessons with hours and rooms, works, marks, absences, teachers. */
export async function readSchedule(
  client: Client,
  child: Child,
  one: ChildClass,
  { from, to }: Range,
): Promise<Schedule> {
  const path = `persons/${child.key}/groups/${one.group.key}/schedules?startDate=${from}&endDate=${to}`;
  const days = readAnswer(scheduleSchema, await client.get(path, SCHEDULES), SCHEDULES);
  const draft: Draft = {
    lessons: [],
    works: [],
    marks: [],
    entries: [],
    subjects: new Map(),
    teachers: new Map(),
    rejects: [],
  };
  for (const [index, day] of days.entries()) addDay(draft, day, `${SCHEDULES} $.days[${index}]`);
  return { ...draft, lessons: await placed(client, one, draft) };
}
