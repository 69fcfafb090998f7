import { load } from 'cheerio/slim';

const PLACEHOLDER = /^(-+|—|-+\s*не указан[ао]?\s*-+)$/i;

/** NBSP and the like become spaces, line ends one kind, spaces at the ends go. */
const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replaceAll('\0', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/** Text as it is shown; null where the vendor says nothing (`---Не указана---`, `-`, empty). */
export function shownText(text: string | null | undefined): string | null {
  const tidied = tidy(text ?? '');
  return tidied === '' || PLACEHOLDER.test(tidied) ? null : tidied;
}

/** Text that may be HTML, as plain text. */
export function textOfHtml(html: string | null | undefined): string | null {
  if (!html || !/<\/?[a-z][^>]*>|&[a-z#\d]+;/i.test(html)) return shownText(html);
  const $ = load(html.replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n'));
  $('script, style').remove();
  return shownText($.root().text());
}
