import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { groupedBy } from '../match/edges.ts';
import { labelsOf } from '../match/labels.ts';
import type { Side } from '../match/side.ts';
import { sharedDays } from '../match/terms.ts';
import { groupsAstray } from './astray.ts';
import { heldIn, type MappingGround, versionOf } from './ground.ts';
import { LEFT_WITH_ABOVE, leftWithAbove } from './left-above.ts';
import { inOrder } from './order.ts';
import { fault, type PlacedMapping, type Spot } from './placed.ts';
import { mayShare } from './sharing.ts';
import type { MappingEntity, MappingFile, MappingLine } from './types.ts';

const spotsOf = ({ file, places, headPlaces }: PlacedMapping): Spot[] =>
  file.lines.map((line, index) => ({
    line,
    place: places[index] ?? { source: headPlaces.version, target: headPlaces.version },
  }));

function head({ file, headPlaces }: PlacedMapping, ground: MappingGround): Diagnostic[] {
  if (file.migrationId !== ground.migrationId) {
    const message = 'The file belongs to another migration.';
    return [
      fault('mapping.other_migration', headPlaces.migrationId, message, 'Возьмите файл этого переноса.'),
    ];
  }
  if (file.version === versionOf(ground)) return [];
  const message = 'A journal has changed since the file was made.';
  const hint = 'Составьте файл заново (--renew): ответы о том, что осталось, сохранятся.';
  return [fault('mapping.stale_version', headPlaces.version, message, hint)];
}

/** Whether the two sides are of different years: their terms share no day. There is nothing to be matched then. */
export function otherYear({ source, target, entities }: MappingGround, place: string): Diagnostic | null {
  if (!entities.includes('term') || source.term.length === 0 || target.term.length === 0) return null;
  const met = source.term.some((ours) => target.term.some((theirs) => sharedDays(ours, theirs) > 0));
  if (met) return null;
  const message = 'No term of the target has a day in common with a term of the source.';
  const hint = 'Откройте в новом журнале тот же учебный год и составьте файл заново (--renew).';
  return fault('mapping.other_year', place, message, hint);
}

/** The ids of one side, by entity. */
type Ids = ReadonlyMap<MappingEntity, ReadonlySet<string>>;

const idsOf = (side: Side, { entities }: MappingGround): Ids =>
  new Map(entities.map((entity) => [entity, new Set(side[entity].map(({ id }) => id))]));

type Held = ReturnType<typeof heldIn>;

const has = (ids: Ids, entity: MappingEntity, id: string | null): boolean =>
  id !== null && (ids.get(entity)?.has(id) ?? false);

/** Rows that are gone, that nobody asked for, that stand twice. */
function sources(
  entity: MappingEntity,
  spots: readonly Spot[],
  { mapping, held, ids }: { mapping: PlacedMapping; held: Held; ids: Ids },
): Diagnostic[] {
  const seen = groupedBy(spots, ({ line }) => line.sourceId);
  const missing = [...(ids.get(entity) ?? [])].filter((id) => !seen.has(id) && !held(entity, id)).sort();
  return [
    ...missing.map((id) =>
      fault(
        'mapping.row_missing',
        mapping.placeOf(entity),
        `The row of ${entity} ${id} is not there.`,
        'Верните строку (чтобы не переносить, впишите «оставить») или составьте файл заново (--renew).',
      ),
    ),
    ...spots
      .filter(({ line }) => !has(ids, entity, line.sourceId))
      .map(({ place }) =>
        fault(
          'mapping.unknown_source',
          place.source,
          `The source has no ${entity} with this id.`,
          'Верните номер, который здесь стоял: этот столбец не меняют.',
        ),
      ),
    ...[...seen.values()].flatMap(([first, ...others]) =>
      others.map(({ place }) =>
        fault(
          'mapping.row_repeated',
          place.source,
          `The same ${entity} stands at ${first?.place.source} already.`,
          `Удалите одну из двух одинаковых строк: вторая — ${first?.place.source}.`,
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
  const hint = 'Такого номера в новом журнале нет: возьмите номер из вариантов или впишите «оставить».';
  return fault('mapping.unknown_target', place.target, message, hint);
}

function twice(entity: MappingEntity, spots: readonly Spot[], ground: MappingGround): Diagnostic[] {
  const taken = groupedBy(spots, ({ line }) => line.targetKey);
  return [...taken.values()].flatMap((sharing) =>
    sharing.flatMap((spot, index): Diagnostic[] => {
      const before = sharing.slice(0, index).find((other) => !mayShare(other.line, spot.line, ground.source));
      if (!before) return [];
      const message = `The same ${entity} of the target is given at ${before.place.target} already.`;
      const hint = `Этот номер уже стоит: ${before.place.target}. В одном из двух мест впишите другой или «оставить».`;
      return [fault('mapping.target_twice', spot.place.target, message, hint)];
    }),
  );
}

function answers(
  entity: MappingEntity,
  spots: readonly Spot[],
  { ground, held, ids }: { ground: MappingGround; held: Held; ids: Ids },
): Diagnostic[] {
  return [
    ...spots
      .filter(({ line }) => isOpen(line) && !held(entity, line.sourceId))
      .map(({ place }) =>
        fault(
          'mapping.unanswered',
          place.target,
          `It is not said what this ${entity} is in the target.`,
          'Впишите номер одного из вариантов или слово «оставить».',
        ),
      ),
    ...spots
      .filter(({ line }) => line.targetKey !== null && !has(ids, entity, line.targetKey))
      .map((spot) => unknownTarget(spot, ids)),
    ...twice(entity, spots, ground),
  ];
}

/** Lines of what this migration does not ask about. */
const strangers = (spots: readonly Spot[], { entities }: MappingGround): Diagnostic[] =>
  spots
    .filter(({ line }) => !entities.includes(line.entity))
    .map(({ line, place }) =>
      fault(
        'mapping.not_asked',
        place.source,
        `This migration does not ask about a ${line.entity}.`,
        'Удалите эту строку: об этом перенос не спрашивает.',
      ),
    );

/** Nothing is said, or nothing had to be said as long as there was no consent. */
const isOpen = ({ how }: MappingLine): boolean => how === 'question' || how === 'held';

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
 * Messages hold ids and places, never a name.
 */
export function checkMapping(mapping: PlacedMapping, ground: MappingGround): Diagnostic[] {
  const left = leftWithAbove(mapping.file.lines, ground.source);
  const spots = spotsOf(mapping).map((spot) =>
    isLeft(spot.line, left) ? { ...spot, line: leftOut(spot.line) } : spot,
  );
  const ours = idsOf(ground.source, ground);
  const theirs = idsOf(ground.target, ground);
  const held = heldIn(ground);
  const year = otherYear(ground, mapping.placeOf('term'));
  const byEntity = groupedBy(spots, ({ line }) => line.entity);
  return [
    ...head(mapping, ground),
    ...(year === null ? [] : [year]),
    ...strangers(spots, ground),
    ...ground.entities.flatMap((entity) => {
      const own = byEntity.get(entity) ?? [];
      return [
        ...sources(entity, own, { mapping, held, ids: ours }),
        ...answers(entity, own, { ground, held, ids: theirs }),
      ];
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
