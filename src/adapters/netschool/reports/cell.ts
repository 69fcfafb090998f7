import type { Fields } from '../../../model/entities.ts';
import { readMark } from '../../../model/mark-value.ts';

type Absence = Pick<Fields<'attendance'>, 'status' | 'reason'>;

const CODES: ReadonlyMap<string, Absence> = new Map<string, Absence>([
  ['УП', { status: 'absent', reason: 'excused' }],
  ['Б', { status: 'absent', reason: 'sick' }],
  ['НП', { status: 'absent', reason: 'unexcused' }],
  ['ОТ', { status: 'absent', reason: 'not_given' }],
  ['ОП', { status: 'late', reason: null }],
  ['ОСВ', { status: 'exempt', reason: null }],
]);

/** What stands in a cell of the report of marks and attendance. */
export interface CellContent {
  readonly marks: readonly string[];
  /** Neither on the scale nor a word of the dictionary. */
  readonly unreadable: readonly string[];
  readonly absences: readonly (Absence & { readonly rawCode: string })[];
}

const LETTERS = /^[А-ЯЁа-яё]{1,5}$/;

/**
 * Takes a cell apart: `УП 4 .` is an absence, a mark and a debt. Codes of absence are capitals; letters that
 * are in neither dictionary are an absence whose meaning we do not know, kept with its code.
 */
export function readCell(text: string, scaleMax: number): CellContent {
  const marks: string[] = [];
  const unreadable: string[] = [];
  const absences: (Absence & { rawCode: string })[] = [];
  const words = text.replace(/(\d)\.(?=\s|$)/g, '$1 .').split(/\s+/);
  for (const word of words) {
    if (word === '') continue;
    const absence = CODES.get(word);
    if (absence) absences.push({ ...absence, rawCode: word });
    else if (readMark(word, scaleMax).kind !== 'unknown') marks.push(word);
    else if (LETTERS.test(word)) absences.push({ status: 'unknown', reason: null, rawCode: word });
    else unreadable.push(word);
  }
  return { marks, unreadable, absences };
}
