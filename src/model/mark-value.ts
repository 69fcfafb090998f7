/** What the text of a mark means (school-domain §2.1). */
export type MarkMeaning =
  /** One number, or two for one work (`4/5`). A sign behind it (`4-`) is shown and does not count. */
  | { readonly kind: 'number'; readonly numbers: readonly number[] }
  | { readonly kind: 'pass' | 'fail' | 'not_assessed' | 'exempt' | 'debt' | 'unknown' };

const WORDS: ReadonlyMap<string, 'pass' | 'fail' | 'not_assessed' | 'exempt' | 'debt'> = new Map([
  ['зач', 'pass'],
  ['зачёт', 'pass'],
  ['зачет', 'pass'],
  ['зч', 'pass'],
  ['зачт', 'pass'],
  ['незач', 'fail'],
  ['н/з', 'fail'],
  ['н/а', 'not_assessed'],
  ['на', 'not_assessed'],
  ['осв', 'exempt'],
  ['осв.', 'exempt'],
  ['.', 'debt'],
]);

const numbersIn = (text: string): number[] | null =>
  /^\d{1,3}[+-]?(\/\d{1,3}[+-]?)?$/.test(text)
    ? text.split('/').map((part) => Number.parseInt(part, 10))
    : null;

/**
 * Reads the text of a mark on a scale of 1…`scaleMax`. A number outside the scale, or letters that are not
 * in the dictionary, are `unknown`: kept and reported, never guessed.
 */
export function readMark(value: string, scaleMax: number): MarkMeaning {
  const text = value.trim().toLowerCase();
  const numbers = numbersIn(text);
  if (numbers) {
    const within = numbers.every((number) => number >= 1 && number <= scaleMax);
    return within ? { kind: 'number', numbers } : { kind: 'unknown' };
  }
  return { kind: WORDS.get(text) ?? 'unknown' };
}

/** Mean of the numbers; null when there are none (an empty set has no mean, not a mean of 0). */
export function meanMark(marks: readonly MarkMeaning[]): number | null {
  const numbers = marks.flatMap((mark) => (mark.kind === 'number' ? mark.numbers : []));
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Σ(weight·mark) / Σweight over marks with a weight above 0; null when there are none (school-domain §4). */
export function weightedMeanMark(
  marks: readonly { readonly meaning: MarkMeaning; readonly weight: number | null }[],
): number | null {
  let sum = 0;
  let weights = 0;
  for (const { meaning, weight } of marks) {
    if (meaning.kind !== 'number' || weight === null || weight <= 0) continue;
    for (const number of meaning.numbers) {
      sum += weight * number;
      weights += weight;
    }
  }
  return weights === 0 ? null : sum / weights;
}
