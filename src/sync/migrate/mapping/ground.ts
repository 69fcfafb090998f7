import { createHash } from 'node:crypto';
import type { Fact, Side } from '../match/side.ts';
import { type MappingEntity, type MappingFile, mappingEntities } from './types.ts';

/** What a mapping document stands on. */
export interface MappingGround {
  readonly migrationId: string;
  readonly source: Side;
  readonly target: Side;
  /** What is asked: a target that takes classes and people as they come is not asked about them. */
  readonly entities: readonly MappingEntity[];
  /**
   * Students of whom nothing is given away: they are matched, so that a namesake of theirs is not taken for the only
   * one, but nobody is asked about them.
   */
  readonly held?: readonly string[];
  /** What hangs on a teacher of the source, by the teacher's id. */
  readonly loads?: Readonly<Record<string, TeacherLoad>>;
}

/** How many rows of the source name a teacher. */
export interface TeacherLoad {
  readonly lessons: number;
  readonly marks: number;
}

/** Whether a document still asks what is to be asked: no journal has changed, and no consent has come in. */
export function isStill(file: MappingFile, ground: MappingGround): boolean {
  const held = heldIn(ground);
  const waits = file.lines.some(({ how, entity, sourceId }) => how === 'held' && !held(entity, sourceId));
  return !waits && file.version === versionOf(ground);
}

/** Tells whose lines are not needed: nothing of such a student goes as long as there is no consent. */
export function heldIn({ held = [] }: MappingGround): (entity: MappingEntity, sourceId: string) => boolean {
  const ids = new Set(held);
  return (entity, sourceId) => entity === 'student' && ids.has(sourceId);
}

/** Who is where: it changes while a school moves, and who is who does not change with it. */
const WHEREABOUTS: ReadonlySet<string> = new Set(['classIds', 'studentIds']);

/** A fact in one spelling: its fields in order, its lists too. */
const spelled = (fact: Fact): string =>
  JSON.stringify(
    Object.entries(fact)
      .filter(([field]) => !WHEREABOUTS.has(field))
      .map(([field, value]) => [field, Array.isArray(value) ? value.toSorted() : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The digest of both sides: another student, another name, another id give another one. */
export function versionOf({ source, target, entities }: MappingGround): string {
  const digest = createHash('sha256');
  for (const side of [source, target]) {
    for (const entity of mappingEntities.filter((name) => entities.includes(name))) {
      digest.update(`\n${entity}\n`);
      for (const line of side[entity].map(spelled).sort()) digest.update(`${line}\n`);
    }
  }
  return digest.digest('hex').slice(0, 32);
}
