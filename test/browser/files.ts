import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The numbers of the first sheet of a workbook, row by row; rows without any are left out. */
export async function workbookNumbers(file: string): Promise<readonly (readonly number[])[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  const rows: number[][] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    const numbers: number[] = [];
    row.eachCell(({ value }) => {
      if (typeof value === 'number') numbers.push(value);
    });
    if (numbers.length > 0) rows.push(numbers);
  });
  return rows;
}

/** A word on paper: what it says, and from where to where it stands, in points. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly paper: number;
}

/** The words of a printed page, sheet after sheet. */
export async function printedWords(bytes: Uint8Array): Promise<readonly Word[]> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const words: Word[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const sheet = await document.getPage(number);
    const [, , paper = 0] = sheet.view;
    for (const item of (await sheet.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const left = Number(item.transform[4]);
      words.push({ text: item.str, left, right: left + item.width, paper });
    }
  }
  await task.destroy();
  return words;
}
