import type { Day } from '../../model/dates.ts';
import { REGISTER_SOURCE } from '../../model/disclosure.ts';
import type { ClassTermFacts, LessonFact, MarkFact, TermFact } from '../../rules/facts.ts';
import type { Instant } from '../../rules/observed.ts';
import { type Known, termsFor } from './known.ts';
import {
  askHomework,
  askLessons,
  type ClassDays,
  changedHomework,
  changedLessons,
  homeworkOf,
  lessonsOf,
  readAssessments,
  readSubstitutions,
} from './lessons.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import { filled, type RawRow } from './raw-rows.ts';
import * as records from './records.ts';
import { type Looks, seenAtOf } from './seen.ts';
import type { ClassGround } from './source-ground.ts';
import { type Days, termWithin } from './terms.ts';
import { type Pasts, readPasts } from './timelines.ts';

/** Which facts; `subjects` null: all. `timetable` leaves out marks and attendance. */
export interface ClassTermRequest {
  readonly classId: string;
  readonly from: Day;
  readonly to: Day;
  readonly source: string;
  readonly subjects: ReadonlySet<string> | null;
  readonly with: 'all' | 'timetable';
}

/** Stands among `subjects` for rows that have none: the attendance of a whole day. */
export const NO_SUBJECT = '00000000-0000-0000-0000-000000000000';

const NONE: readonly RawRow[] = [];

/** Rows of what has a past, in the order in which they came. */
interface Rows {
  readonly lessons: readonly RawRow[];
  readonly homework: readonly RawRow[];
  readonly marks: readonly RawRow[];
  readonly attendance: readonly RawRow[];
  readonly termMarks: readonly RawRow[];
}

async function askRows(
  { asker }: Known,
  days: ClassDays,
  ground: ClassGround,
  request: ClassTermRequest,
  endsYear: boolean,
): Promise<Rows> {
  const scope = { ...days, studentIds: ground.studentIds };
  const all = request.with === 'all' && ground.studentIds.length > 0;
  const [lessons, homework, marks, attendance, termMarks] = await Promise.all([
    askLessons(asker, days, ground.groupIds),
    askHomework(asker, days),
    all ? records.askMarks(asker, scope) : NONE,
    all ? records.askAttendance(asker, scope) : NONE,
    all ? records.askTermMarks(asker, scope, endsYear) : NONE,
  ]);
  return { lessons, homework, marks, attendance, termMarks };
}

const changedIn = (rows: Rows): string[] => [
  ...changedLessons(rows.lessons),
  ...changedHomework(rows.homework),
  ...records.changedMarks(rows.marks),
  ...records.changedOthers(rows.attendance),
  ...records.changedOthers(rows.termMarks),
];

/** When the class's last lesson of a day ends; one without bells leaves the day unknown. */
function lastEnds(lessons: readonly LessonFact[]): (day: Day) => Instant | null {
  const ends = new Map<Day, Instant | null>();
  for (const { date, end, kind } of lessons) {
    if (kind === 'extracurricular') continue;
    const known = ends.get(date);
    if (known === null) continue;
    ends.set(date, end === null ? null : Math.max(known ?? end, end));
  }
  return (day) => ends.get(day) ?? null;
}

function marksOf(rows: readonly RawRow[], source: string, ours: Ownership, past: Pasts, known: Known) {
  const marks: MarkFact[] = [];
  const otherMarks: (MarkFact & { readonly source: string })[] = [];
  for (const row of rows) {
    const [, of, student, , date, lesson, , , , , , , , , , deleted] = row;
    const isOwn = of === source;
    if (!ours.record(filled(student), filled(date), isOwn ? (lesson ?? null) : null)) continue;
    if (isOwn) marks.push(records.markOf(row, past, known.calendar));
    else if (deleted === null)
      otherMarks.push({ ...records.markOf(row, past, known.calendar), source: filled(of) });
  }
  return { marks, otherMarks };
}

function attendanceOf(
  rows: readonly RawRow[],
  lessons: ReadonlyMap<string, LessonFact>,
  ours: Ownership,
  past: Pasts,
  known: Known,
) {
  const subjectOf = (lessonId: string) => lessons.get(lessonId)?.subjectId;
  return rows.flatMap((row) => {
    const [, student, , lesson, date] = row;
    if (!ours.record(filled(student), filled(date), lesson ?? null)) return [];
    return records.attendanceOf(row, past, known.calendar, subjectOf);
  });
}

/** Other sources of the school with what they were read of. */
async function otherLooks(known: Known, source: string): Promise<ReadonlyMap<string, Looks>> {
  const { ranks } = await known.year();
  const others = ranks.map((one) => one.source).filter((other) => other !== source);
  return new Map(await Promise.all(others.map(async (other) => [other, await known.looks(other)] as const)));
}

const otherSeenAt = (looks: ReadonlyMap<string, Looks>, now: Instant): ClassTermFacts['otherSeenAt'] => {
  const none: Looks = new Map();
  const readers = new Map<string, (day: Day) => Instant | null>();
  return (source, studentId, day) => {
    const key = `${source}\n${studentId}`;
    const found = readers.get(key);
    if (found) return found(day);
    const students = [{ studentId, from: null, to: null }];
    const seenAt = seenAtOf(looks.get(source) ?? none, { classId: null, students }, now);
    const reader = (on: Day) => seenAt('mark', on);
    readers.set(key, reader);
    return reader(day);
  };
};

const termOf = (terms: readonly TermFact[], { from, to }: Days): TermFact | null =>
  termWithin(
    terms.filter((term) => from <= term.endDay && term.endDay <= to),
    { from, to },
  );

/** What is known of the class before any of its rows is read. */
async function background(known: Known, { classId, source, from, to }: ClassTermRequest) {
  const [year, one, ground, ofSource, names, leaks, others] = await Promise.all([
    known.year(),
    known.classFact(classId),
    known.classGround(source, classId),
    known.source(source),
    known.subjectNames(),
    known.leaks(source),
    otherLooks(known, source),
  ]);
  const terms = termsFor(year, source, one);
  const term = termOf(terms, { from, to });
  // Marks for the year stand with those of its last term.
  const endsYear = term === null ? terms.length === 0 : term.last;
  return { one, ground, ofSource, names, leaks, others, term, endsYear };
}

type Background = Awaited<ReturnType<typeof background>>;

/** All rows, those of every subject where the last lesson of a day or the subject of a lesson depends on them. */
async function readRows(known: Known, request: ClassTermRequest, { ground, ofSource, endsYear }: Background) {
  const { asker, schoolId } = known;
  const { classId, source, from, to } = request;
  const subjects = request.subjects === null ? null : [...request.subjects];
  const days = { schoolId, classId, source, from, to, subjects };
  const sources = [source, REGISTER_SOURCE];
  const [rows, works, permits] = await Promise.all([
    askRows(known, days, ground, request, endsYear),
    readAssessments(asker, days, ofSource.workTypes),
    request.with === 'all' ? records.readPermits(asker, schoolId, ground.studentIds, sources) : [],
  ]);
  const lessonIds = rows.lessons.map(([id]) => filled(id));
  const [past, substitutions, ours] = await Promise.all([
    readPasts(asker, schoolId, changedIn(rows)),
    readSubstitutions(asker, schoolId, sources, lessonIds),
    ownershipOf(known, ofSource, { classId, studentIds: ground.studentIds }, new Set(lessonIds), [
      { rows: rows.marks, student: 2, lesson: 5 },
      { rows: rows.attendance, student: 1, lesson: 3 },
    ]),
  ]);
  return { rows, works, permits, past, substitutions, ours };
}

type Read = Awaited<ReturnType<typeof readRows>>;

/** Facts out of rows, for the subjects asked for. */
function factsOf(known: Known, request: ClassTermRequest, ground: ClassGround, read: Read) {
  const { rows, works, permits, past, ours } = read;
  const { source, to, subjects } = request;
  const { calendar } = known;
  const lessons = lessonsOf(rows.lessons, past, calendar);
  const byId = new Map(lessons.map((lesson) => [lesson.id, lesson]));
  const isWanted = (subjectId: string | null): boolean =>
    subjects === null || subjects.has(subjectId ?? NO_SUBJECT);
  const wanted = <F extends { readonly subjectId: string | null }>(facts: readonly F[]): readonly F[] =>
    subjects === null ? facts : facts.filter(({ subjectId }) => isWanted(subjectId));
  return {
    groups: wanted(ground.groups),
    loads: wanted(ground.loads),
    lessons: wanted(lessons),
    homework: wanted(homeworkOf(rows.homework, past, ours, calendar)),
    assessments: wanted(
      works.filter(({ namesClass, lessonId }) => namesClass || (lessonId !== null && byId.has(lessonId))),
    ),
    ...marksOf(rows.marks, source, ours, past, known),
    attendance: wanted(attendanceOf(rows.attendance, byId, ours, past, known)),
    termMarks: rows.termMarks
      .filter((row) => ours.record(filled(row[1]), to, null))
      .map((row) => records.termMarkOf(row, past, calendar)),
    substitutions: read.substitutions.filter(({ lessonId }) =>
      isWanted(byId.get(lessonId)?.subjectId ?? null),
    ),
    permits,
    lastLessonEnd: lastEnds(lessons),
  };
}

/** Reads a class over a stretch of the year; see {@link ClassTermFacts}. */
export async function readClassTerm(known: Known, request: ClassTermRequest): Promise<ClassTermFacts> {
  const found = await background(known, request);
  const { one, ground, ofSource, names, leaks, others, term } = found;
  const { classId, source, from, to, subjects } = request;
  const { students } = ground;
  return {
    source,
    class: one,
    from,
    to,
    term,
    subjects,
    students,
    leaks,
    ...factsOf(known, request, ground, await readRows(known, request, found)),
    subjectName: (subjectId) => names.get(subjectId) ?? '',
    seenAt: seenAtOf(ofSource.looks, { classId, students }, known.now),
    otherSeenAt: otherSeenAt(others, known.now),
  };
}
