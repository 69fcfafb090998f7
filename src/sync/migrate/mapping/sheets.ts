import type { MappingEntity, MappingHow } from './types.ts';

/** Titles of the sheets; the reader knows a sheet by its title, in whatever order they stand. */
export const sheetTitles: Readonly<Record<MappingEntity, string>> = {
  class: 'Классы',
  subject: 'Предметы',
  staff: 'Сотрудники',
  student: 'Ученики',
  subjectGroup: 'Группы',
  term: 'Учебные периоды',
  workType: 'Виды работ',
  markScale: 'Шкалы отметок',
  attendanceCode: 'Посещаемость',
};

/** The sheet with the version, the migration and what to do. */
export const HEAD_SHEET = 'О файле';

/** Names of the cells of that sheet; the value stands to the right of the name. */
export const headNames = { version: 'Версия', migrationId: 'Перенос' } as const;

/** Titles of the columns; the reader finds them by title, in whatever order, with whatever others between. */
export const columnTitles = {
  sourceId: 'Номер в Перемене',
  sourceName: 'В старом журнале',
  targetKey: 'Номер в новом журнале',
  targetName: 'В новом журнале',
  how: 'Как найдено',
  score: 'Уверенность',
  reason: 'Почему',
} as const;

/** See {@link columnTitles}. */
export type ColumnName = keyof typeof columnTitles;

/** Titles of the three columns of the candidate with this number, from 1. */
export const candidateTitles = (number: number) => ({
  key: `Вариант ${number}: номер`,
  name: `Вариант ${number}`,
  score: `Вариант ${number}: уверенность`,
});

/** What people read in the column «how». */
export const howTitles: Readonly<Record<MappingHow, string>> = {
  exact: 'по номеру',
  name: 'по названию',
  person: 'по человеку',
  by_hand: 'вручную',
  question: 'вопрос',
  leave: 'оставлено',
  held: 'нет согласия',
};
