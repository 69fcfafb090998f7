import { deflateRawSync } from 'node:zlib';
import ExcelJS, { type Worksheet } from 'exceljs';
import { describe, expect, it } from 'vitest';
import { checkMapping } from '../../../../src/sync/migrate/mapping/check.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { mappingFromXlsx } from '../../../../src/sync/migrate/mapping/read-xlsx.ts';
import { isBoundedZip } from '../../../../src/sync/migrate/mapping/workbook-bounds.ts';
import { mappingToXlsx } from '../../../../src/sync/migrate/mapping/write-xlsx.ts';
import { NAMES, smallGround } from './school.ts';

const proposed = proposeMapping(smallGround);

const open = async (bytes: Buffer): Promise<ExcelJS.Workbook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Uint8Array.from(bytes).buffer);
  return book;
};

const sheetOf = (book: ExcelJS.Workbook, title: string): Worksheet => {
  const sheet = book.getWorksheet(title);
  if (!sheet) throw new Error(`no sheet ${title}`);
  return sheet;
};

/** What is read after somebody has worked on the workbook. */
async function readAfter(work: (book: ExcelJS.Workbook) => void) {
  const book = await open(await mappingToXlsx(proposed));
  work(book);
  return mappingFromXlsx(Buffer.from(await book.xlsx.writeBuffer()));
}

const rowOf = (sheet: Worksheet, sourceId: string): number => {
  let found = 0;
  sheet.eachRow((row, number) => {
    row.eachCell(({ value }) => {
      if (value === sourceId) found = number;
    });
  });
  return found;
};

const KEY = 3;

describe('a mapping document edited as a workbook', () => {
  it('reads the same after rows and columns were moved and blank ones put between', async () => {
    const read = await readAfter((book) => {
      const sheet = sheetOf(book, 'Ученики');
      const rows = [1, 3, 2].map((number) => sheet.getRow(number).values as ExcelJS.CellValue[]);
      book.removeWorksheet(sheet.id);
      const moved = book.addWorksheet('Ученики');
      moved.addRow(['Проверено завучем']);
      moved.addRow([]);
      for (const [, first, second, ...others] of rows) {
        const padded = Array.from({ length: 25 }, (_, index) => others[index] ?? null);
        moved.addRow(['моё', second, ...padded, first]);
        moved.addRow([]);
      }
    });
    const ids = (lines: typeof proposed.lines) => lines.map((line) => JSON.stringify(line)).sort();
    expect(read.ok && ids(read.value.file.lines)).toEqual(ids(proposed.lines));
  });

  it.each<[string, ExcelJS.CellValue]>([
    ['a number', 1_000_000_000_012],
    ['a text with spaces', ' 1000000000012 '],
    ['coloured text', { richText: [{ text: '10000000' }, { text: '00012', font: { bold: true } }] }],
    ['a link', { text: '1000000000012', hyperlink: 'https://example.org' }],
    ['a formula with its result', { formula: 'P3', result: '1000000000012', date1904: false }],
  ])('takes an answer that is %s', async (_, value) => {
    const read = await readAfter((book) => {
      const sheet = sheetOf(book, 'Сотрудники');
      sheet.getRow(rowOf(sheet, 'our-missing')).getCell(KEY).value = value;
    });
    expect(read.ok && read.value.file.lines.find(({ sourceId }) => sourceId === 'our-missing')).toMatchObject(
      {
        how: 'by_hand',
        targetKey: '1000000000012',
      },
    );
  });

  it('takes «оставить»', async () => {
    const read = await readAfter((book) => {
      const sheet = sheetOf(book, 'Сотрудники');
      sheet.getRow(rowOf(sheet, 'our-missing')).getCell(KEY).value = 'Оставить';
    });
    expect(read.ok && checkMapping(read.value, smallGround)).toEqual([]);
  });

  it.each<[string, ExcelJS.CellValue]>([
    ['a number that has lost digits', 2_101_000_000_000_000_000],
    ['a tick', true],
    ['an error', { error: '#N/A' }],
  ])('refuses %s, with the sheet and the cell', async (_, value) => {
    const read = await readAfter((book) => {
      sheetOf(book, 'Классы').getRow(2).getCell(KEY).value = value;
    });
    expect(read).toMatchObject({
      ok: false,
      error: [
        {
          code: 'mapping.bad_cell',
          place: 'соответствие.xlsx, лист «Классы», ячейка C2',
        },
      ],
    });
  });

  it('tells the row of what is wrong as people see it', async () => {
    const read = await readAfter((book) => {
      const sheet = sheetOf(book, 'Сотрудники');
      sheet.insertRow(2, []);
    });
    const sheetRow = await readAfter(() => undefined);
    expect(sheetRow.ok).toBe(true);
    expect(read.ok && checkMapping(read.value, smallGround)).toMatchObject([
      { code: 'mapping.unanswered', place: 'соответствие.xlsx, лист «Сотрудники», ячейка C4' },
    ]);
  });

  it('notices a deleted row and a deleted sheet', async () => {
    const row = await readAfter((book) => sheetOf(book, 'Ученики').spliceRows(2, 1));
    const sheet = await readAfter((book) => book.removeWorksheet('Учебные периоды'));
    const missing = (read: typeof row) =>
      (read.ok ? checkMapping(read.value, smallGround) : [])
        .filter(({ code }) => code === 'mapping.row_missing')
        .map(({ place }) => place);
    expect(missing(row)).toEqual(['соответствие.xlsx, лист «Ученики», столбец A']);
    expect(missing(sheet)).toEqual(['соответствие.xlsx, лист «Учебные периоды»']);
  });

  it.each<[string, (book: ExcelJS.Workbook) => void, string]>([
    ['without its head', (book) => book.removeWorksheet('О файле'), 'mapping.unreadable'],
    [
      'without a column of keys',
      (book) => sheetOf(book, 'Ученики').spliceColumns(KEY, 1),
      'mapping.column_missing',
    ],
    [
      'with a row that lost its id',
      (book) => {
        sheetOf(book, 'Ученики').getRow(2).getCell(1).value = null;
      },
      'mapping.unknown_source',
    ],
  ])('refuses a workbook %s, and names nobody', async (_, work, code) => {
    const read = await readAfter(work);
    expect(read.ok ? [] : read.error.map((one) => one.code)).toEqual([code]);
    expect(JSON.stringify(read)).not.toMatch(NAMES);
  });

  it('refuses what is no workbook', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('Орлова Анна'), Buffer.alloc(5_000, 7)]) {
      expect(await mappingFromXlsx(bytes)).toMatchObject({
        ok: false,
        error: [{ code: 'mapping.unreadable' }],
      });
    }
    const bytes = await mappingToXlsx(proposed);
    expect((await mappingFromXlsx(bytes.subarray(0, bytes.length - 40))).ok).toBe(false);
  });
});

/** A ZIP of one part; the list tells `told` of its size. */
function zipOf(content: Buffer, told: number): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(told, 24);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, entry, end]);
}

describe('bounds of a workbook', () => {
  it('does not believe what the list says of sizes', () => {
    expect(isBoundedZip(zipOf(Buffer.alloc(1_000), 1_000))).toBe(true);
    expect(isBoundedZip(zipOf(Buffer.alloc(210_000_000), 1_000))).toBe(false);
  });
});

describe('cells of the workbook', () => {
  it('are texts and numbers alone, and open no formula', async () => {
    const [first, ...others] = proposed.lines;
    if (!first) throw new Error('no lines');
    const evil = {
      ...first,
      sourceName: '=HYPERLINK("https://example.org")',
      reason: '+1',
      targetName: '@x',
    };
    const book = await open(await mappingToXlsx({ ...proposed, lines: [evil, ...others] }));
    const values: unknown[] = [];
    for (const sheet of book.worksheets) {
      sheet.eachRow((row) => row.eachCell(({ value }) => values.push(value)));
    }
    expect(values.filter((value) => typeof value !== 'string' && typeof value !== 'number')).toEqual([]);
    expect(values.filter((value) => typeof value === 'string' && /^[=+\-@]/.test(value))).toEqual([]);
  });
});
