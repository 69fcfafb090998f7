import ExcelJS from 'exceljs';
import { type Act, actDigest, isSame, sumOf } from './act.ts';
import { kindText } from './plain-words.ts';
import { dayText, entityTitles, momentText, stateTitles } from './words.ts';

type Value = string | number | null;

interface Table {
  readonly name: string;
  readonly heads: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Value[])[];
}

const SIDES = ['source', 'expected', 'target'] as const;

function summary(act: Act): readonly (readonly [string, Value])[] {
  const moment = (at: string | null) => (at === null ? null : momentText(at, act.timeZone));
  return [
    ['Акт сверки №', act.number],
    ['Составлен', momentText(act.madeAt, act.timeZone)],
    ['Школа', act.school.name],
    ['Муниципалитет', act.school.municipality],
    ['Источник', `${act.source.title}, ${act.source.place}`],
    ['Источник прочитан', moment(act.source.readAt)],
    ['Приёмник', `${act.target.title}, ${act.target.place}`],
    ['Приёмник прочитан', moment(act.target.readAt)],
    ['Новый оператор', act.operator],
    ['Период', `${dayText(act.period.from)} – ${dayText(act.period.to)}`],
    ['День перехода', act.switchDay === null ? null : dayText(act.switchDay)],
    ['Полный список строк', act.list.file],
    ['Строк в списке', act.list.rows],
    ['SHA-256 списка', act.list.sha256],
    ['SHA-256 акта', actDigest(act)],
    ...act.signatures.map(({ role, name }): [string, Value] => [role, `____________________ ${name ?? ''}`]),
  ];
}

function totals(act: Act): Table {
  const all = sumOf(act.totals);
  const numbers = (one: typeof all): Value[] => [one.source, one.arrived, one.changed, one.held, one.left];
  return {
    name: 'Итоги',
    heads: ['Сведения', 'Источник', 'Перенесено', 'Изменено по правилам', 'Удержано', 'Оставлено'],
    widths: [36, 12, 12, 22, 12, 12],
    rows: [
      ...act.totals.map((one) => [entityTitles[one.entity], ...numbers(one)]),
      ['Всего', ...numbers(all)],
    ],
  };
}

const exceptions = (act: Act): Table => ({
  name: 'Исключения',
  heads: ['Сведения', 'Чем кончилось', 'Причина', 'О ком, о чём', 'Строк', 'Код'],
  widths: [32, 22, 60, 36, 10, 40],
  rows: act.exceptions.map((one) => [
    entityTitles[one.entity],
    stateTitles[one.state],
    one.reason,
    one.about,
    one.rows,
    one.code,
  ]),
});

const marks = (act: Act): Table => ({
  name: 'Отметки',
  heads: [
    'Класс',
    'Предмет',
    'Период',
    'Отметок: источник',
    'Отметок: к переносу',
    'Отметок: приёмник',
    'Сумма: источник',
    'Сумма: к переносу',
    'Сумма: приёмник',
    'Сходится',
    'Хэш: к переносу',
    'Хэш: приёмник',
  ],
  widths: [10, 28, 16, 12, 12, 12, 12, 12, 12, 10, 66, 66],
  rows: act.marks.map((line) => [
    line.className,
    line.subjectName,
    line.termName,
    ...SIDES.map((side) => line[side].count),
    ...SIDES.map((side) => line[side].sum),
    isSame(line) ? 'да' : 'нет',
    line.expected.digest,
    line.target.digest,
  ]),
});

const kinds = ({ attendance, termMarks }: Act): Table => ({
  name: 'Посещаемость и итоги',
  heads: ['Вид', 'Источник', 'К переносу', 'Приёмник', 'Сходится'],
  widths: [40, 12, 12, 12, 10],
  rows: [...attendance, ...(termMarks ? [{ kind: 'Отметки за период', ...termMarks }] : [])].map((line) => [
    kindText(line.kind),
    ...SIDES.map((side) => line[side]),
    line.expected === line.target ? 'да' : 'нет',
  ]),
});

function addTable(workbook: ExcelJS.Workbook, { name, heads, widths, rows }: Table): void {
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '&CСтраница &P из &N' },
  });
  sheet.columns = heads.map((header, index) => ({ header, width: widths[index] ?? 12 }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).alignment = { wrapText: true, vertical: 'top' };
  for (const row of rows) sheet.addRow([...row]);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: heads.length } };
}

/** Writes an act as a workbook: the act itself, and a sheet for each of its tables. */
export async function writeActXlsx(path: string, act: Act): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Перемена';
  workbook.created = new Date(act.madeAt);
  workbook.modified = new Date(act.madeAt);
  const sheet = workbook.addWorksheet('Акт', {
    pageSetup: { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  sheet.columns = [
    { width: 26 },
    { width: 80, style: { alignment: { horizontal: 'left', wrapText: true } } },
  ];
  for (const row of summary(act)) sheet.addRow([...row]);
  sheet.getColumn(1).font = { bold: true };
  for (const table of [totals(act), exceptions(act), kinds(act), marks(act)]) addTable(workbook, table);
  await workbook.xlsx.writeFile(path);
}
