import { z } from 'zod';
import { isWithinReach } from '../../store/read/schools.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { begun, migrationCommon, stepProblems, toldMigration, withMigration } from '../migrating.ts';
import { describeMigration } from '../migration-detail.ts';
import { jsonOf, operation, refuse } from '../operation.ts';
import type { ProblemCode } from '../problem.ts';
import { schoolParams } from '../registering.ts';
import { noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import {
  beginSchema,
  migrationDetailSchema,
  migrationParams,
  migrationSchema,
  planSchema,
  rollbackSchema,
} from '../schemas/migrations.ts';

const tag = 'Migrations';
const common = { tag, disclosure: 'school_only' } as const;
const underway = {
  description: 'The migration; the work is under way, and `activity` tells how far it is',
  type: 'application/json',
  schema: migrationSchema,
  status: 202,
} as const;

const planProblems: readonly ProblemCode[] = [
  ...stepProblems,
  'transfer.unknown_days',
  'transfer.days_apart',
  'transfer.other_days',
  'transfer.operator_missing',
  'transfer.policy_invalid',
  'transfer.target_failed',
];

const runProblems: readonly ProblemCode[] = [
  ...stepProblems,
  'transfer.not_planned',
  'transfer.mapping_changed',
  'transfer.open_questions',
  'transfer.rolled_back',
];

/** `GET /v1/schools/{schoolId}/migrations` */
export const getMigrations = operation(
  {
    ...common,
    id: 'listMigrations',
    method: 'get',
    path: '/v1/schools/{schoolId}/migrations',
    summary: 'Moves of a school’s journal to other systems',
    description: 'The latest first.',
    access: { scope: 'migrations.read' },
    params: schoolParams,
    query: z.strictObject(pageQuery),
    body: noBody,
    response: {
      description: 'A page of migrations',
      type: 'application/json',
      schema: pageSchema('MigrationPage', migrationSchema),
    },
    problems: [...migrationCommon, 'api.invalid_cursor'],
  },
  async (input) => {
    const { schoolId } = input.params;
    const page = pageRequest(input.query, 'migrations', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const { database, migrations } = input.deps;
    if (!(await isWithinReach(database, schoolId, callerOf(input).reach))) return refuse('api.not_found');
    const { after, limit } = page.value;
    const all = await migrations.list(schoolId);
    const at = after === null ? 0 : all.findIndex(({ transfer }) => transfer.transferId === after) + 1;
    if (after !== null && at === 0) return refuse('api.invalid_cursor', { parameter: 'cursor' });
    const views = all.slice(at, at + limit);
    const last = at + limit < all.length ? (views.at(-1)?.transfer.transferId ?? null) : null;
    const items = views.map((view) => JSON.stringify(toldMigration(input, view)));
    return pageReply({ items, next: last }, 'migrations');
  },
);

/** `POST /v1/schools/{schoolId}/migrations` */
export const postMigration = operation(
  {
    ...common,
    id: 'planMigration',
    method: 'post',
    path: '/v1/schools/{schoolId}/migrations',
    summary: 'Begin a move, or go on with the one between these two, and plan it',
    description:
      'Says what becomes of every row; nothing is written to either journal. The target of an `exchange-pack` is a ' +
      'folder of this installation. What the source has is what was read last: read it first.',
    access: { scope: 'migrations.write' },
    params: schoolParams,
    query: nothing,
    body: beginSchema,
    response: underway,
    problems: planProblems,
  },
  async (input) => {
    const { params, body, deps } = input;
    const { clientId, reach } = callerOf(input);
    if (!(await isWithinReach(deps.database, params.schoolId, reach))) return refuse('api.not_found');
    const { from, to, ...planning } = body;
    const names = { schoolId: params.schoolId, from, to };
    return begun(input, await deps.migrations.plan(names, planning, clientId));
  },
);

/** `GET /v1/schools/{schoolId}/migrations/{migrationId}` */
export const getMigration = operation(
  {
    ...common,
    id: 'getMigration',
    method: 'get',
    path: '/v1/schools/{schoolId}/migrations/{migrationId}',
    summary: 'One move: how far it is, and what becomes of what',
    description:
      '`running` without an `activity` under way: the program that ran it has ended; `resume` goes on without writing ' +
      'anything twice.',
    access: { scope: 'migrations.read' },
    params: migrationParams,
    query: nothing,
    body: noBody,
    response: { description: 'The migration', type: 'application/json', schema: migrationDetailSchema },
    problems: migrationCommon,
  },
  async (input) =>
    withMigration(input, input.params, async (view) => jsonOf(await describeMigration(input, view))),
);

/** `POST …/plan` */
export const postPlan = operation(
  {
    ...common,
    id: 'planMigrationAgain',
    method: 'post',
    path: '/v1/schools/{schoolId}/migrations/{migrationId}/plan',
    summary: 'Plan again: after answers in the mapping, and for what has changed since',
    description: 'What was written stays, and what is new, changed and gone since is found.',
    access: { scope: 'migrations.write' },
    params: migrationParams,
    query: nothing,
    body: planSchema,
    response: underway,
    problems: [...planProblems, 'transfer.rolled_back'],
  },
  async (input) =>
    withMigration(input, input.params, async (view) => {
      const { clientId } = callerOf(input);
      return begun(input, await input.deps.migrations.planAgain(view, input.body, clientId));
    }),
);

const runOf = (word: 'run' | 'resume', summary: string) =>
  operation(
    {
      ...common,
      id: `${word}Migration`,
      method: 'post',
      path: `/v1/schools/{schoolId}/migrations/{migrationId}/${word}`,
      summary,
      description: 'Refused before anything is written where the plan does not hold any more.',
      access: { scope: 'migrations.write' },
      params: migrationParams,
      query: nothing,
      body: noBody,
      response: underway,
      problems: runProblems,
    },
    async (input) =>
      withMigration(input, input.params, async (view) =>
        begun(input, await input.deps.migrations.run(view, callerOf(input).clientId)),
      ),
  );

/** `POST …/run` */
export const postRun = runOf('run', 'Write what the plan says');

/** `POST …/resume` */
export const postResume = runOf('resume', 'The same as `run`: go on after a pause');

/** `POST …/pause` */
export const postPause = operation(
  {
    ...common,
    id: 'pauseMigration',
    method: 'post',
    path: '/v1/schools/{schoolId}/migrations/{migrationId}/pause',
    summary: 'Ask whoever runs it to stop behind the next batch',
    description: 'Also where another program runs it.',
    access: { scope: 'migrations.write' },
    params: migrationParams,
    query: nothing,
    body: noBody,
    response: underway,
    problems: [...migrationCommon, 'transfer.not_running'],
  },
  async (input) =>
    withMigration(input, input.params, async (view) => {
      const asked = await input.deps.migrations.pause(view, callerOf(input).clientId);
      return asked ? begun(input, { ok: true, value: view }) : refuse('transfer.not_running');
    }),
);

/** `POST …/rollback` */
export const postRollback = operation(
  {
    ...common,
    id: 'rollBackMigration',
    method: 'post',
    path: '/v1/schools/{schoolId}/migrations/{migrationId}/rollback',
    summary: 'Take back from the target what was written there',
    description:
      'What was there before is never touched. What the target does not give back is listed by `rows`.',
    access: { scope: 'migrations.write' },
    params: migrationParams,
    query: nothing,
    body: rollbackSchema,
    response: underway,
    problems: stepProblems,
  },
  async (input) =>
    withMigration(input, input.params, async (view) =>
      begun(input, await input.deps.migrations.rollback(view, callerOf(input).clientId)),
    ),
);
