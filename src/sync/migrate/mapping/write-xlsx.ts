import ExcelJS, { type Fill, type Row, type Worksheet } from 'exceljs';
import { MOST_CANDIDATES } from '../match/decide.ts';
import { guarded } from './cell-text.ts';
import { targetWord } from './placed.ts';
import {
  type ColumnName,
  candidateTitles,
  columnTitles,
  HEAD_SHEET,
  headNames,
  howTitles,
  sheetTitles,
} from './sheets.ts';
import { type MappingFile, type MappingLine, mappingEntities } from './types.ts';

const WIDTHS: Readonly<Record<ColumnName, number>> = {
  sourceId: 14,
  sourceName: 42,
  targetKey: 24,
  targetName: 42,
  how: 14,
  score: 13,
  reason: 48,
};
const CANDIDATE_WIDTHS = { key: 24, name: 36, score: 13 };

const filled = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
const ANSWERS = filled('FFE8F1FB');
const QUESTION = filled('FFFFF2CC');
const TITLES = filled('FFEDEDED');

const TEXT = '@';

const HELP = [
  'Здесь видно, что чем станет в новом журнале. Каждая строка — одна запись старого журнала.',
  'Менять нужно только столбец «Номер в новом журнале»: впишите номер из столбцов «Вариант» или из нового журнала.',
  'Чтобы запись не переносить, впишите слово «оставить». Строки не удаляйте.',
  'Жёлтые строки — вопросы: без ответа перенос не начнётся.',
  'Строки «нет согласия» — ученики, о которых пока ничего не уйдёт: ответа на них не нужно.',
  'Строки и столбцы можно переставлять, свои столбцы можно добавлять. Названия листов и столбцов не меняйте.',
];

/** Candidates of the widest line, and as many as are ever proposed: people fill in nothing there. */
const candidateCount = (lines: readonly MappingLine[]): number =>
  Math.max(MOST_CANDIDATES, ...lines.map(({ candidates }) => candidates.length));

const candidateNames = ['key', 'name', 'score'] as const;

/** Every column but that of a score holds text, also in the cells that people fill in. */
const styleOf = (name: string): { numFmt?: string } => (name === 'score' ? {} : { numFmt: TEXT });

function titles(sheet: Worksheet, candidates: number): void {
  const numbers = Array.from({ length: candidates }, (_, index) => index + 1);
  const names = Object.keys(columnTitles) as ColumnName[];
  sheet.columns = [
    ...names.map((name) => ({
      header: columnTitles[name],
      key: name,
      width: WIDTHS[name],
      style: styleOf(name),
    })),
    ...numbers.flatMap((number) =>
      candidateNames.map((name) => ({
        header: candidateTitles(number)[name],
        key: `${name}${number}`,
        width: CANDIDATE_WIDTHS[name],
        style: styleOf(name),
      })),
    ),
  ];
  const row = sheet.getRow(1);
  row.font = { bold: true };
  row.fill = TITLES;
}

function cellsOf(line: MappingLine): Record<string, string | number> {
  const texts: Record<Exclude<ColumnName, 'score'>, string> = {
    sourceId: line.sourceId,
    sourceName: line.sourceName,
    targetKey: targetWord(line) ?? '',
    targetName: line.targetName ?? '',
    how: howTitles[line.how],
    reason: line.reason,
  };
  const candidates = line.candidates.flatMap(({ key, name, score }, index) => [
    [`key${index + 1}`, guarded(key)] as const,
    [`name${index + 1}`, guarded(name)] as const,
    [`score${index + 1}`, score] as const,
  ]);
  const told = Object.entries(texts).map(([name, text]) => [name, guarded(text)] as const);
  return { ...Object.fromEntries<string | number>([...told, ...candidates]), score: line.score };
}

function dressed(row: Row, line: MappingLine, width: number): void {
  if (line.how !== 'question') row.getCell('targetKey').fill = ANSWERS;
  else for (let column = 1; column <= width; column += 1) row.getCell(column).fill = QUESTION;
}

function addSheet(book: ExcelJS.Workbook, title: string, lines: readonly MappingLine[]): void {
  const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', xSplit: 2, ySplit: 1 }] });
  titles(sheet, candidateCount(lines));
  for (const line of lines) dressed(sheet.addRow(cellsOf(line)), line, sheet.columnCount);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columnCount } };
}

/** The document as a workbook: a sheet for each entity, every id and name as text. */
export async function mappingToXlsx(file: MappingFile): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const head = book.addWorksheet(HEAD_SHEET);
  head.columns = [{ width: 16 }, { width: 110 }];
  for (const name of ['version', 'migrationId'] as const) {
    const row = head.addRow([headNames[name], guarded(file[name])]);
    row.getCell(2).numFmt = TEXT;
  }
  head.addRow([]);
  for (const text of HELP) head.addRow(['', text]);
  for (const entity of mappingEntities) {
    const lines = file.lines.filter((line) => line.entity === entity);
    if (lines.length > 0) addSheet(book, sheetTitles[entity], lines);
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
