import { addDays, type Day, daysBetween, isDay, mondayOf } from '../../../src/model/dates.ts';
import type { TruthLesson } from '../../school-year/types.ts';
import { classBy, diaryName } from '../book.ts';
import { escapeHtml, shortDate } from '../reports/page.ts';
import type { Route, Visit } from '../route.ts';
import { legacy } from './legacy.ts';

/** `8.9.25` or `8.9.2025` of the form; today where it is neither. */
function askedDay({ call, world, school }: Visit): Day {
  const [day = '', month = '', year = ''] = (call.form.get('date') ?? '').split('.');
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : world.todayOf(school);
}

/** The class of the form, or the one that the account begins with. */
function askedClass(visit: Visit): number | null {
  const { world, school, book, session, call } = visit;
  const id = world.ids.classNumber(school, call.form.get('pclid_iup') ?? '');
  if (id !== null && book.classes.has(id)) return id;
  const student = book.students.get(session.account.students[0] ?? 0);
  return student ? classBy(student, world.todayOf(school)) : (book.year.classes[0]?.id ?? null);
}

const lessonName = ({ book }: Visit, lesson: TruthLesson): string => {
  const group = book.groups.get(lesson.groupId);
  return `${escapeHtml(group ? diaryName(book, group) : '')} [${escapeHtml(lesson.room)}]`;
};

const lessonsOn = (visit: Visit, day: Day): readonly TruthLesson[] => {
  const classId = askedClass(visit);
  return classId === null ? [] : visit.book.year.lessonsOn(classId, day);
};

const SCHOOL_DAYS = 6;

function weekRow(visit: Visit, day: Day): string {
  const lessons = lessonsOn(visit, day);
  const numbers = [...new Set(lessons.map(({ number }) => number))];
  const names = numbers.map((number) =>
    lessons
      .filter((lesson) => lesson.number === number)
      .map((lesson) => lessonName(visit, lesson))
      .join(', '),
  );
  const cells = numbers.length === 0 ? ['1', '-'] : [numbers.join('<br>'), names.join('<br>')];
  return `<tr><td>${cells[0]}</td><td>${cells[1]}</td></tr>`;
}

function weekView(visit: Visit): string {
  const monday = mondayOf(askedDay(visit));
  const last = addDays(monday, SCHOOL_DAYS - 1);
  const rows = [...daysBetween(monday, last)].map((day) => weekRow(visit, day));
  const title = `Расписание на неделю с ${shortDate(monday)} по ${shortDate(last)}`;
  return `<html><body><h2>${title}</h2><table class="table"><tr><th>Урок</th><th>Предмет</th></tr>${rows.join('')}</table></body></html>`;
}

function dayView(visit: Visit): string {
  const rows = lessonsOn(visit, askedDay(visit)).map(
    (lesson) =>
      `<tr><td>${lesson.startTime} - ${lesson.endTime}</td><td>${lessonName(visit, lesson)}</td></tr>`,
  );
  return `<html><body><h2>Расписание на день</h2><table class="table"><tr><th>Время</th><th>Занятие</th></tr>${rows.join('')}</table></body></html>`;
}

export const aspCalendarRoutes: readonly Route[] = [
  legacy('Calendar/WeekViewTimeS.asp', weekView),
  legacy('Calendar/DayViewS.asp', dayView),
  legacy('MySettings/MySettings.asp', () => '<html><body>Личные настройки</body></html>'),
];
