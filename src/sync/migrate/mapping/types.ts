/**
 * What is matched between two journals, in the order in which it is asked: groups need classes, subjects and
 * staff to be answered first. `markScale` and `attendanceCode` are words of a dictionary, not entities.
 */
export const mappingEntities = [
  'class',
  'subject',
  'staff',
  'student',
  'subjectGroup',
  'term',
  'workType',
  'markScale',
  'attendanceCode',
] as const;

/** See {@link mappingEntities}. */
export type MappingEntity = (typeof mappingEntities)[number];

/**
 * Dictionaries: two of our words may be told by one of theirs, where a person says so (and for scales and
 * codes where they mean the same). Of everything else one target belongs to one source.
 */
export const shareable: ReadonlySet<MappingEntity> = new Set(['workType', 'markScale', 'attendanceCode']);

/**
 * How a line came to its target: by the same external id; by a name; by a person's name with other evidence; by
 * hand; not at all yet; a person decided to leave the row out; or it is a student's of whom nothing goes as long as
 * there is no consent, so that nobody need answer yet.
 */
export const mappingHows = ['exact', 'name', 'person', 'by_hand', 'question', 'leave', 'held'] as const;

/** See {@link mappingHows}. */
export type MappingHow = (typeof mappingHows)[number];

/** What a person writes in place of a target's key to leave the row out. */
export const LEAVE_WORD = 'оставить';

/** A thing of the target that may be the one. */
export interface MappingCandidate {
  readonly key: string;
  readonly name: string;
  readonly score: number;
}

/**
 * One thing of the source and what it is in the target. `targetKey` is null for a question and for what is left
 * out. A proposal (`exact`, `name`, `person`) is also the first of `candidates`, so that an edit can be seen.
 * `score` is 0…1, `reason` Russian and without names; the names are for people's eyes, ids decide.
 */
export interface MappingLine {
  readonly entity: MappingEntity;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly targetKey: string | null;
  readonly targetName: string | null;
  readonly how: MappingHow;
  readonly score: number;
  readonly reason: string;
  readonly candidates: readonly MappingCandidate[];
}

/** By what a line is called from outside: the same as long as the thing is there, whatever is answered. */
export const lineId = ({ entity, sourceId }: Pick<MappingLine, 'entity' | 'sourceId'>): string =>
  `${entity}/${sourceId}`;

/** A mapping document. `version` is the digest of both sides as they were when it was made. */
export interface MappingFile {
  readonly version: string;
  readonly migrationId: string;
  readonly lines: readonly MappingLine[];
}
