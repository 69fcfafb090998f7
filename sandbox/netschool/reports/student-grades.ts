import { fullName, nickName } from '../book.ts';
import { lessonsOf, marksSeen, meanSeen, type SeenMark } from '../journal.ts';
import type { Visit } from '../route.ts';
import { HOMEWORK_TYPE } from '../work-types.ts';
import type { LessonView } from '../world.ts';
import type { Selection } from './filters.ts';
import { decimal, escapeHtml, page, shortDate } from './page.ts';

interface Line {
  readonly view: LessonView;
  readonly mark: SeenMark;
}

function readLines(visit: Visit, chosen: Selection): Line[] {
  const { world, school } = visit;
  const { student, groupId } = chosen;
  if (!student) return [];
  const moment = world.momentOf(school);
  return [...lessonsOf(world, school, student, chosen)]
    .filter(({ lesson }) => lesson.groupId === groupId)
    .flatMap((view) => marksSeen(world, view, student.id, moment).map((mark) => ({ view, mark })));
}

/** The same words as the assignment's name in the diary. */
const topicOf = ({ record }: LessonView, { work }: SeenMark): string =>
  work.workTypeId === HOMEWORK_TYPE ? (record.homework?.text ?? work.topic) : work.topic;

function lineRow(visit: Visit, { view, mark }: Line): string {
  const type = visit.book.workTypes.get(mark.work.workTypeId)?.name ?? '';
  const cells = [
    escapeHtml(type),
    escapeHtml(topicOf(view, mark)),
    shortDate(view.lesson.date),
    shortDate(mark.enteredAt.slice(0, 10)),
    mark.number === null ? '.' : String(mark.number),
  ];
  return `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
}

function totalsRow(lines: readonly Line[]): string {
  const marks = lines.map(({ mark }) => mark).filter(({ number }) => number !== null);
  return [
    '<tr class="totals"><td>Итого</td>',
    `<td>Выполнено заданий: ${marks.length}</td>`,
    `<td colspan="3">Средняя оценка: ${decimal(meanSeen(marks))}</td></tr>`,
  ].join('');
}

function headerLines(visit: Visit, chosen: Selection): string[] {
  const group = visit.book.groups.get(chosen.groupId ?? 0);
  const teacher = group ? visit.book.staff.get(group.teacherId) : undefined;
  const subject = group ? (visit.book.subjects.get(group.subjectId)?.name ?? '') : '';
  return [
    `Класс: ${escapeHtml(chosen.schoolClass?.name ?? '')}`,
    `Ученик: ${escapeHtml(chosen.student ? nickName(chosen.student) : '')}`,
    `Период: с ${shortDate(chosen.from)} по ${shortDate(chosen.to)}`,
    `Предмет: ${escapeHtml(subject)}`,
    `Четверть: ${escapeHtml(chosen.term?.name ?? 'Произвольный интервал')}`,
    `<b>Учитель: </b>${escapeHtml(teacher ? fullName(teacher) : '')}`,
  ];
}

const TITLES = ['Тип задания', 'Тема задания', 'Дата выполнения', 'Дата выставления оценки', 'Оценка'];

/** Marks of one subject with the day on which each was put. */
export function studentGrades(visit: Visit, chosen: Selection): string {
  const lines = readLines(visit, chosen);
  const table = [
    `<table class="table-print"><tr>${TITLES.map((title) => `<th>${title}</th>`).join('')}</tr>`,
    ...lines.map((line) => lineRow(visit, line)),
    totalsRow(lines),
    '</table>',
  ].join('\n');
  return page('Отчет об успеваемости ученика', headerLines(visit, chosen), table);
}
