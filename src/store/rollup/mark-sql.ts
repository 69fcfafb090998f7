/** The words of school-domain §2.1 in small letters; the database's own `lower` may not know Cyrillic. */
const small = (value: string): string => `translate(btrim(${value}), 'ЗАЧЁТЕНСОВ', 'зачётенсов')`;

const NUMBERS = String.raw`^\d{1,3}[+-]?(/\d{1,3}[+-]?)?$`;

/** A number of another scale as one of the usual five; null where nobody has said what it stands for. */
const band = (number: string, scale: string): string => `case ${scale}
  when 5 then ${number}
  when 10 then case when ${number} >= 9 then 5 when ${number} >= 7 then 4 when ${number} >= 5 then 3 else 2 end end`;

/** One of the two numbers of a text that {@link NUMBERS} matches; null where it is none, or outside the scale. */
const part = (value: string, scale: string, index: 1 | 2): string => {
  const number = String.raw`substring(split_part(btrim(${value}), '/', ${index}) from '^\d+')::int`;
  return `case when btrim(${value}) ~ '${NUMBERS}' and ${number} between 1 and ${scale} then ${band(number, scale)} end`;
};

/** SQL of a mark's first number on the usual scale; null where it has none. Nearly all marks are a single digit. */
export const firstNumber = (value: string, scale: string): string =>
  `case when ${scale} = 5 and ${value} in ('5', '4', '3', '2', '1') then ${value}::int else ${part(value, scale, 1)} end`;

/** SQL of the second number of a mark like `4/5`; nearly always null. */
export const secondNumber = (value: string, scale: string): string =>
  `case when ${value} like '%/%' then ${part(value, scale, 2)} end`;

/**
 * SQL of what a mark for a period is counted as: `1`…`5`, `na`, `exempt`, `passed`, `failed`; null for what nobody can
 * read, which is as if there were none. Of two numbers the lower one counts.
 */
export const codeOf = (value: string, scale: string): string => `case
  when ${small(value)} in ('н/а', 'на') then 'na'
  when ${small(value)} in ('осв', 'осв.') then 'exempt'
  when ${small(value)} in ('зач', 'зачёт', 'зачет', 'зч', 'зачт') then 'passed'
  when ${small(value)} in ('незач', 'н/з') then 'failed'
  else least(${firstNumber(value, scale)}, ${secondNumber(value, scale)})::text end`;

/**
 * SQL of the mark that a mean comes to: half up, by the usual thresholds (school-domain §2.3). A mean that is a half but
 * for what adding in one order or another leaves (weights like 0.7) is a half.
 */
export const rounded = (mean: string): string =>
  // Without a mean there is no mark: of a null and a number `greatest` would take the number.
  `case when ${mean} is not null then greatest(2, floor(${mean} + 0.5 + 1e-9))::int end`;
