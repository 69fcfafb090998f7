import type { Side } from '../match/side.ts';
import { gradesApart } from '../match/terms.ts';
import { type MappingLine, shareable } from './types.ts';

/** Whether two lines may have one target: words of a dictionary, and two terms that no class has both of. */
export function mayShare(a: MappingLine, b: MappingLine, { term }: Side): boolean {
  if (a.entity !== 'term') return shareable.has(a.entity);
  const [one, other] = [a, b].map(({ sourceId }) => term.find(({ id }) => id === sourceId));
  return one !== undefined && other !== undefined && one !== other && gradesApart(one, other);
}
