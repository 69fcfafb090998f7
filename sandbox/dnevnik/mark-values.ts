import type { Quirks } from './quirks.ts';

const digits = (most: number): string[] => Array.from({ length: most }, (_, index) => String(index + 1));

const withSigns = (values: readonly string[]): string[] =>
  values.flatMap((value) => [`${value}-`, value, `${value}+`]);

/** What `marks/values` tells: systems and their values. */
export const MARK_VALUES: Readonly<Record<string, readonly (string | null)[]>> = {
  markna: ['Н/А'],
  markdismiss: ['ОСВ'],
  mark5: withSigns(digits(5)),
  mark6: digits(6),
  mark7: digits(7),
  mark10: digits(10),
  mark12: digits(12),
  mark100: digits(100),
  markabcdf: ['A', 'B', 'C', 'D', 'F'],
  test: ['ЗЧ', 'НЗ'],
  markoral6band: digits(6),
  notset: [null],
};

const NAMES = { mark5: 'Mark5', test: 'Test', markna: 'MarkNA', markdismiss: 'MarkDismiss' } as const;

export type MarkSystem = keyof typeof NAMES;

/** A mark as the vendor has it. */
export interface VendorMark {
  readonly value: string;
  readonly system: MarkSystem;
}

const WORDS: Readonly<Record<string, VendorMark>> = {
  зач: { value: 'ЗЧ', system: 'test' },
  незач: { value: 'НЗ', system: 'test' },
  'н/а': { value: 'Н/А', system: 'markna' },
  осв: { value: 'ОСВ', system: 'markdismiss' },
};

/** The marks that a value of the truth becomes: two for `4/5`, none for the dot, which has no place here. */
export function vendorMarks(value: string): readonly VendorMark[] {
  const word = WORDS[value];
  if (word) return [word];
  return value === '.' ? [] : value.split('/').map((part) => ({ value: part, system: 'mark5' }));
}

/** The system of a value that a client sends; null where no system has it. */
export function systemOf(value: string): MarkSystem | null {
  const systems = Object.keys(NAMES) as MarkSystem[];
  return systems.find((system) => MARK_VALUES[system]?.includes(value)) ?? null;
}

export const systemName = (system: MarkSystem, { markTypeCase }: Quirks): string =>
  markTypeCase === 'lower' ? system : NAMES[system];

const TEXTS: Readonly<Record<string, string>> = {
  ЗЧ: 'зачёт',
  НЗ: 'незачёт',
  'Н/А': 'не аттестован',
  ОСВ: 'освобождён',
};

export function textValue(value: string, { textValue: way }: Quirks): string | null {
  if (way === 'null') return null;
  return way === 'words' ? (TEXTS[value] ?? value) : value;
}

/** The number that an average counts: signs do not matter; null for words. */
export const numberOf = (value: string): number | null =>
  /^\d+[+-]?$/.test(value) ? Number.parseInt(value, 10) : null;

export function moodOf(value: string): string {
  const number = numberOf(value);
  if (number === null) return 'NotSet';
  return number >= 4 ? 'Good' : number === 3 ? 'Average' : 'Bad';
}
