import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { attachment, type ReportFormat, reportWriters } from '../../src/reports/render/formats.ts';
import type { Cell, Column, Report, Row, Section } from '../../src/reports/table.ts';

const LONG = `Основы${'ПроектноИсследовательской'.repeat(14)} деятельности`;
const RUNS = "=cmd|' /C calc'!A0";

const columns: readonly Column[] = [
  { key: 'name', title: 'Предмет', kind: 'text', width: 20 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 8, group: 'Всего' },
  { key: 'rate', title: 'Успеваемость, %', kind: 'percent', width: 9, group: 'Всего' },
  { key: 'day', title: 'День', kind: 'day', width: 10 },
];

const row = (key: string, cells: readonly Cell[], kind: Row['kind'] = 'row'): Row => ({ key, kind, cells });

const section = (more: Partial<Section> = {}): Section => ({
  key: 'one',
  title: null,
  columns,
  rows: [
    row('long', [
      { value: LONG },
      { value: 25, was: 20 },
      { value: 92.25, was: null },
      { value: '2025-09-01' },
    ]),
    row('runs', [
      { value: RUNS },
      { value: 0 },
      { value: null, missing: 'нет данных: источник молчит' },
      { value: null },
    ]),
    row('all', [{ value: 'Всего' }, { value: 25 }, { value: 100 / 3 }, { value: null }], 'total'),
  ],
  empty: 'Строк нет.',
  ...more,
});

async function* sections(...all: readonly Section[]): AsyncGenerator<Section> {
  yield* all;
}

const report = (more: Partial<Report> = {}): Report => ({
  form: 'example',
  title: 'Пример',
  about: LONG,
  from: '2025-09-01',
  to: '2025-10-26',
  period: 'I четверть 2025/2026',
  comparedWith: null,
  madeAt: new Date('2025-11-01T09:00:00Z'),
  freshness: [{ schoolId: '1', school: RUNS, source: 'netschool/staff', readAt: null }],
  sections: sections(section()),
  notes: ['Как считали.'],
  signatures: ['Директор', 'Классный руководитель'],
  ...more,
});

async function bytesOf(format: ReportFormat, one: Report): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of reportWriters[format].write(one)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** What stands on the pages, and how large these are. */
async function pagesOf(bytes: Buffer) {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: { width: number; height: number; words: Word[]; text: string }[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    const { items } = await page.getTextContent();
    const words = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [left, bottom] = [Number(item.transform[4]), Number(item.transform[5])];
      return [{ text: item.str, left, right: left + item.width, bottom }];
    });
    const text = words
      .map((word) => word.text)
      .join(' ')
      .replace(/[\u200B\s]+/g, '');
    pages.push({ width, height, words, text });
  }
  await task.destroy();
  return pages;
}

const wide = (count: number): Section => {
  const many: Column[] = [
    { key: 'name', title: 'Ф. И. О.', kind: 'text', width: 28 },
    ...Array.from(
      { length: count },
      (_, n): Column => ({
        key: String(n),
        title: n % 5 === 0 ? LONG : 'Физическая культура',
        kind: 'integer',
        width: 5,
      }),
    ),
  ];
  const rows = Array.from({ length: 60 }, (_, n) =>
    row(String(n), [
      { value: `Вымышленный-Долгофамильный ${n}` },
      ...many.slice(1).map(() => ({ value: 5 })),
    ]),
  );
  return section({ key: 'wide', title: 'Сводная ведомость', columns: many, rows });
};

describe('a paper', () => {
  it('says everything: numbers half up with a comma, why a cell is empty, who signs', async () => {
    const [page] = await pagesOf(await bytesOf('pdf', report()));
    for (const words of [
      '92,3',
      '33,3',
      '01.09.2025',

      'н/д 1 — нет данных: источник молчит',
      'Как считали.',
    ]) {
      expect(page?.text).toContain(words.replaceAll(' ', ''));
    }
    for (const words of ['Директор', 'Классный руководитель', 'стр. 1 из 1', 'не читался', RUNS]) {
      expect(page?.text).toContain(words.replaceAll(' ', ''));
    }
    expect(page?.text).toContain('ПроектноИсследовательской'.repeat(14));
    expect(page?.width).toBeLessThan(page?.height ?? 0);
  });

  it.each([3, 14, 30, 45])(
    'of %i columns keeps within its margins, with the heads on every page',
    async (count) => {
      const pages = await pagesOf(await bytesOf('pdf', report({ sections: sections(wide(count)) })));
      expect(pages.length).toBeGreaterThan(1);
      for (const [index, { width, words, text }] of pages.entries()) {
        const over = words.filter(
          ({ left, right, bottom }) => left < 35 || right > width - 35 || bottom < 12,
        );
        expect(over).toEqual([]);
        expect(text).toContain(`стр.${index + 1}из${pages.length}`);
        if (text.includes('Долгофамильный')) expect(text).toContain('Ф.И.О.');
      }
      if (count > 20) expect(pages[0]?.width).toBeGreaterThan(pages[0]?.height ?? 0);
    },
  );

  it('puts nothing over its neighbour', async () => {
    const pages = await pagesOf(await bytesOf('pdf', report({ sections: sections(wide(30)) })));
    for (const { words } of pages) {
      for (const height of new Set(words.map(({ bottom }) => Math.round(bottom)))) {
        const sorted = words
          .filter(({ bottom }) => Math.round(bottom) === height)
          .sort((one, other) => one.left - other.left);
        const clashes = sorted.filter(
          (word, index) => word.right > (sorted[index + 1]?.left ?? Infinity) + 0.5,
        );
        expect(clashes).toEqual([]);
      }
    }
  });

  it('says so where there is no row', async () => {
    const [page] = await pagesOf(await bytesOf('pdf', report({ sections: sections(section({ rows: [] })) })));
    expect(page?.text).toContain('Строкнет.');
  });

  it('shows what was a year before under each number', async () => {
    const [page] = await pagesOf(await bytesOf('pdf', report({ comparedWith: 'I четверть 2024/2025' })));
    expect(page?.text).toContain('Iчетверть2024/2025');
    expect(page?.text).toMatch(/2520/);
  });
});

describe('a table', () => {
  it('has a year before in columns of its own', async () => {
    const text = (await bytesOf('csv', report({ comparedWith: 'I четверть 2024/2025' }))).toString('utf8');
    const [head, first] = parse(text, { bom: true, delimiter: ';' }) as string[][];
    expect(head).toContain('Всего: Учащихся, год назад');
    expect(first?.slice(1, 5)).toEqual(['25', '20', '92,25', '']);
  });

  it('runs nothing', async () => {
    const text = (await bytesOf('csv', report())).toString('utf8');
    const cells = (parse(text, { bom: true, delimiter: ';' }) as string[][]).flat();
    expect(cells).toContain(`'${RUNS}`);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await bytesOf('xlsx', report())) as never);
    workbook.eachSheet((sheet) =>
      sheet.eachRow((line) => line.eachCell(({ type }) => expect(type).not.toBe(ExcelJS.ValueType.Formula))),
    );
  });
});

describe('the name of a file', () => {
  it('is ASCII for old programs, and says what it is for others', () => {
    const name = attachment(report({ about: 'Школа "№ 3"/7б' }), 'pdf');
    expect(name).toMatch(
      /^attachment; filename="example_2025-09-01_2025-10-26\.pdf"; filename\*=UTF-8''[\w%.~-]+$/,
    );
    expect(decodeURIComponent(name.split("''")[1] ?? '')).toBe(
      'Пример, Школа № 3 7б, I четверть 2025 2026.pdf',
    );
  });
});

describe('a head that somebody named', () => {
  it('runs nowhere', async () => {
    const named = columns.map((column) => ({ ...column, group: RUNS }));
    const one = () => report({ sections: sections(section({ columns: named })) });
    const lines = parse((await bytesOf('csv', one())).toString('utf8'), {
      bom: true,
      delimiter: ';',
      relax_column_count: true,
    }) as string[][];
    expect(lines.flat().filter((cell) => cell.startsWith('='))).toEqual([]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await bytesOf('xlsx', one())) as unknown as ArrayBuffer);
    const formulas: string[] = [];
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((line) =>
        line.eachCell((cell) => {
          if (cell.formula) formulas.push(cell.address);
        }),
      );
    }
    expect(formulas).toEqual([]);
  });
});
