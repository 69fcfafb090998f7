import type { Diagnostic } from '../../../model/diagnostic.ts';
import { LEAVE_WORD, lineId, type MappingEntity, type MappingFile, type MappingLine } from './types.ts';

/** Where the two answers of a line stand: which thing it is about, and what a person wrote for it. */
export interface LinePlace {
  readonly source: string;
  readonly target: string;
}

/** A line with where it stands. */
export interface Spot {
  readonly line: MappingLine;
  readonly place: LinePlace;
}

/** A mapping document and where its parts stood in the file that it was read from: cells, or lines of text. */
export interface PlacedMapping {
  readonly file: MappingFile;
  /** Of each line, in the order of the lines. */
  readonly places: readonly LinePlace[];
  /** Where rows of an entity stand, for a row that is not there. */
  readonly placeOf: (entity: MappingEntity) => string;
  readonly headPlaces: { readonly version: string; readonly migrationId: string };
}

/** A document that never was a file: its lines are known by their ids. */
export const placed = (file: MappingFile): PlacedMapping => ({
  file,
  places: file.lines.map((line) => ({ source: lineId(line), target: lineId(line) })),
  placeOf: (entity) => entity,
  headPlaces: { version: 'version', migrationId: 'migrationId' },
});

/** A fault of a mapping document; the hint is Russian. Nothing that was written in it is repeated: it may be a name. */
export const fault = (code: string, place: string, message: string, hint: string): Diagnostic => ({
  code,
  place,
  message,
  hint,
});

/** A line as it was read, before it is seen what a person did to it. */
export interface ReadLine extends Omit<MappingLine, 'how'> {
  readonly how: MappingLine['how'] | null;
}

const quoted = /^[«»"'„“”\s]+|[«»"'„“”.\s]+$/g;

const saysLeave = (text: string): boolean => text.replace(quoted, '').toLowerCase() === LEAVE_WORD;

const isProposal = (how: MappingLine['how'] | null): boolean =>
  how === 'exact' || how === 'name' || how === 'person';

/** What a person decided by what stands in the place of the target's key; the column «how» follows it. */
export function settledLine(line: ReadLine): MappingLine {
  const { how, targetKey, candidates } = line;
  const key = targetKey?.trim() || null;
  if (key === null) {
    return { ...line, targetKey: null, targetName: null, how: how === 'held' ? 'held' : 'question' };
  }
  if (saysLeave(key)) return { ...line, targetKey: null, targetName: null, how: 'leave' };
  const [first] = candidates;
  if (how !== null && isProposal(how) && first?.key === key) return { ...line, targetKey: key, how };
  const chosen = candidates.find((candidate) => candidate.key === key);
  const name = how === 'by_hand' ? line.targetName : (chosen?.name ?? null);
  return { ...line, targetKey: key, targetName: chosen?.name ?? name, how: 'by_hand' };
}

/** What stands in the place of the target's key. */
export const targetWord = ({ how, targetKey }: MappingLine): string | null =>
  how === 'leave' ? LEAVE_WORD : targetKey;
