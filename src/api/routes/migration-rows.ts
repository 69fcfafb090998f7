import { z } from 'zod';
import { type EntityName, entityNames } from '../../model/entities.ts';
import { nextRows } from '../../store/transfer/pages.ts';
import { rowsById } from '../../store/transfer/rows.ts';
import type { Transfer, TransferRow } from '../../store/transfer/types.ts';
import { reasonText } from '../../sync/migrate/act/reason-text.ts';
import type { ForeseenRow } from '../../sync/migrate/dry-run.ts';
import { readInventory } from '../../sync/migrate/inventory.ts';
import { reconciliationSchema } from '../../sync/migrate/reconcile/types.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { begun, migrationCommon, refusalOf, stepProblems, withMigration } from '../migrating.ts';
import { listen, ndjson } from '../ndjson.ts';
import { type Call, jsonOf, operation, type Reply, refuse } from '../operation.ts';
import { noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import {
  inventorySchema,
  migrationDifferenceSchema,
  migrationParams,
  migrationSchema,
  reconciliationAnswer,
  rowQuery,
  rowSchema,
} from '../schemas/migrations.ts';

const common = {
  tag: 'Migrations',
  disclosure: 'school_only',
  params: migrationParams,
  body: noBody,
} as const;
const path = '/v1/schools/{schoolId}/migrations/{migrationId}';

/** `GET …/inventory` */
export const getInventory = operation(
  {
    ...common,
    id: 'getMigrationInventory',
    method: 'get',
    path: `${path}/inventory`,
    summary: 'What becomes of how many rows, by class and subject; who is held back',
    description: 'What the last plan says. Ids only.',
    access: { scope: 'migrations.read' },
    query: nothing,
    response: { description: 'The inventory', type: 'application/json', schema: inventorySchema },
    problems: migrationCommon,
  },
  async (input) =>
    withMigration(input, input.params, async ({ transfer }) => {
      const { places, held } = await readInventory(input.deps.store, transfer);
      return jsonOf({ places, held: held.map((one) => ({ ...one, text: reasonText(one.reason) })) });
    }),
);

const toldRow = (row: TransferRow) => ({
  entity: row.entity,
  rowId: row.rowId,
  studentId: row.studentId,
  classId: row.classId,
  subjectId: row.subjectId,
  termId: row.termId,
  state: row.state,
  reason: row.reason,
  text: row.reason && reasonText(row.reason),
  targetKey: row.targetKey,
});

/** `mark/<id>` as its two parts; null where no such row is of the transfer. */
async function placeOf(call: Call, transfer: Transfer, key: string) {
  const [name = '', rowId = ''] = key.split('/');
  const entity = entityNames.find((known): known is EntityName => known === name);
  if (!entity) return null;
  const known = await rowsById(call.deps.store, transfer, entity, [rowId]);
  return known.has(rowId) ? { entity, rowId } : null;
}

/** `GET …/rows` */
export const getRows = operation(
  {
    ...common,
    id: 'listMigrationRows',
    method: 'get',
    path: `${path}/rows`,
    summary: 'Rows of the source by their end',
    description: 'Ids and reasons, no names. By entity, then by id.',
    access: { scope: 'migrations.read' },
    query: z.strictObject({ ...pageQuery, ...rowQuery }),
    response: {
      description: 'A page of rows',
      type: 'application/json',
      schema: pageSchema('MigrationRowPage', rowSchema),
    },
    problems: [...migrationCommon, 'api.invalid_cursor'],
  },
  async (input) => {
    const { end, entity = null, ...query } = input.query;
    const page = pageRequest(query, 'migrationrows', 'row');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    return withMigration(input, input.params, async ({ transfer }) => {
      const { after: key, limit } = page.value;
      const after = key === null ? null : await placeOf(input, transfer, key);
      const isOther = after !== null && entity !== null && after.entity !== entity;
      if ((key !== null && after === null) || isOther) {
        return refuse('api.invalid_cursor', { parameter: 'cursor' });
      }
      const states = end === undefined ? null : [end];
      const rows = await nextRows(input.deps.store, transfer, { entity, states, after, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      const next = rows.length > limit && last ? `${last.entity}/${last.rowId}` : null;
      return pageReply({ items: items.map((row) => JSON.stringify(toldRow(row))), next }, 'migrationrows');
    });
  },
);

/** `GET …/dry-run` */
export const getDryRun = operation(
  {
    ...common,
    id: 'dryRunMigration',
    method: 'get',
    path: `${path}/dry-run`,
    summary: 'What a run would make of every row',
    description:
      'One row a line: entity, rowId, state, reason. The run’s own way up to the write; nothing is written. It takes as ' +
      'long as judging every row does, and nothing else of the school is begun meanwhile.',
    access: { scope: 'migrations.read' },
    query: nothing,
    response: { description: 'Rows as NDJSON', type: 'application/x-ndjson', schema: null },
    problems: [
      ...stepProblems,
      'transfer.not_planned',
      'transfer.mapping_changed',
      'transfer.open_questions',
      'transfer.rolled_back',
      'transfer.target_failed',
    ],
  },
  async (input) =>
    withMigration(input, input.params, async (view): Promise<Reply> => {
      const heard = await listen<ForeseenRow>((tell, signal) =>
        input.deps.migrations.dryRun(view, tell, signal),
      );
      if ('wrong' in heard) return refusalOf(heard.wrong);
      const headers = { 'Cache-Control': 'no-store' };
      return { kind: 'stream', type: 'application/x-ndjson', chunks: ndjson(heard.pages), headers };
    }),
);

/** `POST …/reconciliation` */
export const postReconciliation = operation(
  {
    ...common,
    id: 'reconcileMigration',
    method: 'post',
    path: `${path}/reconciliation`,
    summary: 'Hold both journals against each other',
    description: 'The target is read afresh; the source as it was read last.',
    access: { scope: 'migrations.write' },
    query: nothing,
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
      begun(input, await input.deps.migrations.reconcile(view, callerOf(input).clientId)),
    ),
);

const kept = ({ reconciliation }: Transfer) => {
  const parsed = reconciliationSchema.safeParse(reconciliation);
  return parsed.success ? parsed.data : null;
};

/** `GET …/reconciliation` */
export const getReconciliation = operation(
  {
    ...common,
    id: 'getReconciliation',
    method: 'get',
    path: `${path}/reconciliation`,
    summary: 'What the last reconciliation found',
    description:
      'By entity: arrived, changed, held and left add up to the source’s count. Per class, subject and term the marks, ' +
      'their sum and digest.',
    access: { scope: 'migrations.read' },
    query: nothing,
    response: { description: 'What was found', type: 'application/json', schema: reconciliationAnswer },
    problems: [...migrationCommon, 'transfer.not_reconciled'],
  },
  async (input) =>
    withMigration(input, input.params, async ({ transfer }) => {
      const found = kept(transfer);
      if (!found) return refuse('transfer.not_reconciled');
      const { differences: _, ...rest } = found;
      return jsonOf(rest);
    }),
);

/** `GET …/differences` */
export const getDifferences = operation(
  {
    ...common,
    id: 'listDifferences',
    method: 'get',
    path: `${path}/differences`,
    summary: 'Rows on which the two sides differ',
    description:
      'Those of the last reconciliation, the first thousand; its `differing` is how many there are.',
    access: { scope: 'migrations.read' },
    query: z.strictObject(pageQuery),
    response: {
      description: 'A page of differences',
      type: 'application/json',
      schema: pageSchema('MigrationDifferencePage', migrationDifferenceSchema),
    },
    problems: [...migrationCommon, 'api.invalid_cursor', 'transfer.not_reconciled'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'differences', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    return withMigration(input, input.params, async ({ transfer }) => {
      const found = kept(transfer);
      if (!found) return refuse('transfer.not_reconciled');
      const { after, limit } = page.value;
      const at = Number(after ?? 0);
      if (at > found.differences.length) return refuse('api.invalid_cursor', { parameter: 'cursor' });
      const items = found.differences.slice(at, at + limit).map((one) => JSON.stringify(one));
      const next = at + limit < found.differences.length ? String(at + limit) : null;
      return pageReply({ items, next }, 'differences');
    });
  },
);
