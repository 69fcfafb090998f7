const MARK = '\u0001int:';
const MARKED = /"\\u0001int:(-?\d+)"/g;

/** JSON where a `bigint` becomes a bare number: vendors send ids of 64 bits that way. */
export function encodeJson(value: unknown): string {
  let marked = false;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'bigint') return part;
    marked = true;
    return MARK + part.toString();
  });
  return marked ? text.replace(MARKED, '$1') : text;
}

const LONG_NUMBER = /([[,:]\s*)(\d{16,})(?=\s*[,\]}])/g;

/** Parses JSON; numbers too long for a double come out as text. */
export const decodeJson = (text: string): unknown => JSON.parse(text.replace(LONG_NUMBER, '$1"$2"'));

/** The same value without the property `name`, at any depth: what a vendor's careless release does. */
export function withoutProperty(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProperty(item, name));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => key !== name);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutProperty(item, name)]));
}
