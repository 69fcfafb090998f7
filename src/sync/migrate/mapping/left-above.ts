import type { Side } from '../match/side.ts';
import type { MappingLine } from './types.ts';

/** Why a group is left out that nobody was asked about. */
export const LEFT_WITH_ABOVE = 'Класс или предмет решено оставить';

/** Groups whose class or subject is left out: they stay behind with it, whatever their own rows say. */
export function leftWithAbove(lines: readonly MappingLine[], source: Side): ReadonlySet<string> {
  const left = new Set(
    lines
      .filter(({ entity, how }) => how === 'leave' && (entity === 'class' || entity === 'subject'))
      .map(({ entity, sourceId }) => `${entity} ${sourceId}`),
  );
  const groups = source.subjectGroup.filter(
    ({ classId, subjectId }) => left.has(`class ${classId}`) || left.has(`subject ${subjectId}`),
  );
  return new Set(groups.map(({ id }) => id));
}
