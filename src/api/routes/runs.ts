import { z } from 'zod';
import { listQuarantine, listRuns, readRun } from '../../store/read/runs.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { jsonOrNotFound, operation } from '../operation.ts';
import { idParam, noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import { quarantinedSchema, runIdParam, runSchema, runStates } from '../schemas/runs.ts';

const tag = 'Runs';

/** `GET /v1/runs` */
export const getRuns = operation(
  {
    id: 'listRuns',
    method: 'get',
    path: '/v1/runs',
    tag,
    summary: 'The log of runs',
    description: 'The latest first.',
    access: { scope: 'runs.read' },
    disclosure: 'school_only',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      schoolId: idParam('school').optional(),
      state: z.enum(runStates).optional(),
    }),
    body: noBody,
    response: {
      description: 'A page of runs',
      type: 'application/json',
      schema: pageSchema('RunPage', runSchema),
    },
    problems: ['api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'runs', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const { schoolId = null, state = null } = input.query;
    const request = { ...page.value, schoolId, state, reach: callerOf(input).reach };
    return pageReply(await listRuns(input.deps.database, request), 'runs');
  },
);

/** `GET /v1/runs/{runId}` */
export const getRun = operation(
  {
    id: 'getRun',
    method: 'get',
    path: '/v1/runs/{runId}',
    tag,
    summary: 'One run',
    description: 'With its counts by entity, which add up.',
    access: { scope: 'runs.read' },
    disclosure: 'school_only',
    params: z.strictObject({ runId: runIdParam }),
    query: nothing,
    body: noBody,
    response: { description: 'The run', type: 'application/json', schema: runSchema },
    problems: ['api.not_found', 'consent.purpose_not_allowed'],
  },
  async (input) =>
    jsonOrNotFound(await readRun(input.deps.database, input.params.runId, callerOf(input).reach)),
);

/** `GET /v1/runs/{runId}/quarantine` */
export const getQuarantine = operation(
  {
    id: 'listQuarantine',
    method: 'get',
    path: '/v1/runs/{runId}/quarantine',
    tag,
    summary: 'Records that a run could not accept',
    description: 'Each with its cause and place. With `raw=true` also what the source sent: personal data.',
    access: { scope: 'quarantine.read' },
    disclosure: 'school_only',
    params: z.strictObject({ runId: runIdParam }),
    query: z.strictObject({ ...pageQuery, raw: z.enum(['true', 'false']).optional() }),
    body: noBody,
    response: {
      description: 'A page of quarantined records',
      type: 'application/json',
      schema: pageSchema('QuarantinePage', quarantinedSchema),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'quarantine', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const request = {
      ...page.value,
      runId: input.params.runId,
      raw: input.query.raw === 'true',
      reach: callerOf(input).reach,
    };
    return pageReply(await listQuarantine(input.deps.database, request), 'quarantine');
  },
);
