import { Temporal } from 'temporal-polyfill';
import type { EntityName } from '../../../model/entities.ts';
import type { ActState } from './act.ts';

/** What the rows of an entity are called in an act. */
export const entityTitles: Readonly<Record<EntityName, string>> = {
  academicYear: 'Учебный год',
  term: 'Учебные периоды',
  schoolBreak: 'Каникулы и праздники',
  bellPeriod: 'Расписание звонков',
  staff: 'Сотрудники',
  subject: 'Предметы',
  class: 'Классы',
  student: 'Обучающиеся',
  guardian: 'Родители (представители)',
  guardianship: 'Связи представителей с детьми',
  subjectGroup: 'Группы по предметам',
  enrolment: 'Состав классов',
  groupMembership: 'Состав групп',
  movement: 'Движение обучающихся',
  curriculumLine: 'Строки учебного плана',
  teachingLoad: 'Нагрузка учителей',
  lessonPlanEntry: 'Темы КТП',
  timetableSlot: 'Расписание уроков',
  workType: 'Виды работ',
  lesson: 'Уроки',
  substitution: 'Замены уроков',
  homework: 'Домашние задания',
  assessment: 'Работы на уроках',
  mark: 'Текущие отметки',
  attendance: 'Посещаемость',
  termMark: 'Отметки за период и итоговые',
  consent: 'Согласия',
  electronicFormRefusal: 'Отказы от электронной формы',
  resitProtocol: 'Протоколы пересдач',
  amendmentPermit: 'Разрешения на исправление',
  remark: 'Замечания по ведению журнала',
  controlEvent: 'События контроля',
  account: 'Учётные записи',
  achievement: 'Достижения',
  extracurricularGroup: 'Кружки и внеурочные группы',
  extracurricularMembership: 'Состав кружков и внеурочных групп',
  healthSheet: 'Листы здоровья',
};

/** What the ends of a row are called in an act. */
export const stateTitles: Readonly<Record<ActState, string>> = {
  arrived: 'перенесено',
  changed: 'изменено по правилам',
  held: 'удержано',
  left: 'оставлено',
};

/** `2025-09-01` → `01.09.2025`. */
export const dayText = (day: string): string => day.split('-').toReversed().join('.');

/** A moment in a time zone: `27.10.2025 14:05`. */
export function momentText(moment: string, timeZone: string): string {
  const local = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone);
  return `${dayText(local.toPlainDate().toString())} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** `12345` → `12 345`, with spaces that do not break. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0');

/** A sum with a comma, without a needless fraction. */
export const sumText = (sum: number): string => {
  const [whole = '0', fraction] = String(Math.round(sum * 100) / 100).split('.');
  return fraction === undefined ? countText(Number(whole)) : `${countText(Number(whole))},${fraction}`;
};
