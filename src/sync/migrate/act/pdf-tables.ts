import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { RULED } from '../../../reports/render/print.ts';
import { type Act, type ActMarksLine, isSame, sumOf } from './act.ts';
import { kindText } from './plain-words.ts';
import { countText, entityTitles, stateTitles, sumText } from './words.ts';

const head = (text: string): TableCell => ({ text, style: 'head' });
const right = (text: string): TableCell => ({ text, alignment: 'right' });
const bold = (text: string, alignment: 'left' | 'right' = 'right'): TableCell => ({
  text,
  bold: true,
  alignment,
});

const agreement = (same: boolean): TableCell => ({
  text: same ? 'да' : 'НЕТ',
  bold: !same,
  alignment: 'center',
});

function table(widths: (string | number)[], heads: string[], rows: TableCell[][]): Content {
  return {
    layout: RULED,
    table: { headerRows: 1, dontBreakRows: true, widths, body: [heads.map(head), ...rows] },
  };
}

/** How the rows of each entity ended. */
export function totalsTable({ totals }: Act): Content {
  const numbers = (one: ReturnType<typeof sumOf>) => [
    one.source,
    one.arrived,
    one.changed,
    one.held,
    one.left,
  ];
  return table(
    ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
    ['Сведения', 'Источник', 'Перенесено', 'Изменено\nпо правилам', 'Удержано', 'Оставлено'],
    [
      ...totals.map((one) => [entityTitles[one.entity], ...numbers(one).map((n) => right(countText(n)))]),
      [bold('Всего', 'left'), ...numbers(sumOf(totals)).map((n) => bold(countText(n)))],
    ],
  );
}

/** Rows that did not simply arrive. */
export const exceptionsTable = ({ exceptions }: Act): Content =>
  table(
    ['auto', 'auto', '*', 'auto'],
    ['Сведения', 'Чем кончилось', 'Причина', 'Строк'],
    exceptions.map((one) => [
      entityTitles[one.entity],
      stateTitles[one.state],
      one.about === null ? one.reason : { stack: [one.reason, { text: one.about, style: 'fine' }] },
      right(countText(one.rows)),
    ]),
  );

const SIDES = ['source', 'expected', 'target'] as const;

/** Attendance by kind, and marks of periods. */
export const kindsTable = ({ attendance, termMarks }: Act): Content =>
  table(
    ['*', 'auto', 'auto', 'auto', 'auto'],
    ['Вид', 'Источник', 'К переносу', 'Приёмник', 'Сходится'],
    [...attendance, ...(termMarks ? [{ kind: 'Отметки за период', ...termMarks }] : [])].map((line) => [
      kindText(line.kind),
      ...SIDES.map((side) => right(countText(line[side]))),
      agreement(line.expected === line.target),
    ]),
  );

/** Enough of a digest for a person to compare; the workbook and the file of the act have it whole. */
const short = (digest: string): TableCell => ({ text: digest.slice(0, 8), style: 'digest' });

function marksRow(line: ActMarksLine): TableCell[] {
  return [
    { text: line.className, noWrap: true },
    line.subjectName,
    { text: line.termName, noWrap: true },
    ...SIDES.map((side) => right(countText(line[side].count))),
    ...SIDES.map((side) => right(sumText(line[side].sum))),
    short(line.expected.digest),
    short(line.target.digest),
    agreement(isSame(line)),
  ];
}

/** Marks by class, subject and term, both sides side by side. */
export const marksTable = ({ marks }: Act): Content =>
  table(
    ['auto', '*', ...Array.from({ length: 10 }, () => 'auto')],
    [
      'Класс',
      'Предмет',
      'Период',
      'Отметок,\nисточник',
      'к пере-\nносу',
      'приём-\nник',
      'Сумма,\nисточник',
      'к пере-\nносу',
      'приём-\nник',
      'Хэш,\nк переносу',
      'Хэш,\nприёмник',
      'Схо-\nдится',
    ],
    marks.map(marksRow),
  );
