import type { MappingEntity, MappingHow, MappingLine } from '../../../sync/migrate/mapping/types.ts';
import type { Tone } from '../../parts/badge.tsx';

/** Kinds of lines, as people call them. */
export const kindTitles: Readonly<Record<MappingEntity, string>> = {
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

/** How a line came to its answer. */
export const howTitles: Readonly<Record<MappingHow, { readonly tone: Tone; readonly title: string }>> = {
  exact: { tone: 'good', title: 'найдено по номеру' },
  name: { tone: 'good', title: 'найдено по названию' },
  person: { tone: 'good', title: 'найдено по человеку' },
  by_hand: { tone: 'info', title: 'отвечено вручную' },
  question: { tone: 'warn', title: 'вопрос' },
  leave: { tone: 'plain', title: 'не переносить' },
  held: { tone: 'plain', title: 'нет согласия, ответ пока не нужен' },
};

const PEOPLE: readonly MappingEntity[] = ['staff', 'student'];

/** Whether a line names a person. */
export const isOfPerson = ({ entity }: Pick<MappingLine, 'entity'>): boolean => PEOPLE.includes(entity);

/** 0…1 as a percent. */
export const scoreText = (score: number): string => `${Math.round(score * 100)} %`;
