import { type MappingEntity, type MappingFile, type MappingHow, mappingEntities } from './types.ts';

/** How far the answers of one kind are. */
export interface MappingCount {
  readonly entity: MappingEntity;
  readonly lines: number;
  readonly matched: number;
  readonly questions: number;
  readonly left: number;
  /** Without a consent, and without an answer that nobody needs yet. */
  readonly held: number;
}

/** How far a mapping is, kind by kind, in the order in which it is asked; kinds without a line are left out. */
export function summaryOf({ lines }: Pick<MappingFile, 'lines'>): MappingCount[] {
  return mappingEntities.flatMap((entity) => {
    const own = lines.filter((line) => line.entity === entity);
    if (own.length === 0) return [];
    const number = (wanted: MappingHow): number => own.filter(({ how }) => how === wanted).length;
    const [questions, left, held] = [number('question'), number('leave'), number('held')];
    const matched = own.length - questions - left - held;
    return [{ entity, lines: own.length, matched, questions, left, held }];
  });
}
