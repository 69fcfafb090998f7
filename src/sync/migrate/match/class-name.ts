import { plainText } from './text.ts';

/** Words that say no more than that it is a class. */
const CLASS_WORD = /(^|[^\p{L}\p{N}])(?:класс|кл)(?=$|[^\p{L}\p{N}])/gu;

/** «05А» is «5а», «5 «А»» too; «11-1» keeps what stands between its digits. */
const GRADE = /^0*(\d{1,2})(?!\d)[^\p{L}\p{N}]*(.*)$/u;

/** Run together, a word of look-alikes may have become part of a Cyrillic one. */
const bare = (text: string): string => plainText(text.replace(/[^\p{L}\p{N}]+/gu, ''));

/** The name of a class in one spelling: «5 «А»», «5-А», «5 А класс» and «5A» in Latin are all «5а». */
export function className(name: string): string {
  const text = plainText(name)
    .replace(CLASS_WORD, '$1 ')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const found = GRADE.exec(text);
  if (!found) return bare(text) || plainText(name);
  const rest = bare(found[2] ?? '');
  return `${found[1]}${/^\d/.test(rest) ? '-' : ''}${rest}`;
}
