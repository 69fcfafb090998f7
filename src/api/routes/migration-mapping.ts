import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Result } from '../../model/result.ts';
import type { PlacedMapping } from '../../sync/migrate/mapping/placed.ts';
import { mappingFromXlsx } from '../../sync/migrate/mapping/read-xlsx.ts';
import { mappingFromYaml } from '../../sync/migrate/mapping/read-yaml.ts';
import { type MappingFile, mappingEntities, mappingHows } from '../../sync/migrate/mapping/types.ts';
import { mappingToXlsx } from '../../sync/migrate/mapping/write-xlsx.ts';
import { mappingToYaml } from '../../sync/migrate/mapping/yaml.ts';
import { keptMapping } from '../../sync/migrate/service/mapping.ts';
import { bodyTypes } from '../body-types.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { migrationCommon, refusalOfAll, withMigration } from '../migrating.ts';
import { migrationProblems } from '../migration-problems.ts';
import { type Call, jsonOf, operation, type Reply, refuse } from '../operation.ts';
import type { ProblemCode } from '../problem.ts';
import { noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import {
  answerSchema,
  answerTakenSchema,
  mappingLineSchema,
  mappingTakenSchema,
  migrationParams,
} from '../schemas/migrations.ts';

const tag = 'Migrations';
const common = { tag, disclosure: 'school_only', params: migrationParams } as const;
const path = '/v1/schools/{schoolId}/migrations/{migrationId}/mapping';

/** A school of three thousand students has a workbook of half a megabyte and three megabytes of YAML. */
const FILE_BYTES = 8_000_000;

const faultCodes = Object.keys(migrationProblems).filter((code) =>
  code.startsWith('mapping.'),
) as ProblemCode[];
const readProblems: readonly ProblemCode[] = [...migrationCommon, 'transfer.no_mapping'];
const writeProblems: readonly ProblemCode[] = [
  ...readProblems,
  'transfer.mapping_overtaken',
  'transfer.refused',
  ...faultCodes,
];

type Place = z.infer<typeof migrationParams>;

const withMapping = (call: Call, place: Place, work: (file: MappingFile) => Reply | Promise<Reply>) =>
  withMigration(call, place, async ({ transfer }) => {
    const kept = await keptMapping(call.deps, transfer);
    return kept ? work(kept.file) : refuse('transfer.no_mapping');
  });

/** `GET …/mapping` */
export const getMappingLines = operation(
  {
    ...common,
    id: 'listMapping',
    method: 'get',
    path,
    summary: 'What of the one journal is what in the other',
    description: 'With the score and the reason of each proposal, and who else it might be. It holds names.',
    access: { scope: 'migrations.read' },
    query: z.strictObject({
      ...pageQuery,
      entity: z.enum(mappingEntities).optional(),
      how: z.enum(mappingHows).optional().describe('`question`: only what waits for an answer'),
    }),
    body: noBody,
    response: {
      description: 'A page of lines',
      type: 'application/json',
      schema: pageSchema('MappingPage', mappingLineSchema),
    },
    problems: [...readProblems, 'api.invalid_cursor'],
  },
  async (input) => {
    const { entity, how, ...query } = input.query;
    const page = pageRequest(query, 'mapping', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    return withMapping(input, input.params, ({ lines }) => {
      const { after, limit } = page.value;
      // The key of a line is its place in the document, counted from 1.
      const behind = lines
        .map((line, index) => ({ line, number: index + 1 }))
        .filter(({ number }) => number > Number(after ?? 0))
        .filter(({ line }) => (entity ?? line.entity) === line.entity && (how ?? line.how) === line.how);
      const items = behind.slice(0, limit);
      const next = behind.length > limit ? String(items.at(-1)?.number) : null;
      return pageReply({ items: items.map(({ line }) => JSON.stringify(line)), next }, 'mapping');
    });
  },
);

const fileNamed = (end: string) => (id: string) => ({
  'Content-Disposition': `attachment; filename="mapping-${id}.${end}"`,
  'Cache-Control': 'private, no-cache',
});

/** `GET …/mapping.yaml` */
export const getMappingYaml = operation(
  {
    ...common,
    id: 'getMappingYaml',
    method: 'get',
    path: `${path}.yaml`,
    summary: 'The mapping as YAML, to be edited',
    description: 'Edited, it is sent back by PUT.',
    access: { scope: 'migrations.read' },
    query: nothing,
    body: noBody,
    response: { description: 'The document', type: bodyTypes.yaml, schema: null },
    problems: readProblems,
  },
  async (input) =>
    withMapping(input, input.params, (file) => {
      const headers = fileNamed('yaml')(input.params.migrationId);
      return { kind: 'content', type: bodyTypes.yaml, body: mappingToYaml(file), headers };
    }),
);

/** `GET …/mapping.xlsx` */
export const getMappingXlsx = operation(
  {
    ...common,
    id: 'getMappingXlsx',
    method: 'get',
    path: `${path}.xlsx`,
    summary: 'The mapping as a workbook, to be edited',
    description: 'Edited, it is sent back by PUT.',
    access: { scope: 'migrations.read' },
    query: nothing,
    body: noBody,
    response: { description: 'The workbook', type: bodyTypes.xlsx, schema: null },
    problems: readProblems,
  },
  async (input) =>
    withMapping(input, input.params, async (file) => {
      const headers = fileNamed('xlsx')(input.params.migrationId);
      return { kind: 'content', type: bodyTypes.xlsx, body: await mappingToXlsx(file), headers };
    }),
);

async function take(
  call: Call,
  place: Place,
  read: Promise<Result<PlacedMapping, Diagnostic[]>> | Result<PlacedMapping, Diagnostic[]>,
): Promise<Reply> {
  return withMigration(call, place, async (view) => {
    const document = await read;
    if (!document.ok) return refusalOfAll(document.error);
    const taken = await call.deps.migrations.takeMapping(view, document.value, callerOf(call).clientId);
    if (!taken.ok) return refusalOfAll(taken.error);
    const { lines } = taken.value;
    const questions = lines.filter(({ how }) => how === 'question').length;
    return jsonOf({ lines: lines.length, questions });
  });
}

const taking = {
  ...common,
  method: 'put',
  description:
    'Everything wrong with it is told at once in `faults`, each with its sheet and cell or its line, and then nothing ' +
    'is changed; neither vendor is asked. Open questions are no fault. Then plan again.',
  access: { scope: 'migrations.write' },
  query: nothing,
  bodyBytes: FILE_BYTES,
  response: { description: 'What was taken', type: 'application/json', schema: mappingTakenSchema },
  problems: writeProblems,
} as const;

/** `PUT …/mapping.yaml` */
export const putMappingYaml = operation(
  {
    ...taking,
    id: 'putMappingYaml',
    path: `${path}.yaml`,
    summary: 'Send the edited mapping back, as YAML',
    takes: 'yaml',
    body: z.string().min(1),
  },
  async (input) =>
    take(input, input.params, mappingFromYaml(input.body, `mapping-${input.params.migrationId}.yaml`)),
);

/** `PUT …/mapping.xlsx` */
export const putMappingXlsx = operation(
  {
    ...taking,
    id: 'putMappingXlsx',
    path: `${path}.xlsx`,
    summary: 'Send the edited mapping back, as a workbook',
    takes: 'xlsx',
    body: z.instanceof(Buffer),
  },
  async (input) =>
    take(input, input.params, mappingFromXlsx(input.body, `mapping-${input.params.migrationId}.xlsx`)),
);

/** `PATCH …/mapping` */
export const patchMapping = operation(
  {
    ...common,
    id: 'answerMapping',
    method: 'patch',
    path,
    summary: 'Answer one line of the mapping',
    description: 'What the answer would break is told, and then nothing is changed. Then plan again.',
    access: { scope: 'migrations.write' },
    query: nothing,
    body: answerSchema,
    response: { description: 'What has changed', type: 'application/json', schema: answerTakenSchema },
    problems: writeProblems,
  },
  async (input) =>
    withMigration(input, input.params, async (view) => {
      const { answer, ...line } = input.body;
      const choice =
        typeof answer === 'string' ? { kind: answer } : { kind: 'target' as const, key: answer.target };
      const taken = await input.deps.migrations.answer(view, { ...line, choice }, callerOf(input).clientId);
      return taken.ok ? jsonOf(taken.value) : refusalOfAll(taken.error);
    }),
);
