/** Latin letters that look like Cyrillic ones, each in its own case: «b» is no «в», but «B» is «В». */
const LATIN = 'ABCEËHKMOPTXYaceëkmoptxy';
const CYRILLIC = 'АВСЕЁНКМОРТХУасеёкмортху';
const LOOK_ALIKE: ReadonlyMap<string, string> = new Map(
  [...LATIN].map((letter, index) => [letter, [...CYRILLIC][index] ?? letter]),
);

const folded = (word: string): string => [...word].map((letter) => LOOK_ALIKE.get(letter) ?? letter).join('');

/**
 * A word is folded where it holds Cyrillic anyway, or consists of look-alikes alone («A», «TEXHO»); a word that
 * is Latin for certain («Smith») stays.
 */
const foldWord = (word: string): string =>
  /\p{Script=Cyrillic}/u.test(word) || [...word].every((letter) => LOOK_ALIKE.has(letter))
    ? folded(word)
    : word;

/** What is not seen, and marks that NFC left beside their letters: stress. («й» and «ё» are one character then.) */
const BESIDE_LETTERS = /[\u00AD\u200B-\u200F\u2060\uFEFF\p{M}]/gu;

/** The same text however it was typed: Unicode form, case, ё, look-alike letters, kinds of dash and of space. */
export function plainText(text: string): string {
  const letters = text
    .normalize('NFC')
    .replace(BESIDE_LETTERS, '')
    .replace(/\p{L}+/gu, foldWord)
    .toLowerCase()
    .replace(BESIDE_LETTERS, '')
    .normalize('NFC')
    .replaceAll('ё', 'е');
  return letters
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[’ʼ`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a text, without what stands between them. */
export const words = (text: string): string[] => plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** How much two lists of words share: 1 the same words, 0 none of them. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const first = new Set(a);
  const second = new Set(b);
  const common = [...first].filter((word) => second.has(word)).length;
  return first.size + second.size === 0 ? 0 : (2 * common) / (first.size + second.size);
}
