import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { MappingGround } from './ground.ts';
import { fault, type Spot } from './placed.ts';
import type { MappingEntity } from './types.ts';

const HINT = 'Выберите группу того же класса и предмета или впишите «оставить».';

/** A group that is put into another class or subject than its own class and subject are put into. */
export function groupsAstray(spots: readonly Spot[], ground: MappingGround): Diagnostic[] {
  const targetOf = new Map(spots.map(({ line }) => [`${line.entity} ${line.sourceId}`, line.targetKey]));
  const ours = new Map(ground.source.subjectGroup.map((group) => [group.id, group]));
  const theirs = new Map(ground.target.subjectGroup.map((group) => [group.id, group]));
  const differs = (
    entity: MappingEntity,
    id: string | null | undefined,
    other: string | null | undefined,
  ) => {
    const mapped = id ? targetOf.get(`${entity} ${id}`) : null;
    return Boolean(mapped && other && mapped !== other);
  };
  return spots.flatMap(({ line, place }): Diagnostic[] => {
    if (line.entity !== 'subjectGroup' || line.targetKey === null) return [];
    const [group, other] = [ours.get(line.sourceId), theirs.get(line.targetKey)];
    const astray =
      differs('class', group?.classId, other?.classId) ||
      differs('subject', group?.subjectId, other?.subjectId);
    const message = 'The group is given one of another class or another subject.';
    return astray ? [fault('mapping.group_astray', place.target, message, HINT)] : [];
  });
}
