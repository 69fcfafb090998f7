import type { Tone } from '../../parts/badge.tsx';

/** Where a finding stands, in words. */
export const STATES: Readonly<Record<string, { readonly title: string; readonly tone: Tone }>> = {
  open: { title: 'открыто', tone: 'bad' },
  explained: { title: 'объяснено', tone: 'info' },
  permitted: { title: 'разрешено', tone: 'good' },
  mended: { title: 'исправлено', tone: 'good' },
  closed: { title: 'закрыто', tone: 'plain' },
};

/** How grave findings are, to choose from. */
export const SEVERITIES = [
  ['error', 'ошибки'],
  ['warning', 'предупреждения'],
  ['info', 'сведения'],
] as const;

/** Why something cannot be decided. */
export const REASONS: Readonly<Record<string, string>> = {
  straddles: 'между двумя чтениями, и нельзя сказать, до срока или после',
  not_looked: 'журнал в эти дни не читался',
  missing_input: 'источник не передаёт нужных данных',
  not_settled: 'школа ещё не выбрала, как читать этот пункт',
};

/** What records are called. */
export const ENTITIES: Readonly<Record<string, string>> = {
  mark: 'Отметка',
  termMark: 'Отметка за период',
  attendance: 'Посещаемость',
  lesson: 'Урок',
  homework: 'Домашнее задание',
  assessment: 'Оценочная работа',
  substitution: 'Замена',
  lessonPlanEntry: 'Строка КТП',
  enrolment: 'Зачисление в класс',
  groupMembership: 'Участие в группе',
  movement: 'Движение',
  consent: 'Согласие',
  electronicFormRefusal: 'Отказ от электронной формы',
  amendmentPermit: 'Разрешение',
  resitProtocol: 'Протокол пересдачи',
  remark: 'Замечание',
  controlEvent: 'Событие контроля',
  account: 'Учётная запись',
  teachingLoad: 'Нагрузка',
  timetableSlot: 'Строка расписания',
  student: 'Ученик',
  staff: 'Сотрудник',
  guardian: 'Представитель',
  guardianship: 'Представительство',
};

/** What happened to a record. */
export const CHANGES: Readonly<Record<string, string>> = {
  changed: 'изменена',
  gone: 'исчезла',
  restored: 'вернулась',
};

/** What was done about a finding. */
export const ACTIONS: Readonly<Record<string, string>> = {
  explained: 'объяснение',
  closed: 'закрыто',
  reopened: 'открыто снова',
};

/** Why a record may be changed late. */
export const GROUNDS = {
  student_illness: 'болезнь ученика',
  student_excused: 'отсутствие ученика по уважительной причине',
  resit: 'пересдача',
  teacher_illness: 'болезнь учителя',
} as const;

/** How an application stands. */
export const PERMIT_STATES: Readonly<Record<string, { readonly title: string; readonly tone: Tone }>> = {
  applied: { title: 'ждёт решения', tone: 'warn' },
  granted: { title: 'разрешено', tone: 'good' },
  refused: { title: 'отказано', tone: 'plain' },
};

const VALUES: Readonly<Record<string, string>> = {
  absent: 'отсутствие',
  late: 'опоздание',
  present: 'присутствие',
  sick: 'по болезни',
  excused: 'по уважительной причине',
  unexcused: 'без уважительной причины',
  school_event: 'мероприятие школы',
  not_given: 'причина не указана',
};

/** A value of a record in words; a mark stands as it is. */
export const valueText = (value: string | null): string =>
  value === null
    ? 'нет'
    : value
        .split('/')
        .map((part) => VALUES[part] ?? part)
        .join('/');
