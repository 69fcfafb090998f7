import { readList } from '../contract-broken.ts';
import type { Range } from '../days.ts';
import { outsideYear, type Reject, rejectsOf } from '../events.ts';
import type { Client } from './client.ts';
import { readFiles } from './files.ts';
import type { EduGroup } from './groups.ts';
import type { SeenEntry } from './map-attendance.ts';
import { onlyTeacher, type SeenLesson } from './map-lessons.ts';
import type { SeenMark } from './map-marks.ts';
import type { Files, SeenWork } from './map-works.ts';
import {
  type FullLesson,
  fullLessonSchema,
  keyOf,
  logEntrySchema,
  markSchema,
  workSchema,
} from './schema.ts';
import type { ClassBook, StaffBook } from './staff-book.ts';
import { localDay } from './stamps.ts';

const LESSONS = 'edu-groups/lessons';
const MARKS = 'edu-groups/marks';
const ENTRIES = 'lesson-log-entries/group';

/** Some weeks of a class or of a part of it. */
export interface GroupWindow {
  readonly group: EduGroup;
  readonly lessons: readonly SeenLesson[];
  readonly works: readonly SeenWork[];
  readonly marks: readonly SeenMark[];
  readonly entries: readonly SeenEntry[];
  readonly files: Files;
  /** Subjects that only these lessons name. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly rejects: readonly Reject[];
}

const homeless = (place: string, key: string): Reject => ({
  entity: 'lesson',
  key,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the lesson has no subject',
    hint: 'Look at the lesson in the journal; the rest was read.',
  },
  raw: null,
});

/** The subject of a lesson: its own, or that of its works, or the only one of its part. */
function subjectOf(lesson: FullLesson, works: readonly SeenWork[], group: EduGroup): string | null {
  if (lesson.subject) return keyOf(lesson.subject);
  const ofWork = works.find(({ value }) => value.subjectId !== null)?.value.subjectId;
  const [only, ...others] = group.subjects;
  return ofWork ?? (only && others.length === 0 && !group.isClass ? keyOf(only) : null);
}

/** A lesson in the common form, or why it has none. */
export function placed(
  value: FullLesson,
  place: string,
  works: readonly SeenWork[],
  { group, one, book }: { group: EduGroup; one: ClassBook; book: StaffBook },
): SeenLesson | Reject {
  const key = keyOf(value);
  const day = localDay(value.date);
  if (day === null)
    return { entity: 'lesson', key, diagnostic: outsideYear(`${place}.date`), raw: value.date };
  const subjectId = subjectOf(value, works, group);
  if (subjectId === null) return homeless(`${place}.subject`, key);
  const bell = one.bells?.byNumber.get(value.number ?? -1);
  return {
    key,
    place,
    day,
    number: value.number,
    subjectId,
    groupId: group.key,
    classId: one.group.key,
    teacherId: onlyTeacher(value.teachers_str ?? value.teachers, book.staff),
    topic: value.title,
    room: null,
    startTime: bell?.startTime ?? null,
    endTime: bell?.endTime ?? null,
    shift: one.bells?.shift ?? null,
  };
}

async function readLessons(
  client: Client,
  where: { group: EduGroup; one: ClassBook; book: StaffBook },
  range: Range,
) {
  const { group, book } = where;
  const path = `edu-groups/${group.key}/lessons/${range.from}/${range.to}`;
  const list = readList(fullLessonSchema, await client.get(path, LESSONS), LESSONS);
  const lessons: SeenLesson[] = [];
  const works: SeenWork[] = [];
  const rejects = rejectsOf('lesson', list);
  const subjects = new Map<string, string>();
  for (const { value, place } of list.rows) {
    const own = readList(workSchema, value.works ?? [], `${place}.works`);
    rejects.push(...rejectsOf('assessment', own));
    const found = placed(value, place, own.rows, where);
    if ('diagnostic' in found) rejects.push(found);
    else {
      lessons.push(found);
      works.push(...own.rows);
      const { subject } = value;
      if (subject && !book.subjects.has(keyOf(subject))) subjects.set(keyOf(subject), subject.name);
    }
  }
  return { lessons, works, rejects, subjects };
}

/** Lessons with works, marks and attendance of a group in a window. */
export async function readWindow(
  client: Client,
  book: StaffBook,
  one: ClassBook,
  group: EduGroup,
  range: Range,
): Promise<GroupWindow> {
  const { lessons, works, rejects, subjects } = await readLessons(client, { group, one, book }, range);
  const path = `edu-groups/${group.key}/marks/${range.from}/${range.to}`;
  const marks = readList(markSchema, await client.get(path, MARKS), MARKS);
  const asked = `${ENTRIES}/${group.key}?from=${range.from}&to=${range.to}`;
  const entries = readList(logEntrySchema, await client.get(asked, ENTRIES), ENTRIES);
  return {
    group,
    lessons,
    works,
    marks: marks.rows,
    entries: entries.rows,
    files: await readFiles(client, works),
    subjects,
    rejects: [...rejects, ...rejectsOf('mark', marks), ...rejectsOf('attendance', entries)],
  };
}
