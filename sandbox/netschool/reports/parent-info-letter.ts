import { diaryName, nickName } from '../book.ts';
import { finalMarks, lessonsOf, marksSeen, meanSeen, type SeenMark } from '../journal.ts';
import type { Visit } from '../route.ts';
import type { Selection } from './filters.ts';
import { decimal, escapeHtml, page } from './page.ts';

const COUNTED = [5, 4, 3, 2] as const;

const counts = (marks: readonly SeenMark[]): string[] =>
  COUNTED.map((number) => {
    const count = marks.filter((mark) => mark.number === number).length;
    return count === 0 ? '' : String(count);
  });

const row = (cells: readonly string[], attribute = ''): string =>
  `<tr${attribute}>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`;

/** Marks of the period by the name of the subject group. */
function marksByName(visit: Visit, chosen: Selection): Map<string, { subjectId: number; marks: SeenMark[] }> {
  const { world, school, book } = visit;
  const found = new Map<string, { subjectId: number; marks: SeenMark[] }>();
  if (!chosen.student) return found;
  const moment = world.momentOf(school);
  for (const view of lessonsOf(world, school, chosen.student, chosen)) {
    const group = book.groups.get(view.lesson.groupId);
    const name = group ? diaryName(book, group) : '';
    const line = found.get(name) ?? { subjectId: view.lesson.subjectId, marks: [] };
    line.marks.push(...marksSeen(world, view, chosen.student.id, moment));
    found.set(name, line);
  }
  return found;
}

/** «Информационное письмо для родителей»: how many of each mark, the average, the term's mark. */
export function parentInfoLetter(visit: Visit, chosen: Selection): string {
  const { student, schoolClass, term } = chosen;
  if (!student || !schoolClass) throw new Error('parentinfoletter without a student or a class');
  const finals = term ? finalMarks(visit.world, visit.school, student.id, schoolClass.id, term.id) : [];
  const lines = [...marksByName(visit, chosen)].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = lines.map(([name, { subjectId, marks }]) => {
    const final = finals.find((mark) => mark.subjectId === subjectId)?.value ?? '';
    return row([name, ...counts(marks), decimal(meanSeen(marks)), final]);
  });
  const all = lines.flatMap(([, { marks }]) => marks);
  const totals = row(['Итого', ...counts(all), decimal(meanSeen(all)), ''], ' class="totals"');
  const head =
    '<tr><th rowspan="2">Предмет</th><th colspan="4">Количество отметок</th><th rowspan="2">Средний балл</th><th rowspan="2">За период</th></tr><tr><th>5</th><th>4</th><th>3</th><th>2</th></tr>';
  const table = `<table class="table-print"><tbody>${head}${rows.join('')}${totals}</tbody></table>`;
  const header = [
    `Класс: ${escapeHtml(schoolClass.name)}`,
    `Ученик: ${escapeHtml(nickName(student))}`,
    `Период: ${escapeHtml(term?.name ?? '')}`,
  ];
  return page('Информационное письмо для родителей', header, table);
}
