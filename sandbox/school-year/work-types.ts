import { byId } from './lookup.ts';
import type { TruthWorkType } from './types.ts';

type Row = readonly [id: number, name: string, abbreviation: string, weight: number];

/** Ids 3, 4, 5 and 10 are the ones seen in real journals; the others are ours. */
const ROWS: readonly Row[] = [
  [3, 'Домашнее задание', 'ДЗ', 10],
  [4, 'Контрольная работа', 'К', 40],
  [5, 'Самостоятельная работа', 'С', 20],
  [6, 'Лабораторная работа', 'Л', 20],
  [7, 'Проект', 'П', 30],
  [8, 'Диктант', 'Д', 30],
  [10, 'Ответ на уроке', 'О', 10],
  [11, 'Сочинение', 'Ч', 30],
  [12, 'Изложение', 'И', 30],
  [13, 'Зачёт', 'З', 30],
  [14, 'Тестирование', 'Т', 20],
  [15, 'Практическая работа', 'А', 20],
  [16, 'Проверочная работа', 'В', 20],
];

export const WORK_TYPES: readonly TruthWorkType[] = ROWS.map(([id, name, abbreviation, weight]) => ({
  id,
  name,
  abbreviation,
  weight,
  homework: id === 3,
}));

export const workType = byId(WORK_TYPES);

export const WORK = {
  homework: 3,
  control: 4,
  independent: 5,
  laboratory: 6,
  project: 7,
  dictation: 8,
  answer: 10,
  essay: 11,
  retelling: 12,
  credit: 13,
  test: 14,
  practical: 15,
  quiz: 16,
} as const;
