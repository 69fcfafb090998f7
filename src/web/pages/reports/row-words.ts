import type { DrillKind } from '../../../reports/drill.ts';

/** What kinds of rows are called. */
export const rowTitles: Readonly<Record<DrillKind, string>> = {
  students: 'Ученики',
  term_marks: 'Отметки за период',
  marks: 'Текущие отметки',
  attendance: 'Пропуски и опоздания',
  lessons: 'Уроки',
  homework: 'Домашние задания',
  assessments: 'Оценочные работы',
  substitutions: 'Замены уроков',
  movements: 'Движение учащихся',
  changes: 'Изменения отметок',
  findings: 'Нарушения',
  consents: 'Согласия',
  refusals: 'Отказы от электронной формы',
  memberships: 'Кружки и секции',
  achievements: 'Достижения',
  runs: 'Чтения журнала',
};

const VALUES: Readonly<Record<string, string>> = {
  sick: 'по болезни',
  excused: 'по уважительной причине',
  unexcused: 'без уважительной причины',
  school_event: 'мероприятие школы',
  not_given: 'причина не указана',
  late: 'опоздание',
  absent: 'отсутствие',
  excellent: 'отличник',
  good: 'хорошист',
  one_four: 'с одной «4»',
  one_three: 'с одной «3»',
  satisfactory: 'с «3»',
  failing: 'неуспевающий',
  not_assessed: 'не аттестован',
  open: 'открыто',
  explained: 'объяснено',
  permitted: 'разрешено',
  mended: 'исправлено',
  closed: 'закрыто',
  succeeded: 'прочитано',
  failed: 'не удалось',
  stopped: 'остановлено',
  interrupted: 'прервано',
  running: 'идёт',
  given: 'дано',
  refused: 'отказ',
  withdrawn: 'отозвано',
  expired: 'истекло',
};

/** A value of a row in words; what has none stands as the source writes it. */
export const valueWords = (value: string | null): string =>
  value === null
    ? ''
    : value
        .split('/')
        .map((part) => VALUES[part] ?? part)
        .join(', ');
