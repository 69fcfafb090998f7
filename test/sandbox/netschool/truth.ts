import {
  type LessonRecord,
  makeMunicipality,
  markAt,
  type SchoolYear,
  type TruthStudent,
} from '../../../sandbox/school-year/index.ts';
import { addDays, type Day } from '../../../src/model/dates.ts';

/** The municipality of all tests here: one small school. */
export const municipality = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 120 });
export const year: SchoolYear = municipality.school(1);
/** When everything has been put and mended. */
export const END_OF_YEAR = '2026-08-31T23:59';

/** Someone of the middle grades who stays in one class all year. */
export const student: TruthStudent = (() => {
  const found = year.students.find(({ enrolments, guardianIds }) => {
    const grade = year.classes.find(({ id }) => id === enrolments[0]?.classId)?.grade ?? 0;
    return (
      grade >= 6 &&
      grade <= 8 &&
      enrolments.length === 1 &&
      enrolments[0]?.to === null &&
      guardianIds.length > 0
    );
  });
  if (!found) throw new Error('the year has no such student');
  return found;
})();

export const classId = student.enrolments[0]?.classId ?? 0;

/** A lesson of the student, as the truth has it. */
export interface Told {
  readonly date: Day;
  readonly number: number;
  /** «Алгебра», «Английский язык/1» */
  readonly name: string;
  readonly room: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly record: LessonRecord;
  /** Digits and dots of the student's marks, in no particular order. */
  readonly marks: readonly string[];
}

const nameOf = (groupId: number): string => {
  const group = year.groups.find(({ id }) => id === groupId);
  const subject = year.subjects.find(({ id }) => id === group?.subjectId)?.name ?? '';
  return group?.part ? `${subject}/${group.part}` : subject;
};

const shown = (value: string | null): string[] =>
  value === null ? [] : value.split('/').filter((part) => /^(\d+|\.)$/.test(part));

/** The student's lessons from day to day; marks as they stand at the moment. */
export function toldLessons(from: Day, to: Day, moment = END_OF_YEAR): Told[] {
  const lessons: Told[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    for (const lesson of year.lessonsOn(classId, date)) {
      if (!year.membersOn(lesson.groupId, date).some(({ id }) => id === student.id)) continue;
      const record = year.record(lesson);
      const over = `${date}T${lesson.endTime}` <= moment;
      const marks = record.marks
        .filter((mark) => over && mark.studentId === student.id)
        .flatMap((mark) => shown(/^н\/а$/.test(markAt(mark, moment) ?? '') ? null : markAt(mark, moment)));
      lessons.push({ ...lesson, name: nameOf(lesson.groupId), record, marks });
    }
  }
  return lessons;
}

export const sorted = (texts: readonly string[]): string[] => [...texts].sort();
