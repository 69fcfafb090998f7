import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Act, actText } from './act.ts';
import { type ActLine, writeActList } from './list.ts';
import { writeActPdf } from './pdf.ts';
import { writeActXlsx } from './xlsx.ts';

/** Where the parts of an act stand. */
export interface ActFiles {
  readonly list: string;
  readonly json: string;
  readonly xlsx: string;
  readonly pdf: string;
}

/** The files of an act in a folder, by its number. */
export function actFiles(folder: string, number: string): ActFiles {
  const name = `act-${number.replace(/[^\p{L}\p{N}-]+/gu, '-')}`;
  const at = (end: string): string => join(folder, `${name}${end}`);
  return { list: at('-rows.ndjson'), json: at('.json'), xlsx: at('.xlsx'), pdf: at('.pdf') };
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

/** An act that was made stays as it is, it may be signed already: the next one of its number is `12-2`. */
async function freeNumber(folder: string, number: string): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const free = turn === 1 ? number : `${number}-${turn}`;
    if (!(await isThere(actFiles(folder, free).json))) return free;
  }
}

/** What an act says beside what follows from its list. */
export type ActGround = Omit<Act, 'format' | 'version' | 'totals' | 'list'>;

/**
 * Writes the list of all rows and the act over it: as JSON, as a workbook, and for print. Totals come from the list
 * itself, so that the act and its list never contradict one another. Where the folder has an act of this number, it
 * gets the next one: no act is ever written over.
 */
export async function writeAct(
  folder: string,
  ground: ActGround,
  lines: AsyncIterable<ActLine>,
): Promise<{ readonly act: Act; readonly files: ActFiles }> {
  await mkdir(folder, { recursive: true });
  const number = await freeNumber(folder, ground.number);
  const files = actFiles(folder, number);
  const { rows, sha256, totals } = await writeActList(files.list, lines);
  const file = files.list.slice(folder.length).replace(/^[/\\]+/, '');
  const act: Act = {
    format: 'peremena-act',
    version: 1,
    ...ground,
    number,
    totals: [...totals],
    list: { file, rows, sha256 },
  };
  await writeFile(`${files.json}.part`, actText(act));
  await rename(`${files.json}.part`, files.json);
  await writeActXlsx(files.xlsx, act);
  await writeActPdf(files.pdf, act);
  return { act, files };
}
