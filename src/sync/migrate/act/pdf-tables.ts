import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { type Act, type ActMarksLine, isSame, sumOf } from './act.ts';
import { countText, entityTitles, stateTitles, sumText } from './words.ts';

const LAYOUT = 'act';

const head = (text: string): TableCell => ({ text, style: 'head' });
const right = (text: string): TableCell => ({ text, alignment: 'right' });
const bold = (text: string, alignment: 'left' | 'right' = 'right'): TableCell => ({
  text,
  bold: true,
  alignment,
});

function table(widths: (string | number)[], heads: string[], rows: TableCell[][]): Content {
  return {
    layout: LAYOUT,
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

/** Attendance by kind, and marks of periods, which are compared one by one. */
export const kindsTable = ({ attendance, termMarks }: Act): Content =>
  table(
    ['*', 'auto', 'auto', 'auto'],
    ['Вид', 'Источник', 'Приёмник', 'Расхождений'],
    [
      ...attendance.map(({ kind, source, target }) => [
        kind,
        right(countText(source)),
        right(countText(target)),
        right(countText(Math.abs(source - target))),
      ]),
      ...(termMarks
        ? [
            [
              'Отметки за период, по одной',
              right(countText(termMarks.source)),
              right(countText(termMarks.target)),
              right(countText(termMarks.differing)),
            ],
          ]
        : []),
    ],
  );

/** Enough of a digest for a person to compare; the workbook and the file of the act have it whole. */
const short = (digest: string): string => digest.slice(0, 10);

function marksRow(line: ActMarksLine): TableCell[] {
  const { className, subjectName, termName, source, target } = line;
  const same = isSame(line);
  return [
    className,
    subjectName,
    termName,
    right(countText(source.count)),
    right(countText(target.count)),
    right(sumText(source.sum)),
    right(sumText(target.sum)),
    { text: short(source.digest), style: 'digest' },
    { text: short(target.digest), style: 'digest' },
    { text: same ? 'да' : 'НЕТ', bold: !same, alignment: 'center' },
  ];
}

/** Marks by class, subject and term, both sides side by side. */
export const marksTable = ({ marks }: Act): Content =>
  table(
    ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
    [
      'Класс',
      'Предмет',
      'Период',
      'Отметок,\nисточник',
      'Отметок,\nприёмник',
      'Сумма,\nисточник',
      'Сумма,\nприёмник',
      'Хэш,\nисточник',
      'Хэш,\nприёмник',
      'Схо-\nдится',
    ],
    marks.map(marksRow),
  );
