import type { Day } from '../../../src/model/dates.ts';
import type { TruthClass, TruthGroup, TruthStudent, TruthTerm } from '../../school-year/types.ts';
import { diaryName, nickName } from '../book.ts';
import {
  attendanceCode,
  attendanceSeen,
  finalMarks,
  lessonsOf,
  marksSeen,
  meanSeen,
  type SeenMark,
} from '../journal.ts';
import type { Visit } from '../route.ts';
import type { LessonView, World } from '../world.ts';
import type { Selection } from './filters.ts';
import { decimal, escapeHtml, page, shortDate } from './page.ts';

const MONTHS = [
  'Январь',
  'Февраль',
  'Март',
  'Апрель',
  'Май',
  'Июнь',
  'Июль',
  'Август',
  'Сентябрь',
  'Октябрь',
  'Ноябрь',
  'Декабрь',
];

/** A day column; with repeated columns the n-th lesson of a subject on the day stands in the n-th. */
interface Column {
  readonly day: Day;
  readonly turn: number;
}

interface Row {
  readonly group: TruthGroup;
  /** Cell texts by `day/turn`. */
  readonly cells: Map<string, string[]>;
  readonly marks: SeenMark[];
}

const cellKey = ({ day, turn }: Column): string => `${day}/${turn}`;

/** One lesson in a cell: attendance codes first, then marks. */
function lessonTexts(
  world: World,
  view: LessonView,
  studentId: number,
  moment: string,
): { texts: string[]; marks: SeenMark[] } {
  const attendance = attendanceSeen(view, studentId, moment);
  const marks = marksSeen(world, view, studentId, moment);
  const codes = attendance ? [attendanceCode(attendance)] : [];
  const texts = marks.map((mark) => (mark.number === null ? '.' : String(mark.number)));
  return { texts: [...codes, ...texts], marks };
}

function readRows(
  visit: Visit,
  student: TruthStudent,
  chosen: Selection,
): { rows: Row[]; columns: Column[] } {
  const { world, school, book } = visit;
  const moment = world.momentOf(school);
  const rows = new Map<number, Row>();
  const columns = new Map<string, Column>();
  const turns = new Map<string, number>();
  const classId = chosen.schoolClass?.id;
  const range = { from: chosen.from, to: chosen.to, ...(classId === undefined ? {} : { classId }) };
  for (const view of lessonsOf(world, school, student, range)) {
    const { date, groupId } = view.lesson;
    const group = book.groups.get(groupId);
    if (!group) continue;
    const row: Row = rows.get(groupId) ?? { group, cells: new Map(), marks: [] };
    rows.set(groupId, row);
    const turnKey = `${groupId}/${date}`;
    const turn = world.quirks.repeatedDayColumns ? (turns.get(turnKey) ?? 0) : 0;
    turns.set(turnKey, turn + 1);
    const column = { day: date, turn };
    const { texts, marks } = lessonTexts(world, view, student.id, moment);
    row.cells.set(cellKey(column), [...(row.cells.get(cellKey(column)) ?? []), ...texts]);
    row.marks.push(...marks);
    if (texts.length > 0) columns.set(cellKey(column), column);
  }
  return {
    rows: [...rows.values()].sort((a, b) => (diaryName(book, a.group) < diaryName(book, b.group) ? -1 : 1)),
    columns: [...columns.values()].sort((a, b) => (cellKey(a) < cellKey(b) ? -1 : 1)),
  };
}

function monthHeads(columns: readonly Column[]): string {
  const lengths: { month: string; length: number }[] = [];
  for (const { day } of columns) {
    const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? '';
    const last = lengths.at(-1);
    if (last?.month === month) last.length += 1;
    else lengths.push({ month, length: 1 });
  }
  return lengths.map(({ month, length }) => `<th colspan="${length}">${month}</th>`).join('');
}

/** The terms whose «Итог» columns the report shows: the chosen one, or those that end in the period. */
function termsShown(visit: Visit, chosen: Selection, schoolClass: TruthClass): readonly TruthTerm[] {
  if (chosen.term) return [chosen.term];
  return visit.book.year
    .termsOf(schoolClass.id)
    .filter(({ endDay }) => chosen.from <= endDay && endDay <= chosen.to);
}

function finalsOf(visit: Visit, student: TruthStudent, schoolClass: TruthClass, terms: readonly TruthTerm[]) {
  return terms.map(
    (term) =>
      new Map(
        finalMarks(visit.world, visit.school, student.id, schoolClass.id, term.id).map((mark) => [
          mark.subjectId,
          mark.value,
        ]),
      ),
  );
}

function bodyRow(
  visit: Visit,
  row: Row,
  columns: readonly Column[],
  finals: readonly ReadonlyMap<number, string>[],
): string {
  const blank = visit.world.quirks.untidyTexts ? '&nbsp;' : '';
  const cells = columns.map((column) => {
    const text = (row.cells.get(cellKey(column)) ?? []).join(' ');
    return `<td>${text === '' ? blank : text}</td>`;
  });
  const trailing = [
    decimal(meanSeen(row.marks)),
    ...finals.map((marks) => marks.get(row.group.subjectId) ?? ''),
  ];
  return [
    `<tr><td class="cell-text">${escapeHtml(diaryName(visit.book, row.group))}</td>`,
    ...cells,
    ...trailing.map((text) => `<td class="cell-num-2">${text}</td>`),
    '</tr>',
  ].join('');
}

/** «Отчет об успеваемости и посещаемости»: a row a subject group, a column a day, marks and absences in cells. */
export function studentTotal(visit: Visit, chosen: Selection): string {
  const { student, schoolClass } = chosen;
  if (!student || !schoolClass) throw new Error('studenttotal without a student or a class');
  const { rows, columns } = readRows(visit, student, chosen);
  const terms = termsShown(visit, chosen, schoolClass);
  const finals = finalsOf(visit, student, schoolClass, terms);
  const last = ['Средняя оценка', ...terms.map((term) => `Итог ${term.name}`)];
  const table = [
    `<table class="table-print"><tr><th rowspan="2">Предмет</th>${monthHeads(columns)}`,
    ...last.map((title) => `<th rowspan="2">${escapeHtml(title)}</th>`),
    `</tr><tr>${columns.map(({ day }) => `<th>${Number(day.slice(8))}</th>`).join('')}</tr>`,
    ...rows.map((row) => bodyRow(visit, row, columns, finals)),
    '</table>',
  ].join('\n');
  return page('Отчет об успеваемости и посещаемости ученика', headerLines(visit, chosen), table);
}

/** The period is the fourth line: where servers that have a term filter put it. */
function headerLines(visit: Visit, { student, schoolClass, from, to }: Selection): string[] {
  const { startYear } = visit.world.municipality.options;
  return [
    `Учебный год: ${startYear}/${startYear + 1}`,
    `Класс: ${escapeHtml(schoolClass?.name ?? '')}`,
    `Ученик: ${escapeHtml(student ? nickName(student) : '')}`,
    `Период: с ${shortDate(from)} по ${shortDate(to)}`,
  ];
}
