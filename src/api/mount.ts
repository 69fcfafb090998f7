import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Caller } from './auth/caller.ts';
import { type ApiServices, defaultLimits, type Limits } from './deps.ts';
import type { Measure } from './measure.ts';
import { type Operation, type Reply, refuse } from './operation.ts';
import { requestIdOf, sendProblem, sendReply } from './respond.ts';

const FORM = 'application/x-www-form-urlencoded';

/** `/v1/schools/{schoolId}` → `/v1/schools/:schoolId` */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Deny by default: who may call must be said. Types say it too, but types are gone when the program runs. */
function requireAccess(operation: Operation): void {
  const access: unknown = operation.access;
  const scoped = typeof access === 'object' && access !== null && 'scope' in access && access.scope;
  if (access !== 'public' && !scoped) throw new Error(`operation ${operation.id} declares no scope`);
}

async function callerFor(
  operation: Operation,
  services: ApiServices,
  request: Request,
): Promise<Caller | null | Reply> {
  if (operation.access === 'public') return null;
  const found = await services.findCaller(request.headers.authorization);
  if (!found.ok) return { kind: 'problem', problem: found.error };
  const { scope } = operation.access;
  if (found.value.scopes.has(scope)) return found.value;
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  return refuse('api.insufficient_scope', {
    detail: `The scope ${scope} is needed`,
    headers: { 'WWW-Authenticate': challenge },
  });
}

function acceptable(operation: Operation, request: Request): boolean {
  const { accept } = request.headers;
  if (accept === undefined || accept.includes('*/*') || operation.response.type === '*/*') return true;
  return request.accepts([operation.response.type, 'application/problem+json']) !== false;
}

async function answer(operation: Operation, services: ApiServices, request: Request, response: Response) {
  if (!acceptable(operation, request)) return refuse('api.not_acceptable');
  const caller = await callerFor(operation, services, request);
  if (caller !== null && 'kind' in caller) return caller;
  return operation.answer(
    { params: request.params, query: request.query, body: request.body },
    {
      deps: services,
      caller,
      requestId: requestIdOf(response),
      address: request.socket.remoteAddress ?? '',
      authorization: request.headers.authorization,
    },
  );
}

function handlerOf(
  operation: Operation,
  services: ApiServices,
  measure: Measure,
  limits: Limits,
): RequestHandler {
  return async (request, response) => {
    measure(response, request.method, operation.path);
    const timer = setTimeout(() => {
      if (!response.headersSent) sendProblem(response, { code: 'api.timed_out' });
    }, limits.answerMs);
    try {
      const reply = await answer(operation, services, request, response);
      if (!response.headersSent) sendReply(response, reply);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** A body is only read where there is one to read; elsewhere a long one is not even waited for. */
function bodyReader(operation: Operation, limits: Limits): RequestHandler {
  if (operation.method === 'get') {
    return (request, response, next) => {
      if (Number(request.headers['content-length'] ?? 0) <= limits.bodyBytes) next();
      else sendProblem(response, { code: 'api.body_too_large', headers: { Connection: 'close' } });
    };
  }
  const read = express.urlencoded({ extended: false, limit: limits.bodyBytes, inflate: false });
  return (request, response, next) => {
    if (request.is(FORM)) read(request, response, next);
    else sendProblem(response, { code: 'api.unsupported_media_type' });
  };
}

function otherMethods(allowed: readonly string[]): RequestHandler {
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    if (request.method !== 'OPTIONS') {
      sendProblem(response, { code: 'api.method_not_allowed', headers: { Allow: allow } });
      return;
    }
    response.setHeader('Allow', allow);
    response.status(204).end();
  };
}

/** Puts the operations on the app, each with its checks before it, and nothing beside them. */
export function mount(
  app: Express,
  operations: readonly Operation[],
  services: ApiServices,
  measure: Measure,
): void {
  const limits = { ...defaultLimits, ...services.limits };
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const here = operations.filter((operation) => operation.path === path);
    const route = app.route(expressPath(path));
    for (const operation of here) {
      requireAccess(operation);
      const handler = handlerOf(operation, services, measure, limits);
      route[operation.method](bodyReader(operation, limits), handler);
    }
    route.all(otherMethods(here.map(({ method }) => method.toUpperCase())));
  }
}
