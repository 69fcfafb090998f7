import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { actDigest, actSchema } from '../../sync/migrate/act/act.ts';
import { verifyAct } from '../../sync/migrate/act/verify.ts';
import { type KeptAct, lastAct } from '../../sync/migrate/service/acts.ts';
import { bodyTypes } from '../body-types.ts';
import { callerOf } from '../caller.ts';
import { begun, migrationCommon, refusalOf, stepProblems, withMigration } from '../migrating.ts';
import { type Call, jsonOf, operation, type Reply } from '../operation.ts';
import type { ProblemCode } from '../problem.ts';
import { noBody, nothing } from '../schemas/basic.ts';
import { migrationParams, migrationSchema, verificationSchema } from '../schemas/migrations.ts';

const common = {
  tag: 'Migrations',
  disclosure: 'school_only',
  params: migrationParams,
  query: nothing,
  body: noBody,
} as const;
const path = '/v1/schools/{schoolId}/migrations/{migrationId}/act';
const actProblems: readonly ProblemCode[] = [...migrationCommon, 'transfer.no_act', 'act.unreadable'];

const withAct = (
  call: Call,
  place: { readonly schoolId: string; readonly migrationId: string },
  work: (kept: KeptAct) => Promise<Reply>,
) =>
  withMigration(call, place, async ({ transfer }) => {
    const kept = await lastAct(call.deps.migrations.deps, transfer);
    return kept.ok ? work(kept.value) : refusalOf(kept.error);
  });

/** `POST …/act` */
export const postAct = operation(
  {
    ...common,
    id: 'makeAct',
    method: 'post',
    path,
    summary: 'Hold both journals against each other and write the act',
    description: 'Each act has a number of its own, and stays. The list of all rows is kept beside it.',
    access: { scope: 'migrations.write' },
    response: {
      description: 'The migration; the work is under way, and `activity` tells how far it is',
      type: 'application/json',
      schema: migrationSchema,
      status: 202,
    },
    problems: stepProblems,
  },
  async (input) =>
    withMigration(input, input.params, async (view) =>
      begun(input, await input.deps.migrations.act(view, callerOf(input).clientId)),
    ),
);

/** `GET …/act` */
export const getAct = operation(
  {
    ...common,
    id: 'getAct',
    method: 'get',
    path,
    summary: 'The last act',
    description: 'It names the students who are held back.',
    access: { scope: 'migrations.read' },
    response: { description: 'The act', type: 'application/json', schema: actSchema.meta({ id: 'Act' }) },
    problems: actProblems,
  },
  async (input) => withAct(input, input.params, async ({ act }) => jsonOf(act)),
);

const PDF = 'application/pdf';

const printed = (end: 'xlsx' | 'pdf', type: string, summary: string) =>
  operation(
    {
      ...common,
      id: `getAct${end === 'pdf' ? 'Pdf' : 'Xlsx'}`,
      method: 'get',
      path: `${path}.${end}`,
      summary,
      description: 'In Russian, ready to be signed.',
      access: { scope: 'migrations.read' },
      response: { description: 'The act', type, schema: null },
      problems: actProblems,
    },
    async (input) =>
      withAct(input, input.params, async ({ act, files }) => ({
        kind: 'content',
        type,
        body: await readFile(files[end]),
        headers: {
          'Content-Disposition': `attachment; filename="act-${act.number}.${end}"`,
          'Cache-Control': 'private, no-cache',
        },
      })),
  );

/** `GET …/act.xlsx` */
export const getActXlsx = printed('xlsx', bodyTypes.xlsx, 'The last act as a workbook');

/** `GET …/act.pdf` */
export const getActPdf = printed('pdf', PDF, 'The last act for print');

/** `GET …/act/rows` */
export const getActRows = operation(
  {
    ...common,
    id: 'getActRows',
    method: 'get',
    path: `${path}/rows`,
    summary: 'The list of all rows that the last act was made with',
    description: 'As it is kept, to the byte: its SHA-256 stands in the act. Ids and digests, no names.',
    access: { scope: 'migrations.read' },
    response: { description: 'Rows as NDJSON', type: 'application/x-ndjson', schema: null },
    problems: actProblems,
  },
  async (input) =>
    withAct(input, input.params, async ({ files }) => ({
      kind: 'stream',
      type: 'application/x-ndjson',
      chunks: createReadStream(files.list),
      headers: { 'Cache-Control': 'private, no-cache' },
    })),
);

/** `POST …/act/verification` */
export const postVerification = operation(
  {
    ...common,
    id: 'verifyAct',
    method: 'post',
    path: `${path}/verification`,
    summary: 'Prove that the kept list of rows belongs to the last act',
    description: 'The same as `peremena migrate verify`.',
    access: { scope: 'migrations.read' },
    response: { description: 'What was found', type: 'application/json', schema: verificationSchema },
    problems: actProblems,
  },
  async (input) =>
    withAct(input, input.params, async ({ act, files }) => {
      const faults = await verifyAct(act, files.list);
      const { number, list } = act;
      return jsonOf({ number, digest: actDigest(act), rows: list.rows, holds: faults.length === 0, faults });
    }),
);
