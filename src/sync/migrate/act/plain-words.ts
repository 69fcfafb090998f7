/** Fields of rows, as whoever signs an act calls them. */
const fieldTitles: Readonly<Record<string, string>> = {
  assessmentId: 'работа',
  changedAt: 'время изменения',
  classId: 'класс',
  comment: 'комментарий',
  date: 'дата',
  dueDay: 'срок',
  endTime: 'конец урока',
  files: 'файлы',
  groupId: 'группа',
  kind: 'вид',
  lessonId: 'урок',
  minutes: 'время на задание',
  number: 'номер урока',
  planEntryId: 'тема КТП',
  rawCode: 'код прежнего журнала',
  reason: 'причина',
  room: 'кабинет',
  scaleMax: 'шкала отметок',
  setDay: 'день, когда поставлена',
  shift: 'смена',
  startTime: 'начало урока',
  status: 'вид',
  studentId: 'обучающийся',
  subjectGroupId: 'группа',
  subjectId: 'предмет',
  teacherId: 'учитель',
  termId: 'учебный период',
  text: 'текст',
  topic: 'тема',
  value: 'отметка',
  weight: 'вес работы',
  workTypeId: 'вид работы',
};

const statusTitles: Readonly<Record<string, string>> = {
  present: 'присутствие',
  absent: 'пропуск',
  late: 'опоздание',
  partial: 'частичное присутствие',
  remote: 'дистанционное присутствие',
  exempt: 'освобождение',
  unknown: 'непонятный код',
};

const reasonTitles: Readonly<Record<string, string>> = {
  sick: 'по болезни',
  excused: 'по уважительной причине',
  unexcused: 'без уважительной причины',
  school_event: 'школьное мероприятие',
  not_given: 'причина не указана',
};

const valueText = (value: string): string =>
  statusTitles[value] ?? reasonTitles[value] ?? (value === '.' ? '«.»' : value);

/** A field, or one value of it: `teacherId` → `учитель`, `status=exempt` → `вид — освобождение`. */
export function fieldText(field: string): string {
  const at = field.indexOf('=');
  const name = at < 0 ? field : field.slice(0, at);
  const title = fieldTitles[name] ?? name;
  return at < 0 ? title : `${title} — ${valueText(field.slice(at + 1))}`;
}

/** A kind of attendance: `absent/sick` → `Пропуск: по болезни`; anything else stands as it is. */
export function kindText(kind: string): string {
  const [status = '', reason] = kind.split('/');
  const title = statusTitles[status];
  if (title === undefined) return kind;
  const words = reason === undefined ? title : `${title}: ${reasonTitles[reason] ?? reason}`;
  return `${words.slice(0, 1).toLocaleUpperCase('ru')}${words.slice(1)}`;
}
