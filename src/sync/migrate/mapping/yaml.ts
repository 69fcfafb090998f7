import { stringify } from 'yaml';
import { targetWord } from './placed.ts';
import type { MappingFile, MappingLine } from './types.ts';

const HEAD = [
  'Соответствие двух журналов.',
  'Менять можно только targetKey: номер из нового журнала (лучше из candidates) в кавычках',
  'или слово «оставить», чтобы строку не переносить. Строки не удалять.',
]
  .map((line) => `# ${line}\n`)
  .join('');

const written = (line: MappingLine) => ({
  entity: line.entity,
  sourceId: line.sourceId,
  sourceName: line.sourceName,
  targetKey: targetWord(line),
  targetName: line.targetName,
  how: line.how,
  score: line.score,
  reason: line.reason,
  candidates: line.candidates.map(({ key, name, score }) => ({ key, name, score })),
});

/** The document as YAML 1.2. */
export function mappingToYaml({ version, migrationId, lines }: MappingFile): string {
  const body = { version, migrationId, lines: lines.map(written) };
  return HEAD + stringify(body, { lineWidth: 0, aliasDuplicateObjects: false });
}
