import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { actDigest } from '../../../../src/sync/migrate/act/act.ts';
import { reasonText } from '../../../../src/sync/migrate/act/reason-text.ts';
import { countText, sumText } from '../../../../src/sync/migrate/act/words.ts';
import { writeAct } from '../../../../src/sync/migrate/act/write.ts';
import { testFolder } from './folder.ts';
import { ends, ground, linesOf, marks, streamed } from './invented.ts';

const folder = testFolder();

const written = (over: Partial<typeof ground> = {}) =>
  writeAct(folder(), { ...ground, ...over }, streamed(linesOf(ends)));

async function pagesOf(path: string): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 });
  const document = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  }
  await task.destroy();
  return pages;
}

async function workbookOf(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

const rowsOf = (workbook: ExcelJS.Workbook, name: string): unknown[][] => {
  const rows: unknown[][] = [];
  workbook.getWorksheet(name)?.eachRow(({ values }) => {
    rows.push(Array.isArray(values) ? values.slice(1) : []);
  });
  return rows;
};

describe('a second act of the same number', () => {
  it('leaves the first as it is, and gets the next number', async () => {
    const where = folder();
    const make = () => writeAct(where, ground, streamed(linesOf(ends)));
    const [first, second, third] = [await make(), await make(), await make()];
    expect([second, third].map(({ act }) => act.number)).toEqual([
      `${ground.number}-2`,
      `${ground.number}-3`,
    ]);
    expect(JSON.parse(readFileSync(first.files.json, 'utf8'))).toEqual(first.act);
    expect(JSON.parse(readFileSync(second.files.json, 'utf8'))).toEqual(second.act);
    expect(second.act.list.file).not.toBe(first.act.list.file);
  });
});

describe('an act as a workbook', () => {
  it('has the totals as numbers, with their bottom line', async () => {
    const { files } = await written();
    expect(rowsOf(await workbookOf(files.xlsx), 'Итоги')).toEqual([
      ['Сведения', 'Источник', 'Перенесено', 'Изменено по правилам', 'Удержано', 'Оставлено'],
      ['Классы', 3, 3, 0, 0, 0],
      ['Обучающиеся', 72, 70, 0, 2, 0],
      ['Уроки', 413, 400, 12, 0, 1],
      ['Текущие отметки', 1262, 1200, 30, 25, 7],
      ['Всего', 1750, 1673, 42, 27, 8],
    ]);
  });

  it('has a line for each class, subject and term, and says which differ', async () => {
    const { files } = await written();
    const [, ...rows] = rowsOf(await workbookOf(files.xlsx), 'Отметки');
    expect(rows).toHaveLength(marks.length);
    expect(rows[0]?.slice(0, 10)).toEqual(['5А', 'Алгебра', '1 четверть', 20, 20, 20, 80, 80, 80, 'да']);
    expect(rows.filter((row) => row[9] === 'нет').map((row) => row.slice(0, 9))).toEqual([
      ['5Б', 'Физика', '2 четверть', 25, 25, 24, 100, 100, 95],
    ]);
  });

  it('names who is held back and why, and what attendance comes to', async () => {
    const { files } = await written();
    const workbook = await workbookOf(files.xlsx);
    expect(rowsOf(workbook, 'Исключения')[1]).toEqual([
      'Обучающиеся',
      'удержано',
      'Нет согласия на передачу новому оператору',
      'Котов Барсик, 5А; Птицына Чайка, 10А',
      2,
      'consent.missing',
    ]);
    expect(rowsOf(workbook, 'Посещаемость и итоги').slice(1)).toEqual([
      ['отсутствовал, болезнь', 120, 118, 118, 'да'],
      ['опоздал', 14, 14, 13, 'нет'],
      ['Отметки за период', 840, 838, 838, 'да'],
    ]);
  });

  it('bears the digests of the list and of itself, and times of the school', async () => {
    const { act, files } = await written();
    const facts = new Map(rowsOf(await workbookOf(files.xlsx), 'Акт').map(([name, value]) => [name, value]));
    expect(facts.get('SHA-256 списка')).toBe(act.list.sha256);
    expect(facts.get('SHA-256 акта')).toBe(actDigest(act));
    expect(facts.get('Составлен')).toBe('27.12.2025 18:30');
    expect(facts.get('Период')).toBe('01.09.2025 – 28.12.2025');
  });
});

describe('an act in print', () => {
  it('is Russian text on numbered pages', async () => {
    const { act, files } = await written();
    const pages = await pagesOf(files.pdf);
    expect(pages.length).toBeGreaterThanOrEqual(2);
    pages.forEach((page, index) => {
      expect(page).toContain(`Страница ${index + 1} из ${pages.length}`);
      expect(page).toContain(actDigest(act).slice(0, 32));
    });
    expect(pages[0]).toContain('АКТ СВЕРКИ № 2025-12/1');
    expect(pages[0]).toContain('Школа № 901');
    expect(pages[0]).toContain('Всего 1 750 1 673 42 27 8');
    expect(pages[0]).toContain('Котов Барсик, 5А');
  });

  it('has the digest of the list and the signatures on one page', async () => {
    const { act, files } = await written();
    const page = (await pagesOf(files.pdf)).find((text) => text.includes(act.list.sha256));
    expect(page).toContain('Директор');
    expect(page).toContain('(подпись)');
    expect(page).toContain('Ёжикова А. Б.');
  });

  it('has every class, subject and term in its appendix, and marks what differs', async () => {
    const { files } = await written();
    const text = (await pagesOf(files.pdf)).join(' ');
    expect(text).toContain('из них с расхождениями: 1');
    expect(text.match(/ (?:да|НЕТ)(?= )/g)?.length).toBe(marks.length + 3);
    expect(text).toContain('5Б Физика 2 четверть 25 25 24 100 100 95');
  });

  it('says so where there is nothing to tell', async () => {
    const { files } = await written({ exceptions: [], marks: [], attendance: [], termMarks: null });
    const text = (await pagesOf(files.pdf)).join(' ');
    expect(text).toContain('Исключений нет.');
    expect(text).not.toContain('Приложение');
  });

  it('prints what looks like an address or a page as the text that it is', async () => {
    const name = 'file:///etc/hostname <img src="http://127.0.0.1:9/x">';
    const { files } = await written({ school: { name, municipality: null } });
    expect((await pagesOf(files.pdf))[0]?.replaceAll(' ', '')).toContain(name.replaceAll(' ', ''));
  });
});

describe('words of an act', () => {
  it.each([
    ['transfer.too_old', 'Приёмник уже не принимает таких давних записей'],
    [
      'transfer.kept_here/assessment.weight transfer.reference_dropped/mark.lessonId',
      'Приёмник этого не хранит; осталось в Перемене (Работы на уроках: вес работы); ' +
        'Перенесено без ссылки: то, на что она указывала, не переносится (Текущие отметки: урок)',
    ],
    [
      'transfer.kept_here/lesson.room transfer.kept_here/lesson.shift transfer.kept_here/attendance.status=exempt',
      'Приёмник этого не хранит; осталось в Перемене (Уроки: кабинет, смена; Посещаемость: вид — освобождение)',
    ],
    [
      'transfer.kept_here/remark',
      'Приёмник этого не хранит; осталось в Перемене (Замечания по ведению журнала)',
    ],
    ['dnevnik.too_late', 'Причина dnevnik.too_late'],
  ])('%s', (reason, text) => {
    expect(reasonText(reason)).toBe(text);
  });

  it('writes numbers as Russian papers do', () => {
    expect([countText(7), countText(1234567), sumText(80), sumText(1234.5), sumText(0.1 + 0.2)]).toEqual([
      '7',
      '1\u00a0234\u00a0567',
      '80',
      '1\u00a0234,5',
      '0,3',
    ]);
  });
});
