import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { packFiles } from '../../../src/adapters/exchange-pack/layout.ts';
import { writeXlsx } from '../../../src/adapters/exchange-pack/xlsx-file.ts';
import type { TargetRecord } from '../../../src/adapters/target.ts';
import { school } from './invented.ts';
import { column, csv, hashes, packFolders, sheet, write } from './written.ts';

const newFolder = packFolders();
const isAssessment = (record: TargetRecord): record is TargetRecord<'assessment'> =>
  record.entity === 'assessment';

const settings = {
  format: 'both',
  sourceSystem: 'netschool/staff',
  school: 'Школа № 901 (вымышленная)',
  period: { from: '2025-09-01', to: '2025-12-28' },
  extractedAt: '2025-12-27T09:00:00Z',
};

let folder = '';
beforeAll(async () => {
  folder = newFolder();
  await write({ folder, ...settings }, school);
});

describe('the files of a pack', () => {
  it('are 23, as CSV and as workbooks, with a manifest', () => {
    const names = packFiles.flatMap(({ name }) => [`${name}.csv`, `${name}.xlsx`]);
    expect(readdirSync(folder).sort()).toEqual([...names, 'manifest.json'].sort());
    expect(packFiles).toHaveLength(23);
  });

  it('begin with a mark of UTF-8 and end lines as RFC 4180 says', () => {
    const bytes = readFileSync(join(folder, 'bells.csv'));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.subarray(3).toString()).toBe('смена;№ урока;начало;конец\r\n1;1;08:30;09:10\r\n');
  });

  it('tell of a student with the class of now, and with ids as text', () => {
    expect(csv(folder, 'students')).toEqual([
      {
        '№ личного дела': '00017',
        фамилия: 'Ёжиков',
        имя: 'Лев',
        отчество: 'Котович',
        'дата рождения': '09.03.2014',
        пол: 'м',
        класс: '5А',
        'дата зачисления': '01.09.2025',
        'приказ №': '012',
        'приказ дата': '30.08.2025',
        'форма обучения': '',
        программа: '',
        статус: '',
      },
      expect.objectContaining({ '№ личного дела': '00018', фамилия: 'Рысь Майя', имя: '', класс: '' }),
    ]);
  });

  it('number the marks of one day, with weight, type and topic of the work', () => {
    const marks = csv(folder, 'marks').map((line) => [
      line['дата'],
      line['№ п/п'],
      line['отметка'],
      line['вес'],
      line['вид работы'],
      line['тема работы'],
    ]);
    expect(marks).toEqual([
      ['03.09.2025', '1', '5', '1,5', 'Контрольная работа', 'Входная'],
      ['03.09.2025', '2', '4/5', '', '', ''],
      ['10.09.2025', '1', "'-", '', '', ''],
    ]);
  });

  it('tell teachers of one name apart', () => {
    expect(column(folder, 'classes', 'классный руководитель')).toEqual([
      'Синицына Ольга (0034)',
      'Воробьёв Пётр Ильич',
    ]);
    expect(new Set(column(folder, 'marks', 'автор'))).toEqual(new Set(['Синицына Ольга (0012)']));
    expect(column(folder, 'staff', 'предметы')).toEqual(['Алгебра', '', '']);
  });

  it('tell of every stay of a student in a class, not of the latest alone', () => {
    const stays = csv(folder, 'groups').filter((line) => line['предмет'] === '');
    expect(stays.map((line) => [line['№ личного дела'], line['класс'], line['с'], line['по']])).toEqual([
      ['00017', '5А', '01.09.2025', ''],
      ['00017', '10А', '01.09.2024', '31.08.2025'],
    ]);
  });

  it('tell of works that nobody has a mark for', async () => {
    const other = newFolder();
    const idle = school
      .filter(isAssessment)
      .flatMap((one) => [
        one,
        { ...one, ourId: 'a2', data: { ...one.data, lessonId: null, topic: 'Зачёт' } },
      ]);
    const rest = school.filter(({ entity }) => !['assessment', 'mark'].includes(entity));
    await write({ folder: other, format: 'csv' }, [...rest, ...idle]);
    const works = csv(other, 'lessons').filter((line) => line['темы работ'] !== '');
    expect(
      works.map((line) => [line['№ урока'], line['вид работы'], line['темы работ'], line['веса работ']]),
    ).toEqual([
      ['', 'Контрольная работа', 'Зачёт', '1,5'],
      ['2', 'Контрольная работа', 'Входная', '1,5'],
    ]);
  });

  it('stand in the order of their keys, 5А before 10А', () => {
    expect(column(folder, 'classes', 'класс')).toEqual(['5А', '10А']);
  });

  it('hang homework on its lesson, and keep what is for one student from the class', () => {
    const lessons = csv(folder, 'lessons').map((line) => [
      line['дата'],
      line['№ урока'],
      line['предмет'],
      line['тема'],
      line['вид работы'],
      line['домашнее задание'],
      line['примерное время ДЗ (мин)'],
    ]);
    expect(lessons).toEqual([
      [
        '03.09.2025',
        '2',
        'Алгебра',
        '\'=Дроби; "смешанные"',
        'Контрольная работа',
        '№ 12,\nпо желанию № 13',
        '25',
      ],
      ['04.09.2025', '', 'Русский язык', '', '', 'Прочитать рассказ', ''],
    ]);
    expect(readFileSync(join(folder, 'lessons.csv'), 'utf8')).not.toContain('только для одного');
  });

  it('say attendance in common codes, and what they do not know as it came', () => {
    const rows = csv(folder, 'attendance').map((line) => [line['предмет'], line['код'], line['причина']]);
    expect(rows).toEqual([
      ['Алгебра', 'н', 'уважительная'],
      ['Русский язык', "'@7", ''],
    ]);
  });

  it('name periods alike wherever they stand', () => {
    expect(column(folder, 'periods', 'код')).toEqual(['Год', 'Осенние каникулы', 'Ч1']);
    const rows = csv(folder, 'period_marks').map((line) => [line['период'], line['вид'], line['отметка']]);
    expect(rows).toEqual([
      ['2025/2026', 'год', 'н/а'],
      ['Ч1', 'период', '5'],
    ]);
  });

  it('show the latest consent beside the guardian who signed it', () => {
    expect(csv(folder, 'guardians')).toEqual([
      expect.objectContaining({
        'ФИО представителя': 'Ёжикова Анна',
        'степень родства': 'мать',
        'согласие ПДн': 'да',
        'дата согласия': '01.12.2025',
      }),
    ]);
  });

  it('show a consent whose signer nobody calls a guardian of the student', async () => {
    const other = newFolder();
    await write(
      { folder: other, format: 'csv' },
      school.filter(({ entity }) => entity !== 'guardianship'),
    );
    expect(csv(other, 'guardians')).toContainEqual(
      expect.objectContaining({ '№ личного дела': '00017', 'ФИО представителя': 'Ёжикова Анна' }),
    );
  });

  it('tell who teaches whom where nobody tells of the load itself', () => {
    expect(csv(folder, 'load')).toEqual([
      expect.objectContaining({ педагог: 'Синицына Ольга (0012)', 'класс/группа': '5А/Алгебра' }),
    ]);
  });
});

describe('a workbook of a pack', () => {
  it('has real days and numbers, ids as text, and a header that stays', async () => {
    const marks = await sheet(folder, 'marks');
    expect(marks.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(marks.getRow(1).getCell(3).value).toBe('дата');
    const row = marks.getRow(2);
    expect(row.getCell(1).value).toBe('00017');
    expect(row.getCell(3).value).toEqual(new Date('2025-09-03T00:00:00Z'));
    expect(row.getCell(3).numFmt).toBe('dd.mm.yyyy');
    expect(row.getCell(6).value).toBe(1.5);
    expect(row.getCell(5).value).toBe('5');
  });

  it('holds as text what looks like a formula', async () => {
    const cell = (await sheet(folder, 'lessons')).getRow(2).getCell(7);
    expect(cell.value).toBe('=Дроби; "смешанные"');
    expect(cell.formula).toBeUndefined();
  });

  it('says the same as the CSV, row for row', async () => {
    for (const { name } of packFiles) {
      const { rowCount } = await sheet(folder, name);
      expect([name, rowCount - 1]).toEqual([name, csv(folder, name).length]);
    }
  });
});

describe('more rows than a sheet can have', () => {
  it('go on in the next workbook, with the header again', async () => {
    const other = dirname(newFolder());
    const [bells] = packFiles.filter(({ name }) => name === 'bells');
    if (!bells) throw new Error('the layout has bells');
    const lines = [1, 2, 3, 4, 5].map((number) => [1, number, '08:30', '09:10']);
    const pathOf = (part: number): string => join(other, `bells-${part}.xlsx`);
    expect(await writeXlsx(pathOf, bells, Readable.from(lines), 2)).toEqual([2, 2, 1]);
    const last = await sheet(other, 'bells-3');
    expect(last.getRow(1).getCell(2).value).toBe('№ урока');
    expect([last.rowCount, last.getRow(2).getCell(2).value]).toEqual([2, 5]);
  });
});

describe('the manifest of a pack', () => {
  const manifest = () => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

  it('says where the rows come from, of when, and what each file hashes to', () => {
    const { sourceSystem, school, period, extractedAt, files } = manifest();
    const { folder: _, format: __, ...said } = { folder, ...settings };
    expect({ sourceSystem, school, period, extractedAt }).toEqual(said);
    const found = hashes(folder);
    for (const { name, written } of files) {
      for (const { file, sha256, rows, bytes } of written) {
        expect(sha256).toBe(found[file]);
        expect(rows).toBe(csv(folder, name).length);
        expect(bytes).toBe(statSync(join(folder, file)).size);
      }
    }
  });

  it('lists what has nothing but its header, and why', () => {
    const empty = manifest().files.filter(({ empty }: { empty: string | null }) => empty !== null);
    const why = new Map(empty.map(({ name, empty }: Record<string, string>) => [name, empty]));
    expect(why.get('territory')).toBe('источник ничего об этом не сообщил');
    expect(why.get('health_sheet')).toContain('специальная категория');
    expect(why.has('marks')).toBe(false);
    expect(csv(folder, 'territory')).toEqual([]);
    expect(readFileSync(join(folder, 'territory.csv'), 'utf8')).toContain('микрорайон');
  });
});

describe('settings of a pack', () => {
  it('may tell of the organisation, which no row does', async () => {
    const other = newFolder();
    const organization = {
      inn: '0123456789',
      name: 'МБОУ «Школа»',
      licence: { number: '0077', day: '2015-02-03' },
    };
    await write({ folder: other, format: 'csv', organization }, []);
    expect(csv(other, 'organization')).toEqual([
      expect.objectContaining({ ИНН: '0123456789', 'лицензия №': '0077', 'лицензия дата': '03.02.2015' }),
    ]);
  });

  it.each([
    ['csv', '.csv'],
    ['xlsx', '.xlsx'],
  ])('may ask for %s alone, and what was written otherwise before is gone', async (format, end) => {
    const other = newFolder();
    await write({ folder: other, format: format === 'csv' ? 'xlsx' : 'csv' }, []);
    await write({ folder: other, format }, []);
    expect(readdirSync(other).filter((name) => !name.endsWith(end))).toEqual(['manifest.json']);
  });
});
