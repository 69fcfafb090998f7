import { addDays, type Day } from '../../src/model/dates.ts';
import type { Observed } from '../../src/model/observation.ts';

const FIRST: Day = '2025-09-01';
const SUBJECTS = [
  'Русский язык',
  'Литература',
  'Алгебра',
  'Геометрия',
  'История',
  'Биология',
  'Физика',
  'Химия',
];
const VALUES = ['5', '4', '4', '3', '2', 'н/а', '4/5', '.'];

/** Made once: dates are dear to make, and making up marks is not what is measured. */
const DAYS = Array.from({ length: 250 }, (_, index) => addDays(FIRST, index));

/** Marks of one student in a year. */
export const MARKS_A_STUDENT = 300;

const place = '$.schoolStudents[0].marks';

export const subjects = (): Observed<'subject'>[] =>
  SUBJECTS.map((name) => ({ key: name, place, data: { name, shortName: null } }));

export const teachers = (): Observed<'staff'>[] =>
  SUBJECTS.map((_, index) => ({
    key: `t${index}`,
    place,
    data: {
      displayName: `Учитель ${index}`,
      lastName: null,
      firstName: null,
      middleName: null,
      position: null,
    },
  }));

export const students = (count: number): Observed<'student'>[] =>
  Array.from({ length: count }, (_, index) => ({
    key: String(100_000 + index),
    place,
    data: {
      displayName: `Ученик ${index}`,
      lastName: null,
      firstName: null,
      middleName: null,
      birthDate: '2012-05-06',
      sex: null,
    },
  }));

/** The marks of one student, the same at every call: what a family's diary gives, with lesson and teacher. */
export function marksOf(studentKey: string): Observed<'mark'>[] {
  const student = Number(studentKey);
  return Array.from({ length: MARKS_A_STUDENT }, (_, index) => {
    const subject = (student + index) % SUBJECTS.length;
    const date = DAYS[index % DAYS.length] ?? FIRST;
    const lesson = `${date}/${(index % 7) + 1}/${(student / 25) | 0}/${SUBJECTS[subject]}`;
    return {
      key: `${studentKey}/${lesson}/${index}`,
      place,
      data: {
        studentId: studentKey,
        assessmentId: `${lesson}/1`,
        lessonId: lesson,
        subjectId: SUBJECTS[subject] ?? '',
        date,
        value: VALUES[(student * 7 + index * 3) % VALUES.length] ?? '5',
        scaleMax: 5,
        comment: index % 12 === 0 ? 'Хорошая работа на уроке' : null,
        teacherId: `t${subject}`,
        setDay: index % 2 === 0 ? date : null,
        changedAt: null,
      },
    };
  });
}
