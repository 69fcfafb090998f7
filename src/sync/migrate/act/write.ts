import { mkdir, rename, writeFile } from 'node:fs/promises';
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

/** What an act says beside what follows from its list. */
export type ActGround = Omit<Act, 'format' | 'version' | 'totals' | 'list'>;

/**
 * Writes the list of all rows and the act over it: as JSON, as a workbook, and for print. Totals come from the list
 * itself, so that the act and its list never contradict one another.
 */
export async function writeAct(
  folder: string,
  ground: ActGround,
  lines: AsyncIterable<ActLine>,
): Promise<{ readonly act: Act; readonly files: ActFiles }> {
  await mkdir(folder, { recursive: true });
  const files = actFiles(folder, ground.number);
  const { rows, sha256, totals } = await writeActList(files.list, lines);
  const file = files.list.slice(folder.length).replace(/^[/\\]+/, '');
  const act: Act = {
    format: 'peremena-act',
    version: 1,
    ...ground,
    totals: [...totals],
    list: { file, rows, sha256 },
  };
  await writeFile(`${files.json}.part`, actText(act));
  await rename(`${files.json}.part`, files.json);
  await writeActXlsx(files.xlsx, act);
  await writeActPdf(files.pdf, act);
  return { act, files };
}
