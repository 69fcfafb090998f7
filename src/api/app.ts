import express, { type Express, type RequestHandler } from 'express';
import { makeAttempts } from './auth/attempts.ts';
import { makeFindCaller } from './auth/callers.ts';
import { makeTokens } from './auth/tokens.ts';
import type { ApiDeps, ApiServices } from './deps.ts';
import { failures } from './failure.ts';
import { makeMeasure } from './measure.ts';
import { compressed, requestIds } from './middleware.ts';
import { mount } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';
import { sendProblem } from './respond.ts';

function gapsTexts(gapsOf: ApiDeps['gapsOf']): ApiServices['gapsJson'] {
  const texts = new Map<string, string>();
  return (source) => {
    if (source === null) return '{}';
    const known = texts.get(source);
    if (known !== undefined) return known;
    const text = JSON.stringify(gapsOf(source));
    texts.set(source, text);
    return text;
  };
}

function servicesOf(deps: ApiDeps): ApiServices {
  const tokens = makeTokens(deps.signingKey, deps.now);
  return {
    ...deps,
    tokens,
    attempts: makeAttempts(deps.now),
    findCaller: makeFindCaller(deps.clients, tokens, deps.now),
    gapsJson: gapsTexts(deps.gapsOf),
    openApi: JSON.stringify(openApiDocument(operations, deps.version)),
  };
}

/**
 * The API as an Express app, with the office's pages before it, if there are any. It holds no connection of its own
 * and may be thrown away.
 */
export function createApp(deps: ApiDeps, pages?: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(requestIds, compressed());
  if (pages) app.use(pages);
  mount(app, operations, servicesOf(deps), makeMeasure(deps.metrics, deps.logger));
  app.use((_request, response) => sendProblem(response, { code: 'api.no_such_path' }));
  app.use(failures(deps.logger));
  return app;
}
