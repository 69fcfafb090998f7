import type { TruthSubject } from './types.ts';

/** Who can teach a subject: one teacher takes all of a kind in a class. */
export type TeacherKind =
  | 'primary'
  | 'russian'
  | 'english'
  | 'mathematics'
  | 'informatics'
  | 'history'
  | 'geography'
  | 'nature'
  | 'physics'
  | 'arts'
  | 'labour'
  | 'physical';

export const POSITIONS: Readonly<Record<TeacherKind, string>> = {
  primary: 'Учитель начальных классов',
  russian: 'Учитель русского языка и литературы',
  english: 'Учитель английского языка',
  mathematics: 'Учитель математики',
  informatics: 'Учитель информатики',
  history: 'Учитель истории и обществознания',
  geography: 'Учитель географии',
  nature: 'Учитель биологии и химии',
  physics: 'Учитель физики',
  arts: 'Учитель музыки и изобразительного искусства',
  labour: 'Учитель труда (технологии)',
  physical: 'Учитель физической культуры',
};

export interface Course extends TruthSubject {
  readonly kind: TeacherKind;
  /** Taught by the class's own teacher in grades 1–4. */
  readonly byPrimaryTeacher: boolean;
  /** Hours a week by grade, from grade 1, in a 5-day week. */
  readonly hours: readonly number[];
  /** Two parallel groups where the class is large enough. */
  readonly splits: boolean;
  /** Assessed «зачёт», without numbers. */
  readonly passFail: boolean;
}

type Row = readonly [name: string, shortName: string, kind: TeacherKind, hours: string, flags?: string];

// One digit a grade. Columns add up to the 5-day norm of the week (N2): 20 21 23 23 23 29 30 32 33 33 34 34
// (grade 1 takes 20 of 21, so that with three lessons a day in autumn its year stays within N3).
// Flags: p the class's own teacher in grades 1–4, s split into groups, z pass or fail.
const ROWS: readonly Row[] = [
  ['Русский язык', 'Рус.яз.', 'russian', '55555643323', 'p'],
  ['Литературное чтение', 'Лит.чт.', 'primary', '44440000000', 'p'],
  ['Литература', 'Лит-ра', 'russian', '00003322333'],
  ['Английский язык', 'Англ.яз.', 'english', '02223333333', 's'],
  ['Математика', 'Мат-ка', 'mathematics', '44445500000', 'p'],
  ['Алгебра', 'Алгебра', 'mathematics', '00000033344'],
  ['Геометрия', 'Геометрия', 'mathematics', '00000022222'],
  ['Вероятность и статистика', 'Вер. и стат.', 'mathematics', '00000011111'],
  ['Информатика', 'Информ.', 'informatics', '00001111122', 's'],
  ['Окружающий мир', 'Окр.мир', 'primary', '22220000000', 'p'],
  ['Основы религиозных культур и светской этики', 'ОРКСЭ', 'primary', '00010000000', 'pz'],
  ['История', 'История', 'history', '00003333322'],
  ['Обществознание', 'Общ-ние', 'history', '00000011122'],
  ['География', 'География', 'geography', '00001122211'],
  ['Биология', 'Биология', 'nature', '00001112222'],
  ['Физика', 'Физика', 'physics', '00000022333'],
  ['Химия', 'Химия', 'nature', '00000002222'],
  ['Музыка', 'Музыка', 'arts', '11111111000'],
  ['Изобразительное искусство', 'ИЗО', 'arts', '11111110000', 'p'],
  ['Труд (технология)', 'Труд', 'labour', '11112221100', 'p'],
  ['Основы безопасности и защиты Родины', 'ОБЗР', 'labour', '00000001111'],
  ['Физическая культура', 'Физ-ра', 'physical', '23323333233'],
  ['Индивидуальный проект', 'Инд.проект', 'history', '00000000010', 'z'],
];

const courseOf = ([name, shortName, kind, hours, flags = '']: Row, index: number): Course => ({
  id: index + 1,
  name,
  shortName,
  kind,
  hours: [...hours].map(Number),
  byPrimaryTeacher: flags.includes('p'),
  splits: flags.includes('s'),
  passFail: flags.includes('z'),
});

export const COURSES: readonly Course[] = ROWS.map(courseOf);

const courseNamed = (name: string): Course => {
  const course = COURSES.find((one) => one.name === name);
  if (!course) throw new RangeError(`no course ${name}`);
  return course;
};

export const PHYSICAL_EDUCATION = courseNamed('Физическая культура').id;

// What a 6-day week adds in grades 5–11: still within N2 and N3.
const SIX_DAY_EXTRA = new Set(['Русский язык', 'Математика', 'Алгебра', 'Английский язык']);

/** Hours a week of a course in a grade, in a school with a 5- or 6-day week; 0 where it is not taught. */
export function hoursOf(course: Course, grade: number, weekDays: 5 | 6): number {
  const hours = course.hours[grade - 1] ?? 0;
  const extra = weekDays === 6 && grade >= 5 && SIX_DAY_EXTRA.has(course.name) ? 1 : 0;
  return hours > 0 ? hours + extra : 0;
}

/** The days of a grade's week: the youngest never study on Saturday. */
export const daysOfGrade = (grade: number, weekDays: 5 | 6): number => (grade === 1 ? 5 : weekDays);
