import { words } from './text.ts';

/** What a work is, whatever it is called; the first that fits counts. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['homework', /^(дом(ашн\p{L}*)? (задан\p{L}*|работ\p{L}*)|д з|дз)$/u],
  ['control', /^(контр(ольн\p{L}*)? раб(от\p{L}*)?|контрольная|к р)$/u],
  ['independent', /^(сам(остоятельн\p{L}*)? раб(от\p{L}*)?|самостоятельная|с р)$/u],
  ['laboratory', /^(лаб(ораторн\p{L}*)? раб(от\p{L}*)?|лабораторная|л р)$/u],
  ['practical', /^(практ(ическ\p{L}*)? раб(от\p{L}*)?|практическая)$/u],
  ['quiz', /^(провер(очн\p{L}*)? раб(от\p{L}*)?|проверочная)$/u],
  ['answer', /^(ответ|ответ на уроке|устный ответ|работа на уроке|отв)$/u],
  ['test', /^(тест|тестирование)$/u],
  ['credit', /^(зачет|зач)$/u],
  ['project', /^(проект|проектная работа)$/u],
  ['dictation', /^(диктант|дикт)$/u],
  ['essay', /^(сочинение|соч)$/u],
  ['retelling', /^(изложение|излож)$/u],
];

/** The name of a work type in one spelling. */
export const workTypeName = (name: string): string => words(name).join(' ');

/** The kind that a work type's name tells for certain; null when it tells none. */
export function workKind({ name, homework }: { readonly name: string; readonly homework: boolean }) {
  if (homework) return 'homework';
  const spelled = workTypeName(name);
  return KINDS.find(([, pattern]) => pattern.test(spelled))?.[0] ?? null;
}
