import type { EntityName } from '../../model/entities.ts';

/** The field of a row that people read anything in. */
export const remarkFields: Readonly<Partial<Record<EntityName, string>>> = {
  mark: 'comment',
  attendance: 'comment',
  assessment: 'topic',
  lesson: 'topic',
  homework: 'text',
};

/** Fields in the words of those who read the remark. */
const FIELDS: Readonly<Record<string, string>> = {
  weight: 'вес',
  reason: 'причина',
  comment: 'комментарий',
  minutes: 'минут',
  files: 'файлы',
  room: 'кабинет',
  startTime: 'начало',
  endTime: 'конец',
  shift: 'смена',
  kind: 'вид',
  setDay: 'выставлено',
  changedAt: 'изменено',
  topic: 'тема',
};

const VALUES: Readonly<Record<string, string>> = {
  sick: 'болезнь',
  excused: 'уважительная',
  unexcused: 'неуважительная',
  school_event: 'школьное мероприятие',
  not_given: 'не указана',
  remote: 'дистанционно',
  extracurricular: 'внеурочное занятие',
};

const nameOf = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : String(one);

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(nameOf).join(', ');
  return VALUES[String(value)] ?? String(value);
};

/** What a remark says of a value that the target has no other place for. */
export const remarkOn = (field: string, value: unknown): string =>
  `${FIELDS[field] ?? field}: ${textOf(value)}`;
