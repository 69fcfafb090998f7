import type { Day } from '../../src/model/dates.ts';
import type {
  AssessmentFact,
  AttendanceFact,
  ClassTermFacts,
  LessonFact,
  MarkFact,
  PermitFact,
  TermFact,
} from '../../src/rules/facts.ts';
import {
  type CaseSetting,
  classOf,
  DEFAULT_SUBJECT,
  groundOf,
  groupsOf,
  lessonsOf,
  memberOf,
  subjectOfLesson,
  termOf,
  worksOf,
} from './case-ground.ts';
import { classTermSchema, type ShortClassTerm, type ShortMark } from './case-schema.ts';

type Short = ShortClassTerm;

interface Known {
  readonly lessons: readonly LessonFact[];
  readonly works: readonly AssessmentFact[];
}

interface Dated {
  readonly subject?: string | null | undefined;
  readonly date?: string | undefined;
  readonly lesson?: string | null | undefined;
  readonly work?: string | null | undefined;
}

/** Subject and day of a row: its own, or those of the lesson or the work that it is of. */
function standOf(row: Dated, { lessons, works }: Known): { subjectId: string; date: Day } {
  const home = works.find(({ id }) => id === row.work) ?? lessons.find(({ id }) => id === row.lesson);
  return {
    subjectId: row.subject ?? home?.subjectId ?? DEFAULT_SUBJECT,
    date: row.date ?? home?.date ?? '2025-09-15',
  };
}

function markOf(row: ShortMark, known: Known, { times }: CaseSetting): MarkFact {
  const { subjectId, date } = standOf(row, known);
  return {
    id: row.id,
    studentId: row.student ?? 's1',
    subjectId,
    date,
    lessonId: row.lesson ?? null,
    assessmentId: row.work ?? null,
    teacherId: row.teacher === undefined ? 't1' : row.teacher,
    scaleMax: row.scaleMax ?? 5,
    value: times.timeline(row.value, row.entered ?? `${date}T12:00`),
  };
}

const attendanceOf = ({ attendance }: Short, known: Known, { times }: CaseSetting): AttendanceFact[] =>
  attendance.map((row) => {
    const { subjectId, date } = standOf(row, known);
    return {
      id: row.id,
      studentId: row.student ?? 's1',
      subjectId: row.subject === null ? null : subjectId,
      lessonId: row.lesson ?? null,
      date,
      value: times.timeline(row.value, row.entered ?? `${date}T12:00`),
    };
  });

const termMarksOf = ({ termMarks }: Short, term: TermFact | null, { times }: CaseSetting) =>
  termMarks.map((row) => ({
    id: row.id,
    studentId: row.student ?? 's1',
    subjectId: row.subject ?? DEFAULT_SUBJECT,
    kind: row.kind ?? ('term' as const),
    termId: row.term === undefined ? (term?.id ?? null) : row.term,
    scaleMax: row.scaleMax ?? 5,
    value: times.timeline(row.value, row.entered ?? `${term?.endDay ?? '2025-10-24'}T12:00`),
  }));

const homeworkOf = ({ homework }: Short, { lessons }: Known, { times }: CaseSetting) =>
  homework.map((row) => {
    const lesson = lessons.find(({ id }) => id === row.lesson);
    const dueDay = row.due ?? lesson?.date ?? '2025-09-16';
    return {
      id: row.id,
      lessonId: row.lesson ?? null,
      subjectId: row.subject ?? lesson?.subjectId ?? 'Алгебра',
      studentId: row.student ?? null,
      dueDay,
      minutes: row.minutes ?? null,
      text: times.timeline(row.text ?? '№ 12', row.entered ?? `${dueDay}T12:00`),
    };
  });

const substitutionsOf = (short: Short, { lessons }: Known, usual: UsualTeacher, { times }: CaseSetting) =>
  short.substitutions.map((row) => {
    const lesson = lessons.find(({ id }) => id === row.lesson);
    return {
      id: row.id,
      lessonId: row.lesson,
      date: lesson?.date ?? '2025-09-15',
      absentTeacherId: row.absent === undefined ? usual(lesson) : row.absent,
      substituteTeacherId: row.substitute === undefined ? (lesson?.teacherId ?? null) : row.substitute,
      plannedSubjectId: row.planned ?? null,
      entered: times.interval(row.entered ?? `${lesson?.date ?? '2025-09-15'}T12:00`),
    };
  });

type UsualTeacher = (lesson: LessonFact | undefined) => string | null;

const permitsOf = ({ permits }: Short, { times, now }: CaseSetting): PermitFact[] =>
  permits.map(({ id, mark, attendance, termMark, value, granted, at }) => ({
    id,
    row: mark
      ? { entity: 'mark', id: mark }
      : attendance
        ? { entity: 'attendance', id: attendance }
        : { entity: 'termMark', id: termMark ?? '' },
    value,
    granted,
    decidedAt: at ? times.moment(at) : now,
  }));

function lastLessonEnds(short: Short, lessons: readonly LessonFact[], { times }: CaseSetting) {
  return (day: Day): number | null => {
    const told = short.lastLessonEnd[day];
    if (told !== undefined) return told === null ? null : times.moment(`${day}T${told}`);
    const ends = lessons.filter(({ date }) => date === day).map(({ end }) => end);
    return ends.length === 0 || ends.includes(null) ? null : Math.max(...ends.map(Number));
  };
}

/** Students that any row names. */
function namedStudents({ marks, attendance, termMarks, otherMarks }: Short): string[] {
  const rows = [...marks, ...attendance, ...termMarks, ...otherMarks];
  return [...new Set(rows.map(({ student }) => student ?? 's1'))];
}

function subjectsOf(short: Short): string[] {
  const bare = [...short.marks, ...short.attendance, ...short.termMarks].map((row) => {
    const { subject, lesson, work }: Dated = row;
    return subject ?? (lesson || work ? [] : DEFAULT_SUBJECT);
  });
  return [
    ...short.lessons.map((lesson) => subjectOfLesson(short, lesson)),
    ...[...short.homework, ...short.works].flatMap(({ subject }) => subject ?? []),
    ...bare.flat(),
  ];
}

/** Builds the facts of a class and a stretch of the year from their short form. */
export function classTermFacts(given: unknown, setting: CaseSetting): ClassTermFacts {
  const short = classTermSchema.parse(given ?? {});
  const term = short.term === null ? null : termOf(short.term);
  const students = (short.students ?? namedStudents(short)).map(memberOf);
  const groups = groupsOf(short, subjectsOf(short), students);
  const lessons = lessonsOf(short, groups, setting);
  const known = { lessons, works: worksOf(short, lessons, setting) };
  const usual: UsualTeacher = (lesson) => groups.find(({ id }) => id === lesson?.groupId)?.teacherId ?? null;
  const { now, times } = setting;
  return {
    ...groundOf(short.seen, setting),
    class: classOf(short.class),
    from: short.from ?? term?.startDay ?? '2025-09-01',
    to: short.to ?? term?.endDay ?? '2025-10-24',
    term,
    subjects: null,
    students,
    groups,
    lessons,
    assessments: known.works,
    homework: homeworkOf(short, known, setting),
    marks: short.marks.map((row) => markOf(row, known, setting)),
    attendance: attendanceOf(short, known, setting),
    termMarks: termMarksOf(short, term, setting),
    substitutions: substitutionsOf(short, known, usual, setting),
    permits: permitsOf(short, setting),
    loads: short.loads.map(({ staff, subject, group, from, to }) => ({
      staffId: staff,
      subjectId: subject,
      groupId: group ?? null,
      from: from ?? null,
      to: to ?? null,
    })),
    otherMarks: short.otherMarks.map(({ source, ...row }) => ({ ...markOf(row, known, setting), source })),
    otherSeenAt: () =>
      short.otherSeen === undefined ? now : short.otherSeen === null ? null : times.moment(short.otherSeen),
    leaks: short.leaks.map(({ id, staff, at, until }) => ({
      id,
      staffId: staff,
      at: times.moment(at),
      until: until ? times.moment(until) : null,
    })),
    lastLessonEnd: lastLessonEnds(short, lessons, setting),
  };
}
