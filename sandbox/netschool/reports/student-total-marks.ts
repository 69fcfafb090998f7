import type { TruthClass, TruthGroup, TruthStudent, TruthTermMark } from '../../school-year/types.ts';
import { diaryName, nickName } from '../book.ts';
import { finalMarks } from '../journal.ts';
import type { Visit } from '../route.ts';
import type { Selection } from './filters.ts';
import { escapeHtml, page } from './page.ts';

/** The student's groups in the class: where it learns now, or learnt when it was there. */
function groupsOf(visit: Visit, student: TruthStudent, schoolClass: TruthClass): TruthGroup[] {
  const enrolment = student.enrolments.filter(({ classId }) => classId === schoolClass.id).at(-1);
  const today = visit.world.todayOf(visit.school);
  const day = enrolment?.to && enrolment.to < today ? enrolment.to : today;
  return (visit.book.groupsOfClass.get(schoolClass.id) ?? [])
    .filter((group) => visit.book.year.membersOn(group.id, day).some(({ id }) => id === student.id))
    .sort((a, b) => (diaryName(visit.book, a) < diaryName(visit.book, b) ? -1 : 1));
}

const bySubject = (marks: readonly TruthTermMark[]): Map<number, string> =>
  new Map(marks.map((mark) => [mark.subjectId, mark.value]));

const cell = (text: string): string => `<td>${escapeHtml(text)}</td>`;

function headRows(single: boolean, terms: readonly string[]): string {
  const names = terms.map((name) => `<th>${escapeHtml(name)}</th>`).join('');
  if (single) {
    return `<tr><th>№</th><th>Предмет</th>${names}<th>Год. оценка</th><th>Экз. оценка</th><th>Итог. оценка</th></tr>`;
  }
  const last = ['Год', 'Экзамен', 'Итог'].map((name) => `<th rowspan="2">${name}</th>`).join('');
  return [
    `<tr><th rowspan="2">№</th><th rowspan="2">Предмет</th><th colspan="${terms.length}">Периоды</th>${last}</tr>`,
    `<tr>${names}</tr>`,
  ].join('');
}

/** «Итоговые отметки»: term marks and the year's; examination and final marks stay empty. */
export function studentTotalMarks(visit: Visit, { student, schoolClass }: Selection): string {
  if (!student || !schoolClass) throw new Error('studenttotalmarks without a student or a class');
  const { world, school, book } = visit;
  const terms = book.year.termsOf(schoolClass.id);
  const marksIn = (termId: number | null) =>
    bySubject(finalMarks(world, school, student.id, schoolClass.id, termId));
  const columns = terms.map((term) => marksIn(term.id));
  const year = marksIn(null);
  const rows = groupsOf(visit, student, schoolClass).map((group, index) => {
    const periods = columns.map((marks) => cell(marks.get(group.subjectId) ?? ''));
    const last = [cell(year.get(group.subjectId) ?? ''), cell(''), cell('')];
    return `<tr>${cell(String(index + 1))}${cell(diaryName(book, group))}${[...periods, ...last].join('')}</tr>`;
  });
  const names = terms.map((term) => term.name);
  const head = headRows(world.quirks.singleHeaderTotals, names);
  const table = `<table class="table-print"><tbody>${head}${rows.join('')}</tbody></table>`;
  const header = [`Класс: ${escapeHtml(schoolClass.name)}`, `Ученик: ${escapeHtml(nickName(student))}`];
  return page('Итоговые отметки', header, table);
}
