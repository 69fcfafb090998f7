import { readMark } from '../../model/mark-value.ts';

/** The vendor's words for what is no number, in the words of the model. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['зч', 'зач'],
  ['зач', 'зач'],
  ['зачёт', 'зач'],
  ['нз', 'незач'],
  ['н/з', 'незач'],
  ['незачёт', 'незач'],
  ['незачет', 'незач'],
  ['н/а', 'н/а'],
  ['на', 'н/а'],
  ['осв', 'осв'],
  ['осв.', 'осв'],
]);

/** The top of a mark system: `Mark5`, `mark12`, `markoral6band`; `usual` for systems of words. */
export function scaleOf(system: string | null, usual: number): number {
  const top = Number(/^mark(?:oral)?(\d{1,3})/i.exec(system ?? '')?.[1] ?? usual);
  return top >= 2 ? top : usual;
}

function meaningful(text: string | null, scaleMax: number): string | null {
  const tidy = (text ?? '').trim();
  const word = WORDS.get(tidy.toLowerCase());
  if (word !== undefined) return word;
  return readMark(tidy, scaleMax).kind === 'unknown' ? null : tidy;
}

/** The text of a mark in the words of the model; null where neither value nor text is understood. */
export const markText = (
  mark: { readonly value: string; readonly textValue: string | null },
  scaleMax: number,
): string | null => meaningful(mark.value, scaleMax) ?? meaningful(mark.textValue, scaleMax);
