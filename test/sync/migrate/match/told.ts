import type { MappingGround } from '../../../../src/sync/migrate/mapping/ground.ts';
import { proposeMapping } from '../../../../src/sync/migrate/mapping/propose.ts';
import { type MappingLine, mappingEntities } from '../../../../src/sync/migrate/mapping/types.ts';
import type { Side } from '../../../../src/sync/migrate/match/side.ts';
import { aSide } from './sides.ts';

export const groundOf = (source: Partial<Side>, target: Partial<Side>): MappingGround => ({
  migrationId: '0b5fa3a6-3b0c-4f2e-9c3f-1f3b9f3a7c11',
  source: aSide(source),
  target: aSide(target),
  entities: mappingEntities,
});

/** The line of one thing of the source. */
export function lineOf(
  source: Partial<Side>,
  target: Partial<Side>,
  sourceId: string,
  kept: readonly MappingLine[] = [],
): MappingLine {
  const found = proposeMapping(groundOf(source, target), kept).lines.find(
    (line) => line.sourceId === sourceId,
  );
  if (!found) throw new Error(`no line of ${sourceId}`);
  return found;
}
