import {
  attendanceAt,
  type Municipality,
  makeMunicipality,
  markAt,
  type SchoolYear,
  type TruthLesson,
  type TruthStudent,
} from '../../../sandbox/school-year/index.ts';
import { addDays, type Day } from '../../../src/model/dates.ts';

const made = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 60 });
export const year: SchoolYear = made.school(1);
/** The municipality of all tests here: one small school, made once. */
export const municipality: Municipality = { ...made, school: () => year };
/** When everything has been put and mended. */
export const END_OF_YEAR = '2026-08-31T23:59';

const gradeOf = (classId: number | undefined): number =>
  year.classes.find(({ id }) => id === classId)?.grade ?? 0;

/** Someone of the middle grades who stays in one class all year and has a family. */
export const student: TruthStudent = (() => {
  const found = year.students.find(({ enrolments: [first, second], guardianIds }) => {
    const grade = gradeOf(first?.classId);
    return grade >= 6 && grade <= 8 && !second && first?.to === null && guardianIds.length > 0;
  });
  if (!found) throw new Error('the year has no such student');
  return found;
})();

export const classId = student.enrolments[0]?.classId ?? 0;
export const guardianId = student.guardianIds[0] ?? 0;

export function lessonsOf(of: TruthStudent, from: Day, to: Day): TruthLesson[] {
  const lessons: TruthLesson[] = [];
  for (let date = from; date <= to; date = addDays(date, 1))
    for (const lesson of year.lessonsOn(classId, date))
      if (year.membersOn(lesson.groupId, date).some(({ id }) => id === of.id)) lessons.push(lesson);
  return lessons;
}

export const isPart = ({ groupId }: TruthLesson): boolean =>
  (year.groups.find(({ id }) => id === groupId)?.part ?? null) !== null;

const WORDS: Readonly<Record<string, string>> = { зач: 'ЗЧ', незач: 'НЗ', 'н/а': 'Н/А', осв: 'ОСВ' };

/** The vendor's marks for a value of the truth. */
export const vendorValues = (value: string | null): string[] => {
  if (value === null || value === '.') return [];
  return value in WORDS ? [WORDS[value] ?? ''] : value.split('/');
};

/** `date number value` of the marks of a student, as they stood at the moment. */
export const marksOf = (of: TruthStudent, lessons: readonly TruthLesson[], moment = END_OF_YEAR): string[] =>
  lessons
    .filter(({ date, endTime }) => `${date}T${endTime}` <= moment)
    .flatMap((lesson) =>
      year
        .record(lesson)
        .marks.filter(({ studentId }) => studentId === of.id)
        .flatMap((mark) => vendorValues(markAt(mark, moment)))
        .map((value) => `${lesson.date} ${lesson.number} ${value}`),
    )
    .sort();

const STATUS = { sick: 'Ill', excused: 'Pass', unexcused: 'Absent', not_given: 'Absent' } as const;

/** `date number status` of the exceptions of attendance; exemptions are not told. */
export const absencesOf = (
  of: TruthStudent,
  lessons: readonly TruthLesson[],
  moment = END_OF_YEAR,
): string[] =>
  lessons
    .flatMap((lesson) =>
      year
        .record(lesson)
        .attendance.filter(({ studentId }) => studentId === of.id)
        .flatMap((row) => {
          const told = attendanceAt(row, moment);
          if (!told || told.status === 'exempt') return [];
          const status = told.status === 'late' ? 'Late' : STATUS[told.reason ?? 'not_given'];
          return [`${lesson.date} ${lesson.number} ${status}`];
        }),
    )
    .sort();
