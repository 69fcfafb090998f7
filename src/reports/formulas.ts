import type { MarkFigures } from '../store/rollup/types.ts';

/** The numbers that measures are made of: marks of a base set by value. */
export type Marks = Pick<
  MarkFigures,
  'base' | 'n5' | 'n4' | 'n3' | 'n2' | 'n1' | 'notAssessed' | 'exempt' | 'passed' | 'failed' | 'none'
>;

/** Which SOU is meant: that of NetSchool's help, the default, or Simonov's classic one (school-domain §4). */
export type SouVariant = 'netschool' | 'simonov';

/** A ratio; null where there is nothing to divide by, because that is not 0. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** A ratio in percent; see {@link ratio}. */
export const percent = (part: number, whole: number): number | null => ratio(100 * part, whole);

/**
 * N of a class and subject: the base without the exempt, without those who have no mark at all, and without marks that
 * are words («зач», «незач»), which these measures know nothing of. «н/а» stays in.
 */
export const assessedOf = ({ n5, n4, n3, n2, n1, notAssessed }: Marks): number =>
  n5 + n4 + n3 + n2 + n1 + notAssessed;

/** Абсолютная успеваемость, %. */
export const passRate = (marks: Marks): number | null =>
  percent(marks.n5 + marks.n4 + marks.n3, assessedOf(marks));

/** Качество знаний, %. */
export const qualityRate = (marks: Marks): number | null => percent(marks.n5 + marks.n4, assessedOf(marks));

/** Средний балл: without «н/а», exemptions and words. */
export function meanMark({ n5, n4, n3, n2, n1 }: Marks): number | null {
  return ratio(5 * n5 + 4 * n4 + 3 * n3 + 2 * n2 + n1, n5 + n4 + n3 + n2 + n1);
}

/** СОУ, %. «1» counts as «2» in the first variant, which does not name it. */
export function souIndex(marks: Marks, variant: SouVariant = 'netschool'): number | null {
  const { n5, n4, n3, n2, n1, notAssessed } = marks;
  const upper = n5 * 100 + n4 * 64 + n3 * 36;
  if (variant === 'netschool') return ratio(upper + (n2 + n1) * 16 + notAssessed * 7, assessedOf(marks));
  return ratio(upper + n2 * 16 + n1 * 8, n5 + n4 + n3 + n2 + n1);
}

/** A mark and what it weighs. */
export interface Weighed {
  readonly mark: number;
  readonly weight: number;
}

/** Средневзвешенный балл: over marks that weigh anything. */
export function weightedMean(marks: readonly Weighed[]): number | null {
  const counted = marks.filter(({ weight }) => weight > 0);
  const sum = counted.reduce((total, { mark, weight }) => total + mark * weight, 0);
  return ratio(
    sum,
    counted.reduce((total, { weight }) => total + weight, 0),
  );
}

const NO_MARKS: Marks = {
  base: 0,
  n5: 0,
  n4: 0,
  n3: 0,
  n2: 0,
  n1: 0,
  notAssessed: 0,
  exempt: 0,
  passed: 0,
  failed: 0,
  none: 0,
};

const keys = Object.keys(NO_MARKS) as readonly (keyof Marks)[];

/** Marks of several sets together: a school's rate is a ratio of sums, not a mean of its classes' percentages. */
export function sumOf(sets: readonly Marks[]): Marks {
  const total: Record<keyof Marks, number> = { ...NO_MARKS };
  for (const one of sets) for (const key of keys) total[key] += one[key];
  return total;
}

/** What people read: one decimal, half up; full precision is kept until here. */
export function oneDecimal(value: number): string {
  // What arithmetic in binary left behind the twelfth digit is not what people halve by.
  const tenths = Number((Math.abs(value) * 10).toPrecision(12));
  return ((Math.sign(value) * Math.floor(tenths + 0.5)) / 10).toFixed(1).replace('.', ',');
}
