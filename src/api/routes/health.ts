import { z } from 'zod';
import { jsonOf, operation, refuse } from '../operation.ts';
import { noBody, nothing } from '../schemas/basic.ts';

const tag = 'Operation';

/** `GET /health/live` */
export const getLive = operation(
  {
    id: 'live',
    method: 'get',
    path: '/health/live',
    tag,
    summary: 'Whether the program runs',
    description: 'Says nothing of the database: a program that waits for it need not be started anew.',
    access: 'public',
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: {
      description: 'It runs',
      type: 'application/json',
      schema: z.strictObject({ status: z.literal('live'), version: z.string() }).meta({ id: 'Live' }),
    },
    problems: [],
  },
  async ({ deps }) => jsonOf({ status: 'live', version: deps.version }),
);

/** `GET /health/ready` */
export const getReady = operation(
  {
    id: 'ready',
    method: 'get',
    path: '/health/ready',
    tag,
    summary: 'Whether the program can serve',
    description: 'The database answers and has the migrations of this version.',
    access: 'public',
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: {
      description: 'It can',
      type: 'application/json',
      schema: z.strictObject({ status: z.literal('ready') }).meta({ id: 'Ready' }),
    },
    problems: ['api.not_ready'],
  },
  async ({ deps }) => {
    const missing = await deps.health.check();
    if (!missing) return jsonOf({ status: 'ready' });
    // The code alone: the text of a database error may name hosts, and anybody may ask here.
    return refuse('api.not_ready', { detail: missing.code, headers: { 'Retry-After': '5' } });
  },
);

/** `GET /metrics` */
export const getMetrics = operation(
  {
    id: 'metrics',
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Counters and times',
    description: 'In the text format of Prometheus.',
    access: { scope: 'metrics.read' },
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: { description: 'Metrics', type: 'text/plain', schema: null },
    problems: [],
  },
  async ({ deps }) => ({
    kind: 'content',
    type: deps.metrics.contentType,
    body: await deps.metrics.metrics(),
  }),
);
