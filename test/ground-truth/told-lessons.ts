import { Temporal } from 'temporal-polyfill';
import type {
  LessonRecord,
  SchoolYear,
  TruthLesson,
  TruthMark,
  TruthTermMark,
} from '../../sandbox/school-year/types.ts';
import { attendanceAt, markAt } from '../../sandbox/school-year/types.ts';
import type { PullEvent } from '../../src/adapters/contract.ts';
import { type Day, daysBetween } from '../../src/model/dates.ts';
import type { Fields } from '../../src/model/entities.ts';
import { batch, keys, record, type Telling, YEAR_KEY } from './told-school.ts';

/** A lesson with everything about it, and its key. */
export interface Known {
  readonly key: string;
  readonly lesson: TruthLesson;
  readonly record: LessonRecord;
}

/** Whether the vendor tells when marks were put and changed. */
export type Stamps = 'full' | 'silent';

/** All lessons of a stretch of the year, day by day. */
export function lessonsBetween(year: SchoolYear, from: Day, to: Day): Known[] {
  const start = from < year.startDay ? year.startDay : from;
  const end = to > year.endDay ? year.endDay : to;
  return [...daysBetween(start, end)].flatMap((day) =>
    year.classes.flatMap(({ id }) =>
      year
        .lessonsOn(id, day)
        .map((lesson) => ({ key: keys.lesson(lesson), lesson, record: year.record(lesson) })),
    ),
  );
}

/** Plans, loads and hours. */
export function* programme({ year }: Telling): Generator<PullEvent> {
  const grades = new Map(year.classes.map(({ id, grade }) => [id, grade]));
  yield batch(
    'curriculumLine',
    year.groups
      .filter(({ part }) => part !== 2)
      .map(({ classId, subjectId, weeklyHours }) => {
        const weeks = grades.get(classId) === 1 ? 33 : 34;
        const of = { academicYearId: YEAR_KEY, classId: String(classId), subjectId: String(subjectId) };
        const hours = { weeklyHours, yearlyHours: weeklyHours * weeks };
        return record('curriculumLine', `${classId}/${subjectId}`, { ...of, ...hours });
      }),
  );
  yield batch(
    'teachingLoad',
    year.groups.map(({ id, classId, subjectId, teacherId, weeklyHours }) =>
      record('teachingLoad', String(id), {
        staffId: String(teacherId),
        classId: String(classId),
        subjectId: String(subjectId),
        subjectGroupId: String(id),
        weeklyHours,
        fromDay: null,
        toDay: null,
      }),
    ),
  );
  yield batch(
    'lessonPlanEntry',
    year.groups.flatMap(({ id, classId, subjectId }) =>
      year.planOf(id).map(({ ordinal, topic }) =>
        record('lessonPlanEntry', keys.plan(id, ordinal), {
          classId: String(classId),
          subjectId: String(subjectId),
          subjectGroupId: String(id),
          ordinal,
          section: null,
          topic,
          hours: 1,
          plannedDay: null,
        }),
      ),
    ),
  );
}

/** The lesson as the journal has it: the substitute from the bell on, the topic once it is entered. */
function lessonData(teachers: ReadonlyMap<number, number>, known: Known, moment: string): Fields<'lesson'> {
  const { lesson, record: held } = known;
  const begun = `${lesson.date}T${lesson.startTime}` <= moment;
  const told = held.topicEnteredAt !== null && held.topicEnteredAt <= moment;
  return {
    classId: String(lesson.classId),
    subjectGroupId: String(lesson.groupId),
    subjectId: String(lesson.subjectId),
    teacherId: String(begun ? lesson.teacherId : teachers.get(lesson.groupId)),
    date: lesson.date,
    number: lesson.number,
    shift: lesson.shift,
    startTime: lesson.startTime,
    endTime: lesson.endTime,
    room: lesson.room,
    topic: told ? held.topic : null,
    kind: 'lesson',
    planEntryId: told ? keys.plan(lesson.groupId, held.planOrdinal) : null,
  };
}

const moments = new Map<string, string>();

/** A local moment of the school as an instant. */
function instantOf(local: string, timeZone: string): string {
  const name = `${local} ${timeZone}`;
  const found =
    moments.get(name) ?? Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString();
  moments.set(name, found);
  return found;
}

function stampsOf({ enteredAt, edits }: TruthMark, { year, moment }: Telling, stamps: Stamps) {
  if (stamps === 'silent') return { setDay: null, changedAt: null };
  const last = edits.filter(({ at }) => at <= moment).at(-1);
  return { setDay: enteredAt.slice(0, 10), changedAt: last ? instantOf(last.at, year.timeZone) : null };
}

function* marksOf({ key, lesson, record: held }: Known, telling: Telling, stamps: Stamps) {
  for (const mark of held.marks) {
    const value = markAt(mark, telling.moment);
    if (value === null) continue;
    yield record('mark', keys.mark(key, mark.workIndex, mark.studentId), {
      studentId: String(mark.studentId),
      assessmentId: keys.work(key, mark.workIndex),
      lessonId: key,
      subjectId: String(lesson.subjectId),
      date: lesson.date,
      value,
      scaleMax: 5,
      comment: mark.comment,
      teacherId: String(mark.byStaffId),
      ...stampsOf(mark, telling, stamps),
    });
  }
}

const worksOf = ({ key, lesson, record: held }: Known, moment: string) =>
  held.works
    .filter(({ enteredAt }) => enteredAt <= moment)
    .map(({ index, workTypeId, weight, topic }) =>
      record('assessment', keys.work(key, index), {
        lessonId: key,
        classId: String(lesson.classId),
        subjectId: String(lesson.subjectId),
        workTypeId: String(workTypeId),
        date: lesson.date,
        topic,
        weight,
      }),
    );

const attendanceOf = ({ key, lesson, record: held }: Known, moment: string) =>
  held.attendance.flatMap((one) => {
    const state = attendanceAt(one, moment);
    if (!state) return [];
    const data = { lessonId: key, subjectId: String(lesson.subjectId), date: lesson.date, comment: null };
    const rawCode = [state.status, state.reason].filter(Boolean).join(' ');
    const studentId = String(one.studentId);
    return [
      record('attendance', keys.attendance(key, one.studentId), { studentId, ...data, ...state, rawCode }),
    ];
  });

function homeworkOf({ key, lesson, record: { homework } }: Known, moment: string) {
  if (!homework || homework.setAt > moment) return [];
  return [
    record('homework', key, {
      lessonId: key,
      classId: String(lesson.classId),
      subjectId: String(lesson.subjectId),
      studentId: null,
      dueDay: lesson.date,
      text: homework.text,
      minutes: homework.minutes,
      files: homework.files.map((file) => ({ key: String(file.id), name: file.name })),
    }),
  ];
}

function substitutionOf({ key, lesson }: Known, moment: string) {
  const { substitution } = lesson;
  if (!substitution || substitution.recordedAt === null || substitution.recordedAt > moment) return [];
  return [
    record('substitution', key, {
      lessonId: key,
      date: lesson.date,
      absentTeacherId: String(substitution.absentTeacherId),
      substituteTeacherId: String(lesson.teacherId),
      plannedSubjectId: String(lesson.subjectId),
      reason: substitution.reason,
    }),
  ];
}

/** A lesson on a day off is in no timetable: it is there from its beginning on. */
const isThere = (year: SchoolYear, { lesson }: Known, moment: string): boolean =>
  `${lesson.date}T${lesson.startTime}` <= moment ||
  year.timetable.some(
    ({ groupId, weekday, number }) =>
      groupId === lesson.groupId && number === lesson.number && weekday === weekdayOf(lesson.date),
  );

const weekdays = new Map<Day, number>();

function weekdayOf(day: Day): number {
  const found = weekdays.get(day) ?? Temporal.PlainDate.from(day).dayOfWeek;
  weekdays.set(day, found);
  return found;
}

/** Lessons and what hangs on them, as of the moment. */
export function* journal(telling: Telling, lessons: readonly Known[], stamps: Stamps): Generator<PullEvent> {
  const { year, moment } = telling;
  const teachers = new Map(year.groups.map(({ id, teacherId }) => [id, teacherId]));
  const there = lessons.filter((known) => isThere(year, known, moment));
  yield batch(
    'lesson',
    there.map((known) => record('lesson', known.key, lessonData(teachers, known, moment))),
  );
  yield batch(
    'substitution',
    there.flatMap((known) => substitutionOf(known, moment)),
  );
  yield batch(
    'homework',
    there.flatMap((known) => homeworkOf(known, moment)),
  );
  yield batch(
    'assessment',
    there.flatMap((known) => worksOf(known, moment)),
  );
  yield batch(
    'mark',
    there.flatMap((known) => [...marksOf(known, telling, stamps)]),
  );
  yield batch(
    'attendance',
    there.flatMap((known) => attendanceOf(known, moment)),
  );
}

/** Every term and year mark of the school. */
export const allTermMarks = (year: SchoolYear): TruthTermMark[] =>
  year.classes.flatMap(({ id }) => [
    ...year.termsOf(id).flatMap((term) => year.termMarks(id, term.id)),
    ...year.yearMarks(id),
  ]);

export function* termMarks({ moment }: Telling, marks: readonly TruthTermMark[]): Generator<PullEvent> {
  yield batch(
    'termMark',
    marks.flatMap((mark) => {
      const value = markAt(mark, moment);
      if (value === null) return [];
      const { studentId, subjectId, kind, termId } = mark;
      return [
        record('termMark', keys.termMark(termId, subjectId, studentId), {
          studentId: String(studentId),
          subjectId: String(subjectId),
          kind,
          termId: termId === null ? null : String(termId),
          academicYearId: YEAR_KEY,
          value,
          scaleMax: 5,
        }),
      ];
    }),
  );
}
