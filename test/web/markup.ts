/** Elements that have no end. */
const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'col', 'wbr', 'source']);

/** Elements inside of which `<` may stand for something else; the pages use none but empty scripts. */
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>"'/]+(?:="[^"]*")?)*)\s*(\/?)>/g;

/** What is wrong with a page's markup: tags that do not match, ids that stand twice, references to ids that are not there. */
export function markupFaults(html: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  for (const [, end, rawName = '', , self] of html.matchAll(TAG)) {
    const name = rawName.toLowerCase();
    if (VOID.has(name) || self) continue;
    if (!end) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else faults.push(`</${name}> inside of ${open.join(' ')}`);
  }
  if (open.length > 0) faults.push(`not closed: ${open.join(' ')}`);
  const rest = html.replace(/^<!doctype html>/, '').replaceAll(TAG, '');
  if (rest.includes('<')) faults.push(`not a tag: ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 60)}`);
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? '');
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id ${id} stands twice`);
  const wanted = html.matchAll(/\s(?:aria-labelledby|aria-describedby|for)="([^"]*)"/g);
  for (const [, id = ''] of wanted) if (!ids.includes(id)) faults.push(`nothing has the id ${id}`);
  if ([...html.matchAll(/<h1[\s>]/g)].length !== 1) faults.push('not exactly one h1');
  return faults;
}

/** What a page has in it that our own policy would forbid the browser to run or to apply. */
export function inlineParts(html: string): readonly string[] {
  const forbidden = [
    /<style[\s>]/g,
    /<[^>]*\sstyle=/g,
    /<script(?![^>]*\ssrc="\/assets\/)[^>]*>/g,
    /<[^>]*\son[a-z]+=/g,
    /javascript:/g,
    /(?:src|href|action)="(?:https?:)?\/\/[^"]*"/g,
  ];
  return forbidden.flatMap((pattern) => [...html.matchAll(pattern)].map(([found]) => found));
}
