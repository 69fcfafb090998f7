import type { Response } from 'express';
import { Histogram, type Registry } from 'prom-client';
import type { ApiLogger } from './deps.ts';
import { requestIdOf } from './respond.ts';

/** Begins to measure a request; what was measured is told when its answer has gone out. */
export type Measure = (response: Response, method: string, route: string) => void;

/**
 * Times by route, never by path: a path holds the id of a student. The access log is told at level debug
 * only, where it says the same.
 */
export function makeMeasure(metrics: Registry, logger: ApiLogger): Measure {
  const times = new Histogram({
    name: 'peremena_http_request_seconds',
    help: 'Time from request to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  return (response, method, route) => {
    const begun = performance.now();
    response.once('finish', () => {
      const ms = performance.now() - begun;
      const status = response.statusCode;
      times.labels(method, route, String(status)).observe(ms / 1_000);
      logger.debug('api.request', { requestId: requestIdOf(response), method, route, status, ms });
    });
  };
}
