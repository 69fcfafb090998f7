/** How many letters must be put, taken or changed to make one word of the other. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (right[column - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** Of the names there are, the one that was probably meant; null when none is near. */
export function nearestName(given: string, names: readonly string[]): string | null {
  const word = given.toLowerCase().slice(0, 60);
  const [best] = names
    .map((name) => ({ name, off: distance(word, name.toLowerCase()) }))
    .sort((left, right) => left.off - right.off);
  return best && best.off <= Math.max(2, Math.floor(given.length / 3)) ? best.name : null;
}

/** The hint that names what was probably meant, or all that there is. */
export function nearestHint(given: string, names: readonly string[]): string {
  if (names.length === 0) return 'See docs/guide-regulations.md for what may stand here.';
  const near = nearestName(given, names);
  return near ? `Did you mean «${near}»?` : `There is: ${names.join(', ')}.`;
}
