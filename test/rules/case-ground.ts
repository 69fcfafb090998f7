import type { Day } from '../../src/model/dates.ts';
import type { SchoolCalendar } from '../../src/rules/calendar.ts';
import type {
  ClassFact,
  Ground,
  GroupFact,
  LessonFact,
  MemberFact,
  TermFact,
} from '../../src/rules/facts.ts';
import type { Instant } from '../../src/rules/observed.ts';
import type { ShortClass, ShortClassTerm, ShortClassYear, ShortMember, ShortTerm } from './case-schema.ts';
import { type CaseTimes, caseTimes } from './case-times.ts';

/** What a case's facts are read with. */
export interface CaseSetting {
  readonly now: Instant;
  readonly calendar: SchoolCalendar;
  readonly times: CaseTimes;
}

/** The setting of a case whose moments are local to `calendar`. */
export function caseSetting(now: string, calendar: SchoolCalendar): CaseSetting {
  const times = caseTimes(calendar);
  return { now: times.moment(now), calendar, times };
}

type ShortSeen = ShortClassTerm['seen'];

/** What every scope of facts knows; a subject is known by its name. */
export function groundOf(seen: ShortSeen, { now, times }: CaseSetting): Ground {
  const moment = (text: string | null | undefined): Instant | null =>
    text === undefined ? now : text === null ? null : times.moment(text);
  return {
    source: 'truth/case',
    subjectName: (subjectId) => subjectId,
    seenAt: (entity) => moment(seen !== null && typeof seen === 'object' ? seen[entity] : seen),
  };
}

export const classOf = (short: ShortClass = {}): ClassFact => ({
  id: short.id ?? 'c1',
  name: short.name ?? '7б',
  grade: short.grade === undefined ? 7 : short.grade,
  homeroomTeacherId: short.homeroomTeacher === undefined ? 't0' : short.homeroomTeacher,
  shift: short.shift === undefined ? 1 : short.shift,
});

export const termOf = (short: ShortTerm = {}): TermFact => ({
  id: short.id ?? 'q1',
  name: short.name ?? 'I четверть',
  kind: short.kind ?? 'quarter',
  ordinal: short.ordinal ?? 1,
  startDay: short.from ?? '2025-09-01',
  endDay: short.to ?? '2025-10-24',
  last: short.last ?? false,
});

export const memberOf = (short: ShortMember): MemberFact =>
  typeof short === 'string'
    ? { studentId: short, from: null, to: null }
    : { studentId: short.id ?? short.student ?? '', from: short.from ?? null, to: short.to ?? null };

type OfClass = ShortClassTerm | ShortClassYear;

/** The subject of rows that name none. */
export const DEFAULT_SUBJECT = 'Алгебра';

const usualTeacher = ({ teachers }: OfClass, subject: string): string | null => {
  const named = teachers?.[subject];
  return named === undefined ? 't1' : named;
};

/** Groups as given, and one with all students for every other subject. */
export function groupsOf(
  short: OfClass,
  subjects: Iterable<string>,
  students: readonly MemberFact[],
): GroupFact[] {
  const given = (short.groups ?? []).map((group): GroupFact => {
    const { subject, teacher, members } = group;
    return {
      id: group.id ?? `g:${subject}`,
      name: group.name ?? `7б/${subject}`,
      subjectId: subject,
      teacherId: teacher === undefined ? usualTeacher(short, subject) : teacher,
      members: members ? members.map(memberOf) : students,
    };
  });
  const missing = [...new Set(subjects)].filter((name) => !given.some(({ subjectId }) => subjectId === name));
  const made = missing.map(
    (subject): GroupFact => ({
      id: `g:${subject}`,
      name: `7б/${subject}`,
      subjectId: subject,
      teacherId: usualTeacher(short, subject),
      members: students,
    }),
  );
  return [...given, ...made];
}

type ShortLesson = OfClass['lessons'][number];

export const subjectOfLesson = (short: OfClass, lesson: ShortLesson): string =>
  lesson.subject ??
  short.groups?.find(({ id, subject }) => (id ?? `g:${subject}`) === lesson.group)?.subject ??
  DEFAULT_SUBJECT;

const timeOf = (day: Day, text: string | null | undefined, usual: string, { times }: CaseSetting) =>
  text === null ? null : times.moment(`${day}T${text ?? usual}`);

/** A row with `upTo` stands for lessons in a row: `l` with numbers 1 to 3 is `l/1`, `l/2`, `l/3`. */
function inRow(lesson: ShortLesson): ShortLesson[] {
  const { upTo, number, id } = lesson;
  if (upTo === undefined) return [lesson];
  const first = number ?? 1;
  return Array.from({ length: upTo - first + 1 }, (_, index) => ({
    ...lesson,
    id: `${id}/${first + index}`,
    number: first + index,
  }));
}

/** The lessons of a case. */
export function lessonsOf(short: OfClass, groups: readonly GroupFact[], setting: CaseSetting): LessonFact[] {
  return short.lessons.flatMap(inRow).map((lesson): LessonFact => {
    const subjectId = subjectOfLesson(short, lesson);
    const own = groups.find(({ id, subjectId: of }) =>
      lesson.group ? id === lesson.group : of === subjectId,
    );
    const groupId = lesson.group === undefined ? (own?.id ?? null) : lesson.group;
    const usual = own?.teacherId ?? null;
    return {
      id: lesson.id,
      date: lesson.date,
      number: lesson.number === undefined ? 1 : lesson.number,
      start: timeOf(lesson.date, lesson.start, '08:30', setting),
      end: timeOf(lesson.date, lesson.end, '09:15', setting),
      subjectId,
      groupId,
      teacherId: lesson.teacher === undefined ? usual : lesson.teacher,
      kind: lesson.kind ?? 'lesson',
      planEntryId: lesson.plan ?? null,
      topic: setting.times.timeline(
        lesson.topic === undefined ? 'Тема урока' : lesson.topic,
        lesson.entered ?? `${lesson.date}T12:00`,
      ),
    };
  });
}

/** The works of a case. */
export const worksOf = (short: OfClass, lessons: readonly LessonFact[], { times }: CaseSetting) =>
  short.works.map((work) => {
    const lesson = lessons.find(({ id }) => id === work.lesson);
    const date = work.date ?? lesson?.date ?? '2025-09-15';
    return {
      id: work.id,
      lessonId: work.lesson ?? null,
      subjectId: work.subject ?? lesson?.subjectId ?? DEFAULT_SUBJECT,
      date,
      workType: work.type === undefined ? 'Ответ на уроке' : work.type,
      topic: work.topic ?? null,
      weight: work.weight === undefined ? 1 : work.weight,
      entered: times.interval(work.entered ?? `${date}T12:00`),
    };
  });
