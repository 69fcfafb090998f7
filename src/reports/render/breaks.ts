/** Takes no room, and lets a line end there. */
const BREAK = '\u200B';

const WIDE = /[ЖМФШЩЫЮжмфшщыюMWmw@%—…]/;
const CAPITAL = /\p{Lu}/u;

/** How wide a letter is at most, in heights of the font. */
function widthOf(letter: string): number {
  if (WIDE.test(letter)) return 1;
  return CAPITAL.test(letter) ? 0.78 : 0.65;
}

/** Places for breaks in words that are wider than `most` heights of the font: nothing may stand over its column. */
export function breakable(text: string, most: number): string {
  let run = 0;
  let result = '';
  for (const letter of text) {
    const width = widthOf(letter);
    run = /\s/.test(letter) ? 0 : run + width;
    if (run > most) {
      result += BREAK;
      run = width;
    }
    result += letter;
  }
  return result;
}
