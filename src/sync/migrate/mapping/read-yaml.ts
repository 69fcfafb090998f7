import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { fault, type PlacedMapping, type ReadLine, settledLine } from './placed.ts';
import {
  type MappingCandidate,
  type MappingEntity,
  type MappingHow,
  type MappingLine,
  mappingEntities,
  mappingHows,
} from './types.ts';

/** A school of three thousand students has three megabytes of them. */
const MOST_BYTES = 30_000_000;

const SYNTAX_HINT = 'Проверьте отступы, двоеточия и кавычки или возьмите файл, который выдала программа.';

interface Reading {
  readonly name: string;
  readonly lines: LineCounter;
  readonly faults: Diagnostic[];
}

function placeOf({ name, lines }: Reading, node: Node | null | undefined): string {
  const start = node?.range?.[0];
  return start === undefined ? name : `${name}:${lines.linePos(start).line}`;
}

/** Where the value of a key stands; where there is none, its row. */
function valuePlace(reading: Reading, map: YAMLMap, key: string): string {
  const node = map.get(key, true);
  return placeOf(reading, node?.range ? node : map);
}

/**
 * The text of a value as it stands in the file, so that an id of 19 digits without quotes keeps its digits.
 * Null for `null`, `~` and nothing.
 */
function textOf(map: YAMLMap, key: string): string | null {
  const node = map.get(key, true);
  if (!isScalar(node) || typeof node.value !== 'string') return null;
  const bare = node.type === 'PLAIN' && ['', 'null', '~'].includes(node.value);
  return bare ? null : node.value;
}

const wordOf = <T extends string>(words: readonly T[], text: string | null): T | null =>
  words.find((word) => word === text) ?? null;

function scoreOf(text: string | null): number {
  const score = Number(text ?? Number.NaN);
  return score >= 0 && score <= 1 ? score : 0;
}

function candidatesOf(map: YAMLMap): MappingCandidate[] {
  const list = map.get('candidates', true);
  return (isSeq(list) ? list.items : []).flatMap((item): MappingCandidate[] => {
    if (!isMap(item)) return [];
    const key = textOf(item, 'key');
    if (key === null) return [];
    return [{ key, name: textOf(item, 'name') ?? '', score: scoreOf(textOf(item, 'score')) }];
  });
}

function readLine(reading: Reading, node: unknown): MappingLine | null {
  if (isScalar(node) && !node.value) return null;
  if (!isMap(node)) {
    const place = placeOf(reading, isNode(node) ? node : null);
    reading.faults.push(fault('mapping.unreadable', place, 'This is no row of the document.', SYNTAX_HINT));
    return null;
  }
  const entity = wordOf<MappingEntity>(mappingEntities, textOf(node, 'entity'));
  const sourceId = textOf(node, 'sourceId')?.trim();
  if (!entity || !sourceId) {
    const what = entity ? 'sourceId' : 'entity';
    const hint = `Верните строке ${what}, какой он был в выданном файле.`;
    reading.faults.push(fault('mapping.unreadable', placeOf(reading, node), `The row has no ${what}.`, hint));
    return null;
  }
  const line: ReadLine = {
    entity,
    sourceId,
    sourceName: textOf(node, 'sourceName') ?? '',
    targetKey: textOf(node, 'targetKey'),
    targetName: textOf(node, 'targetName'),
    how: wordOf<MappingHow>(mappingHows, textOf(node, 'how')),
    score: scoreOf(textOf(node, 'score')),
    reason: textOf(node, 'reason') ?? '',
    candidates: candidatesOf(node),
  };
  return settledLine(line);
}

/** The library's own messages may quote what stands in the file, so only their code is told. */
function syntaxFaults(reading: Reading, document: Document): Diagnostic[] {
  return document.errors.map(({ code, pos }) => {
    const { line, col } = reading.lines.linePos(pos[0]);
    return fault(
      'mapping.unreadable',
      `${reading.name}:${line}:${col}`,
      `The text is no YAML: ${code}.`,
      SYNTAX_HINT,
    );
  });
}

function readRoot(reading: Reading, root: YAMLMap): Result<PlacedMapping, Diagnostic[]> {
  const [version, migrationId] = [textOf(root, 'version'), textOf(root, 'migrationId')];
  const list = root.get('lines', true);
  if (!version || !migrationId || !isSeq(list)) {
    const message = 'The file needs version, migrationId and lines.';
    return err([
      fault(
        'mapping.unreadable',
        reading.name,
        message,
        'Возьмите файл, который выдала программа, и правьте его.',
      ),
    ]);
  }
  const found = list.items.flatMap((node) => {
    const line = readLine(reading, node);
    return line && isMap(node) ? [{ line, node }] : [];
  });
  if (reading.faults.length > 0) return err(reading.faults);
  return ok({
    file: { version, migrationId, lines: found.map(({ line }) => line) },
    places: found.map(({ node }) => ({
      source: valuePlace(reading, node, 'sourceId'),
      target: valuePlace(reading, node, 'targetKey'),
    })),
    placeOf: (entity) => placeOf(reading, found.find(({ line }) => line.entity === entity)?.node ?? list),
    headPlaces: {
      version: valuePlace(reading, root, 'version'),
      migrationId: valuePlace(reading, root, 'migrationId'),
    },
  });
}

/** Reads a mapping document from YAML; `name` is how the file is called in places. */
export function mappingFromYaml(
  text: string,
  name = 'соответствие.yaml',
): Result<PlacedMapping, Diagnostic[]> {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    return err([
      fault('mapping.unreadable', name, `The file is longer than ${MOST_BYTES} bytes.`, SYNTAX_HINT),
    ]);
  }
  const lines = new LineCounter();
  // Everything is text: the ordinary schema would round long ids and guess at dates.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'failsafe' });
  const reading: Reading = { name, lines, faults: [] };
  const faults = syntaxFaults(reading, document);
  if (faults.length > 0) return err(faults);
  if (!isMap(document.contents)) {
    return err([fault('mapping.unreadable', name, 'The file holds no mapping document.', SYNTAX_HINT)]);
  }
  return readRoot(reading, document.contents);
}
