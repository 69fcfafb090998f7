import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { groupedBy } from '../match/edges.ts';
import { labelsOf } from '../match/labels.ts';
import type { Side } from '../match/side.ts';
import { sharedDays } from '../match/terms.ts';
import { type MappingGround, versionOf } from './ground.ts';
import { LEFT_WITH_ABOVE, leftWithAbove } from './left-above.ts';
import { inOrder } from './order.ts';
import { fault, type PlacedMapping } from './placed.ts';
import { type MappingEntity, type MappingFile, type MappingLine, shareable } from './types.ts';

/** A line with where it stands. */
interface Spot {
  readonly line: MappingLine;
  readonly place: string;
}

const spotsOf = ({ file, places, headPlace }: PlacedMapping): Spot[] =>
  file.lines.map((line, index) => ({ line, place: places[index] ?? headPlace }));

function head({ file, headPlace }: PlacedMapping, ground: MappingGround): Diagnostic[] {
  if (file.migrationId !== ground.migrationId) {
    const message = 'The file belongs to another migration.';
    return [fault('mapping.other_migration', headPlace, message, 'Take the file of this migration.')];
  }
  if (file.version === versionOf(ground)) return [];
  const message = 'A journal has changed since the file was made.';
  const hint = 'Make the file anew: answers about what is still there are carried over.';
  return [fault('mapping.stale_version', headPlace, message, hint)];
}

/** A target of another year shares no day with the source. */
function years({ headPlace }: PlacedMapping, { source, target, entities }: MappingGround): Diagnostic[] {
  if (!entities.includes('term') || source.term.length === 0 || target.term.length === 0) return [];
  const met = source.term.some((ours) => target.term.some((theirs) => sharedDays(ours, theirs) > 0));
  if (met) return [];
  const message = 'No term of the target has a day in common with a term of the source.';
  return [fault('mapping.other_year', headPlace, message, 'Open the same academic year in the target.')];
}

/** The ids of one side, by entity. */
type Ids = ReadonlyMap<MappingEntity, ReadonlySet<string>>;

const idsOf = (side: Side, { entities }: MappingGround): Ids =>
  new Map(entities.map((entity) => [entity, new Set(side[entity].map(({ id }) => id))]));

const has = (ids: Ids, entity: MappingEntity, id: string | null): boolean =>
  id !== null && (ids.get(entity)?.has(id) ?? false);

function sources(
  entity: MappingEntity,
  spots: readonly Spot[],
  mapping: PlacedMapping,
  ids: Ids,
): Diagnostic[] {
  const seen = groupedBy(spots, ({ line }) => line.sourceId);
  const missing = [...(ids.get(entity) ?? [])].filter((id) => !seen.has(id)).sort();
  return [
    ...missing.map((id) =>
      fault(
        'mapping.row_missing',
        mapping.placeOf(entity),
        `The row of ${entity} ${id} is not there.`,
        'Put it back; to leave it out, write «оставить» in it.',
      ),
    ),
    ...spots
      .filter(({ line }) => !has(ids, entity, line.sourceId))
      .map(({ place }) =>
        fault(
          'mapping.unknown_source',
          place,
          `The source has no ${entity} with this id.`,
          'Do not change the first column; put the id back.',
        ),
      ),
    ...[...seen.values()].flatMap(([first, ...others]) =>
      others.map(({ place }) =>
        fault(
          'mapping.row_repeated',
          place,
          `The same ${entity} stands at ${first?.place} already.`,
          'Keep one of the rows.',
        ),
      ),
    ),
  ];
}

function unknownTarget({ line, place }: Spot, ids: Ids): Diagnostic {
  const { entity, targetKey } = line;
  const other = [...ids.keys()].find((name) => has(ids, name, targetKey));
  const message = other
    ? `The id is that of a ${other} of the target, not of a ${entity}.`
    : `The target has no ${entity} with this id.`;
  return fault(
    'mapping.unknown_target',
    place,
    message,
    'Copy the id from a candidate, or write «оставить».',
  );
}

function answers(entity: MappingEntity, spots: readonly Spot[], ids: Ids): Diagnostic[] {
  const taken = groupedBy(spots, ({ line }) => line.targetKey);
  const twice = shareable.has(entity) ? [] : [...taken.values()];
  return [
    ...spots
      .filter(({ line }) => line.how === 'question')
      .map(({ place }) =>
        fault(
          'mapping.unanswered',
          place,
          `It is not said what this ${entity} is in the target.`,
          'Write the id of one of the candidates, or «оставить».',
        ),
      ),
    ...spots
      .filter(({ line }) => line.targetKey !== null && !has(ids, entity, line.targetKey))
      .map((spot) => unknownTarget(spot, ids)),
    ...twice.flatMap(([first, ...others]) =>
      others.map(({ place }) =>
        fault(
          'mapping.target_twice',
          place,
          `The same ${entity} of the target is given at ${first?.place} already.`,
          'One of the two must be another, or «оставить».',
        ),
      ),
    ),
  ];
}

/** A group that is put into another class or subject than its own class and subject are put into. */
function groupsAstray(spots: readonly Spot[], ground: MappingGround): Diagnostic[] {
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
    return astray
      ? [fault('mapping.group_astray', place, message, 'Take a group of the same class and subject.')]
      : [];
  });
}

/** Lines of what this migration does not ask about. */
const strangers = (spots: readonly Spot[], { entities }: MappingGround): Diagnostic[] =>
  spots
    .filter(({ line }) => !entities.includes(line.entity))
    .map(({ line, place }) =>
      fault(
        'mapping.not_asked',
        place,
        `This migration does not ask about a ${line.entity}.`,
        'Delete the row.',
      ),
    );

const isLeft = ({ entity, sourceId }: MappingLine, left: ReadonlySet<string>): boolean =>
  entity === 'subjectGroup' && left.has(sourceId);

const leftOut = (line: MappingLine): MappingLine => ({
  ...line,
  how: 'leave',
  targetKey: null,
  targetName: null,
  reason: LEFT_WITH_ABOVE,
});

/**
 * Everything that is wrong with a mapping document, each with its place; nothing of either vendor is asked.
 * Messages hold ids and rows, never a name.
 */
export function checkMapping(mapping: PlacedMapping, ground: MappingGround): Diagnostic[] {
  const left = leftWithAbove(mapping.file.lines, ground.source);
  const spots = spotsOf(mapping).map((spot) =>
    isLeft(spot.line, left) ? { ...spot, line: leftOut(spot.line) } : spot,
  );
  const ours = idsOf(ground.source, ground);
  const theirs = idsOf(ground.target, ground);
  return [
    ...head(mapping, ground),
    ...years(mapping, ground),
    ...strangers(spots, ground),
    ...ground.entities.flatMap((entity) => {
      const own = spots.filter(({ line }) => line.entity === entity);
      return [...sources(entity, own, mapping, ours), ...answers(entity, own, theirs)];
    }),
    ...groupsAstray(spots, ground),
  ];
}

/** The document as the migration takes it: in order, and with the names that both sides have today. */
export function acceptMapping(
  mapping: PlacedMapping,
  ground: MappingGround,
): Result<MappingFile, Diagnostic[]> {
  const faults = checkMapping(mapping, ground);
  if (faults.length > 0) return err(faults);
  const names = new Map(
    ground.entities.map((entity) => [
      entity,
      { ours: labelsOf(ground.source, entity), theirs: labelsOf(ground.target, entity) },
    ]),
  );
  const left = leftWithAbove(mapping.file.lines, ground.source);
  const lines = mapping.file.lines.map((read): MappingLine => {
    const line = isLeft(read, left) ? leftOut(read) : read;
    const { ours, theirs } = names.get(line.entity) ?? {};
    const sourceName = ours?.get(line.sourceId) ?? line.sourceName;
    const targetName = line.targetKey === null ? null : (theirs?.get(line.targetKey) ?? null);
    return { ...line, sourceName, targetName };
  });
  return ok({ ...mapping.file, lines: inOrder(lines) });
}
