import { type Day, isDay } from '../../../model/dates.ts';
import { contractBroken } from '../../contract-broken.ts';
import { type Cell, columnPlace, type Row, readPage } from './page-table.ts';

const REPORT = 'studenttotal';

const MONTHS = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
];

/** From September on, the year in which the school year begins; before it, the next. */
const FIRST_MONTH = 9;

export interface TotalCell {
  readonly day: Day;
  readonly text: string;
  readonly place: string;
}

export interface TotalRow {
  /** «Алгебра», «Английский язык/1». */
  readonly group: string;
  /** Cells with something in them, in order. Two may be of one day. */
  readonly cells: readonly TotalCell[];
}

function dayOfColumn(month: string, date: string, startYear: number): Day {
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const place = columnPlace(REPORT, `${month} ${date}`);
  if (number === 0) throw contractBroken(place, 'the heading is not a month');
  const year = number >= FIRST_MONTH ? startYear : startYear + 1;
  const day = `${year}-${String(number).padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDay(day)) throw contractBroken(place, 'the heading is not a day of the month');
  return day;
}

const isTrailing = (cell: Cell): boolean => /средн|итог/i.test(cell.text);

interface Columns {
  readonly days: readonly { readonly day: Day; readonly place: string }[];
  readonly trailing: number;
}

/** The two heading rows: months over their days, between the subject and the columns of means and totals. */
function readColumns(months: readonly Cell[], dates: readonly Cell[], startYear: number): Columns {
  const [subject, ...rest] = months;
  if (!/предмет/i.test(subject?.text ?? '')) {
    throw contractBroken(columnPlace(REPORT, 'Предмет'), 'the first column is not the subject');
  }
  const trailing = rest.filter(isTrailing);
  const names = rest.filter((cell) => !isTrailing(cell)).flatMap(({ text, span }) => Array(span).fill(text));
  if (names.length !== dates.length) {
    throw contractBroken(REPORT, `${dates.length} days stand under months that span ${names.length}`);
  }
  const days = dates.map(({ text }, index) => ({
    day: dayOfColumn(String(names[index]), text, startYear),
    place: columnPlace(REPORT, `${names[index]} ${text}`),
  }));
  return { days, trailing: trailing.length };
}

function readRow(row: Row, columns: Columns, number: number): TotalRow {
  const [group, ...cells] = row.cells;
  const expected = columns.days.length + columns.trailing;
  if (!group || group.text === '' || cells.length !== expected) {
    throw contractBroken(`${REPORT}, row ${number}`, `${cells.length} cells stand under ${expected} columns`);
  }
  const filled = columns.days.flatMap(({ day, place }, index) => {
    const text = cells[index]?.text ?? '';
    return text === '' ? [] : [{ day, text, place: `${place}, row ${number}` }];
  });
  return { group: group.text, cells: filled };
}

/** Reads «Отчет об успеваемости и посещаемости»; `startYear` is where the school year begins. */
export function readStudentTotal(html: string, startYear: number): TotalRow[] {
  const [months, dates, ...body] = readPage(html, REPORT).rows;
  if (!months || !dates) throw contractBroken(REPORT, 'the table has no heading');
  const columns = readColumns(months.cells, dates.cells, startYear);
  return body
    .filter((row) => !row.isTotals && row.cells.length > 0)
    .map((row, index) => readRow(row, columns, index + 1));
}
