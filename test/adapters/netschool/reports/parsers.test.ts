import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../../../src/adapters/errors.ts';
import { readCell } from '../../../../src/adapters/netschool/reports/cell.ts';
import { readStudentGrades } from '../../../../src/adapters/netschool/reports/student-grades.ts';
import { readStudentTotal } from '../../../../src/adapters/netschool/reports/student-total.ts';
import { readTotalMarks } from '../../../../src/adapters/netschool/reports/total-marks.ts';

const HEAD = '<table><tr><td>&nbsp;</td><td><span>Класс: 7б</span></td></tr></table>';

const total = (head: string, days: string, body: string): string =>
  `${HEAD}<table class="table-print"><tr>${head}</tr><tr>${days}</tr>${body}</table>`;

const TOTAL = total(
  '<th rowspan="2">Предмет</th><th colspan="2">Сентябрь</th><th colspan="1">Январь</th><th rowspan="2">Средняя оценка</th><th rowspan="2">Итог I четверть</th>',
  '<th>8</th><th>15</th><th>6</th>',
  '<tr><td class="cell-text">Алгебра</td><td>4&nbsp;.</td><td>УП</td><td></td><td class="cell-num-2">4,00</td><td class="cell-num-2">4</td></tr>',
);

function failureOf(read: () => unknown): AdapterError['diagnostic'] {
  try {
    read();
  } catch (error) {
    if (error instanceof AdapterError) return error.diagnostic;
    throw error;
  }
  throw new Error('it was read');
}

describe('studenttotal', () => {
  it('gives the days of both calendar years of the school year', () => {
    expect(readStudentTotal(TOTAL, 2025)).toEqual([
      {
        group: 'Алгебра',
        cells: [
          { day: '2025-09-08', text: '4 .', place: 'studenttotal, column «Сентябрь 8», row 1' },
          { day: '2025-09-15', text: 'УП', place: 'studenttotal, column «Сентябрь 15», row 1' },
        ],
      },
    ]);
    expect(readStudentTotal(TOTAL.replace('<td></td>', '<td>5</td>'), 2025)[0]?.cells[2]?.day).toBe(
      '2026-01-06',
    );
  });

  it.each<readonly [string, string, string]>([
    ['a month that is none', TOTAL.replace('Сентябрь', 'Сентябр'), 'studenttotal, column «Сентябр 8»'],
    [
      'a day that the month has not',
      TOTAL.replace('<th>8<', '<th>31<'),
      'studenttotal, column «Сентябрь 31»',
    ],
    ['no subject', TOTAL.replace('Предмет', 'Дисциплина'), 'studenttotal, column «Предмет»'],
    ['no table', TOTAL.replace('table-print', 'table'), 'studenttotal'],
    ['a cell too many', TOTAL.replace('<td>УП</td>', '<td>УП</td><td></td>'), 'studenttotal, row 1'],
    ['a month too short', TOTAL.replace('colspan="2"', 'colspan="1"'), 'studenttotal'],
  ])('is broken by %s', (_name, page, place) => {
    expect(failureOf(() => readStudentTotal(page, 2025))).toMatchObject({
      code: 'adapter.contract_broken',
      place,
    });
  });
});

describe('a cell of the report', () => {
  it.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ['УП 4', ['4'], ['УП'], []],
    ['5 .', ['5', '.'], [], []],
    ['5.', ['5', '.'], [], []],
    ['ОСВ', [], ['ОСВ'], []],
    ['осв', ['осв'], [], []],
    ['н/а', ['н/а'], [], []],
    ['4/5', ['4/5'], [], []],
    ['Н 3', ['3'], ['Н'], []],
    ['7', [], [], ['7']],
    ['', [], [], []],
  ])('%s', (text, marks, codes, unreadable) => {
    const cell = readCell(text, 5);
    expect(cell.marks).toEqual(marks);
    expect(cell.absences.map(({ rawCode }) => rawCode)).toEqual(codes);
    expect(cell.unreadable).toEqual(unreadable);
  });

  it('loses no word, whatever stands there', () => {
    const words = fc.array(fc.constantFrom('1', '5', '9', '.', 'УП', 'ОП', 'зач', '4/5', 'Ж', '@'));
    fc.assert(
      fc.property(words, (given) => {
        const cell = readCell(given.join(' '), 5);
        expect(cell.marks.length + cell.unreadable.length + cell.absences.length).toBe(given.length);
      }),
    );
  });
});

describe('studenttotalmarks', () => {
  const two = `<table class="table-print"><tbody><tr><th rowspan="2">№</th><th rowspan="2">Предмет</th><th colspan="2">Периоды</th><th rowspan="2">Год</th><th rowspan="2">Экзамен</th><th rowspan="2">Итог</th></tr><tr><th>I четверть</th><th>I полугодие</th></tr><tr><td>1</td><td>Алгебра</td><td>4</td><td></td><td>5</td><td></td><td>зач</td></tr></tbody></table>`;
  const one =
    '<table class="table-print"><tr><th>№</th><th>Предмет</th><th>I четверть</th><th>I полугодие</th><th>Год. оценка</th><th>Экз. оценка</th><th>Итог. оценка</th></tr><tr><td>1</td><td>Алгебра</td><td>4</td><td></td><td>5</td><td></td><td>зач</td></tr></table>';

  it.each([
    ['two heading rows', two],
    ['one heading row', one],
  ])('reads %s', (_name, page) => {
    expect(readTotalMarks(page).map(({ group, kind, value }) => [group, kind, value])).toEqual([
      ['Алгебра', 'term', '4'],
      ['Алгебра', 'year', '5'],
      ['Алгебра', 'final', 'зач'],
    ]);
  });

  it.each<readonly [string, string, string]>([
    ['a missing cell', two.replace('<td>5</td>', ''), 'studenttotalmarks, row 1'],
    ['no subject', two.replace('Предмет', 'Имя'), 'studenttotalmarks, column «Предмет»'],
    ['a period too few', two.replace('<th>I полугодие</th>', ''), 'studenttotalmarks'],
  ])('is broken by %s', (_name, page, place) => {
    expect(failureOf(() => readTotalMarks(page))).toMatchObject({ code: 'adapter.contract_broken', place });
  });
});

describe('studentgrades', () => {
  const page = `${HEAD}<table class="table-print"><tr><th>Тип задания</th><th>Тема задания</th><th>Дата выполнения</th><th>Дата выставления оценки</th><th>Оценка</th></tr><tr><td>Ответ на уроке</td><td>Степень числа</td><td>8.09.25</td><td>9.09.25</td><td>4</td></tr><tr class="totals"><td>Итого</td><td>Выполнено заданий: 1</td><td colspan="3">Средняя оценка: 4,00</td></tr></table>`;

  it('tells the day of the lesson from the day the mark was put', () => {
    expect(readStudentGrades(page)).toEqual([
      {
        workType: 'Ответ на уроке',
        topic: 'Степень числа',
        day: '2025-09-08',
        setDay: '2025-09-09',
        value: '4',
        place: 'studentgrades, column «Дата выполнения», row 1',
      },
    ]);
  });

  it.each<readonly [string, string, string]>([
    ['a lost column', page.replace('<th>Оценка</th>', ''), 'studentgrades, column «Оценка»'],
    [
      'a date that is none',
      page.replace('8.09.25', '38.09.25'),
      'studentgrades, column «Дата выполнения», row 1',
    ],
  ])('is broken by %s', (_name, broken, place) => {
    expect(failureOf(() => readStudentGrades(broken))).toMatchObject({
      code: 'adapter.contract_broken',
      place,
    });
  });
});
