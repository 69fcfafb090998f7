import type { Course, TeacherKind } from './curriculum.ts';
import { below, chance, type Key, mix, pick } from './random.ts';
import type { LessonRecord } from './types.ts';

/** Without when it was set. */
type Homework = Omit<NonNullable<LessonRecord['homework']>, 'setAt'>;

const SHARE = 0.68;
const FILES_SHARE = 0.04;
const TOO_MUCH_SHARE = 0.01;

type Wording = (number: number) => string;

const EXERCISES: readonly Wording[] = [
  (n) => `Упражнение ${n}, повторить правило на стр. ${n + 3}`,
  (n) => `§ ${(n % 40) + 1}, упр. ${n}, ${n + 1}`,
  (n) => `Карточка № ${(n % 12) + 1}`,
];
const PROBLEMS: readonly Wording[] = [
  (n) => `№ ${n}, ${n + 2}, ${n + 5}`,
  (n) => `§ ${(n % 40) + 1}, № ${n} (а, в), № ${n + 1} (б)`,
  (n) => `Выучить определения, № ${n}`,
];
const READING: readonly Wording[] = [
  (n) => `§ ${(n % 40) + 1}, вопросы 1–${(n % 4) + 3} устно`,
  (n) => `Читать стр. ${n}–${n + 6}, пересказ`,
  (n) => `§ ${(n % 40) + 1}, заполнить таблицу в тетради`,
];
const DOING: readonly Wording[] = [
  () => 'Принести материалы к следующему уроку',
  (n) => `Закончить работу, начатую на уроке, лист ${(n % 9) + 1}`,
];

const WORDINGS: Readonly<Partial<Record<TeacherKind, readonly Wording[]>>> = {
  russian: EXERCISES,
  english: EXERCISES,
  primary: READING,
  mathematics: PROBLEMS,
  physics: PROBLEMS,
  informatics: PROBLEMS,
  arts: DOING,
  labour: DOING,
};

/** Literature has the teacher of the language, but is read. */
const wordingsOf = ({ name, kind }: Course): readonly Wording[] =>
  (name === 'Литература' ? undefined : WORDINGS[kind]) ?? READING;

/** So much for one subject that a whole day stays within the norm N1. */
const mostMinutes = (grade: number): number => (grade <= 3 ? 15 : grade <= 5 ? 20 : grade <= 8 ? 20 : 30);

function filesOf(key: Key, groupId: number, ordinal: number): Homework['files'] {
  if (!chance(key, FILES_SHARE)) return [];
  const first = (groupId * 1024 + ordinal) * 2;
  const sheet = { id: first + 1, name: `Задание ${ordinal}.docx` };
  return chance(mix(key, 1), 0.25) ? [sheet, { id: first + 2, name: `Рисунок ${ordinal}.png` }] : [sheet];
}

/**
 * What is due at the group's lesson of this ordinal: nothing at the first lesson, in grade 1 and for physical
 * education. Now and then a task is longer than it should be: rules need something to find.
 */
export function homeworkOf(
  groupKey: Key,
  group: { readonly id: number; readonly course: Course; readonly grade: number },
  ordinal: number,
): Homework | null {
  const key = mix(groupKey, ordinal);
  if (ordinal === 1 || group.grade === 1 || group.course.kind === 'physical' || !chance(key, SHARE))
    return null;
  const wording = pick(mix(key, 1), wordingsOf(group.course));
  const usual = 5 * (1 + below(mix(key, 2), mostMinutes(group.grade) / 5));
  return {
    text: wording(3 + ordinal + below(mix(key, 3), 200)),
    minutes: chance(mix(key, 4), TOO_MUCH_SHARE) ? usual + 60 : usual,
    files: filesOf(mix(key, 5), group.id, ordinal),
  };
}
