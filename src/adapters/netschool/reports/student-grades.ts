import type { Day } from '../../../model/dates.ts';
import { contractBroken } from '../../contract-broken.ts';
import { dottedDay } from '../../local-date.ts';
import { columnPlace, type Row, readPage } from './page-table.ts';

const REPORT = 'studentgrades';

export interface Grade {
  readonly workType: string;
  readonly topic: string;
  readonly day: Day;
  readonly setDay: Day | null;
  /** Empty where nothing was put. */
  readonly value: string;
  readonly place: string;
}

const COLUMNS = {
  workType: ['Тип задания', /тип/i],
  topic: ['Тема задания', /тема/i],
  day: ['Дата выполнения', /дата(?!.*(выставл|постан))/i],
  setDay: ['Дата выставления оценки', /дата.*(выставл|постан)/i],
  value: ['Оценка', /^(оценка|отметка)/i],
} as const;

type Column = keyof typeof COLUMNS;

function findColumns(head: Row): Readonly<Record<Column, number>> {
  const find = (column: Column): number => {
    const [title, pattern] = COLUMNS[column];
    const index = head.cells.findIndex(({ text }) => pattern.test(text));
    if (index < 0) throw contractBroken(columnPlace(REPORT, title), 'the column is not there');
    return index;
  };
  return {
    workType: find('workType'),
    topic: find('topic'),
    day: find('day'),
    setDay: find('setDay'),
    value: find('value'),
  };
}

/** Reads the report of one subject: what each mark was for, the day of the lesson and the day it was put. */
export function readStudentGrades(html: string): Grade[] {
  const [head, ...body] = readPage(html, REPORT).rows;
  if (!head) throw contractBroken(REPORT, 'the table has no heading');
  const columns = findColumns(head);
  return body
    .filter((row) => !row.isTotals && row.cells.length > 0)
    .map((row, index) => {
      const textOf = (column: Column): string => row.cells[columns[column]]?.text ?? '';
      const day = dottedDay(textOf('day'));
      const title = COLUMNS.day[0];
      const place = `${columnPlace(REPORT, title)}, row ${index + 1}`;
      if (day === null) throw contractBroken(place, 'the cell is not a date');
      return {
        workType: textOf('workType'),
        topic: textOf('topic'),
        day,
        setDay: dottedDay(textOf('setDay')),
        value: textOf('value'),
        place,
      };
    });
}
