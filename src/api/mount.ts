import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Caller } from './auth/caller.ts';
import { bodyTypes } from './body-types.ts';
import { type ApiServices, defaultLimits, type Limits } from './deps.ts';
import type { Measure } from './measure.ts';
import { type Operation, type Reply, refuse } from './operation.ts';
import { requestIdOf, sendProblem, sendReply } from './respond.ts';

/** Where the guard leaves the caller for the handler. */
const CALLER = 'caller';

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
  const { type, orTypes = [] } = operation.response;
  if (accept === undefined || accept.includes('*/*') || type === '*/*') return true;
  return request.accepts([type, ...orTypes, 'application/problem+json']) !== false;
}

/** Who calls is found out before a body is read: nobody is sent a megabyte's worth of trust. */
function guardOf(operation: Operation, services: ApiServices, measure: Measure): RequestHandler {
  return async (request, response, next) => {
    measure(response, request.method, operation.path);
    const caller = acceptable(operation, request)
      ? await callerFor(operation, services, request)
      : refuse('api.not_acceptable');
    if (caller !== null && 'kind' in caller) {
      await sendReply(response, caller);
      return;
    }
    response.locals[CALLER] = caller;
    next();
  };
}

function handlerOf(operation: Operation, services: ApiServices, limits: Limits): RequestHandler {
  return async (request, response) => {
    const timer = setTimeout(() => {
      if (!response.headersSent) sendProblem(response, { code: 'api.timed_out' });
    }, limits.answerMs);
    try {
      const reply = await operation.answer(
        { params: request.params, query: request.query, body: request.body },
        {
          deps: services,
          caller: response.locals[CALLER] as Caller | null,
          requestId: requestIdOf(response),
          address: request.socket.remoteAddress ?? '',
          authorization: request.headers.authorization,
          prefers: (types) => request.accepts([...types]) || null,
        },
      );
      clearTimeout(timer);
      if (!response.headersSent) await sendReply(response, reply);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** A body is only read where there is one to read; elsewhere a long one is not even waited for. */
const shortBody =
  (limits: Limits): RequestHandler =>
  (request, response, next) => {
    if (Number(request.headers['content-length'] ?? 0) <= limits.bodyBytes) next();
    else sendProblem(response, { code: 'api.body_too_large', headers: { Connection: 'close' } });
  };

function bodyReader(operation: Operation, limits: Limits): RequestHandler {
  const { takes = 'json', bodyBytes = limits.bodyBytes } = operation;
  const options = { limit: bodyBytes, inflate: false };
  const type = bodyTypes[takes];
  const readers = {
    json: () => express.json(options),
    form: () => express.urlencoded({ ...options, extended: false }),
    yaml: () => express.text({ ...options, type }),
    xlsx: () => express.raw({ ...options, type }),
  };
  const read = readers[takes]();
  return (request, response, next) => {
    if (request.is(type)) read(request, response, next);
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
      const guard = guardOf(operation, services, measure);
      const handler = handlerOf(operation, services, limits);
      if (operation.method === 'get') route.get(shortBody(limits), guard, handler);
      else route[operation.method](guard, bodyReader(operation, limits), handler);
    }
    route.all(otherMethods(here.map(({ method }) => method.toUpperCase())));
  }
}
