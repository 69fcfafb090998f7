import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { labelsOf } from '../match/labels.ts';
import { checkMapping } from './check.ts';
import { heldIn, type MappingGround } from './ground.ts';
import { fault, placed } from './placed.ts';
import { proposeMapping } from './propose.ts';
import { lineId, type MappingFile, type MappingLine } from './types.ts';
import { mappingToYaml } from './yaml.ts';

/** What a person says of one line: it is this one there; it is left out; or it is to be as it was proposed. */
export type MappingChoice =
  | { readonly kind: 'target'; readonly key: string }
  | { readonly kind: 'leave' }
  | { readonly kind: 'reset' };

/** A document after one answer. */
export interface AnsweredMapping {
  readonly file: MappingFile;
  /** The document as YAML, made when it is asked for. */
  readonly text: () => string;
  /** Ids of all lines that are another now: groups follow their class, a namesake the one who was told apart. */
  readonly changed: readonly string[];
  /** What is still to be said or mended before the document is whole. */
  readonly diagnostics: readonly Diagnostic[];
}

function answeredLine(line: MappingLine, choice: MappingChoice, ground: MappingGround): MappingLine {
  if (choice.kind === 'reset') {
    const how = heldIn(ground)(line.entity, line.sourceId) ? 'held' : 'question';
    return { ...line, how, targetKey: null, targetName: null };
  }
  if (choice.kind === 'leave') return { ...line, how: 'leave', targetKey: null, targetName: null };
  const [first] = line.candidates;
  const name = labelsOf(ground.target, line.entity).get(choice.key) ?? null;
  const isProposed = line.targetKey === choice.key && line.how !== 'leave' && first?.key === choice.key;
  return { ...line, how: isProposed ? line.how : 'by_hand', targetKey: choice.key, targetName: name };
}

const answerOf = ({ how, targetKey }: MappingLine): string => `${how} ${targetKey ?? ''}`;

function changedLines(before: MappingFile, after: MappingFile): string[] {
  const known = new Map(before.lines.map((line) => [lineId(line), answerOf(line)]));
  return after.lines.filter((line) => known.get(lineId(line)) !== answerOf(line)).map(lineId);
}

/** What an answer itself breaks; the line stands last, so that of two with one target it is the one at fault. */
function brokenBy(
  line: MappingLine,
  others: readonly MappingLine[],
  file: MappingFile,
  ground: MappingGround,
) {
  const id = lineId(line);
  const faults = checkMapping(placed({ ...file, lines: [...others, line] }), ground);
  return faults.filter(({ code, place }) => {
    const ofHead = code === 'mapping.stale_version' || code === 'mapping.other_migration';
    return ofHead || (place === id && code !== 'mapping.unanswered');
  });
}

/**
 * Takes one answer of a person, known by the line's id ({@link lineId}), and makes of the others what follows from it;
 * earlier answers stay. An answer that cannot be is refused, and nothing is changed then. Nothing of either vendor is
 * asked.
 */
export function answerMapping(
  file: MappingFile,
  ground: MappingGround,
  id: string,
  choice: MappingChoice,
): Result<AnsweredMapping, readonly Diagnostic[]> {
  const line = file.lines.find((one) => lineId(one) === id);
  if (!line) {
    const message = 'The mapping has no line with this id.';
    return err([fault('mapping.unknown_line', id, message, 'Возьмите номер строки из соответствия.')]);
  }
  const answered = answeredLine(line, choice, ground);
  const others = file.lines.filter((one) => one !== line);
  const broken = brokenBy(answered, others, file, ground);
  if (broken.length > 0) return err(broken);
  const next = proposeMapping(ground, [...others, answered]);
  const diagnostics = checkMapping(placed(next), ground);
  return ok({ file: next, text: () => mappingToYaml(next), changed: changedLines(file, next), diagnostics });
}
