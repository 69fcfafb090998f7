import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { expressPath } from '../../src/api/mount.ts';
import { scopeNames } from '../../src/model/access.ts';
import type { Store } from '../../src/store/open.ts';
import { movesOver, signingKey, startApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi('postgres://unused');
});
afterAll(() => api.close());

interface Operation {
  readonly operationId: string;
  readonly security: readonly { readonly oauth2?: readonly string[] }[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const load = async () => (await (await api.get('/openapi.json')).json()) as Document;

const told = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${expressPath(path)}`),
  );

interface Layer {
  readonly route?: {
    readonly path: string;
    readonly methods?: Record<string, boolean>;
    readonly stack: readonly { method?: string }[];
  };
}

/** What the router of the app really holds. */
function served(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: readonly Layer[] };
  return stack.flatMap(({ route }) => {
    const methods = new Set(
      route?.stack.map(({ method }) => method).filter((method) => method !== undefined),
    );
    return route ? [...methods].map((method) => `${method} ${route.path}`) : [];
  });
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await load();
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect({ valid, errors, version: document.openapi }).toEqual({
      valid: true,
      errors: undefined,
      version: '3.1.0',
    });
  });

  it('tells of exactly the operations that the router has', async () => {
    const never = () => {
      throw new Error('not called');
    };
    const app = createApp({
      database: { rows: never, close: never },
      store: {} as Store,
      migrations: movesOver({} as Store, () => api.now),
      regulations: { library: { regulations: [], calendar: [], faults: [] }, kinds: [] },
      clients: { find: never, authenticate: never },
      signingKey,
      now: () => api.now,
      logger: { error: never, warn: never, debug: never },
      metrics: new Registry(),
      health: { check: never },
      version: '0',
      gapsOf: () => ({}),
    });
    expect(served(app).sort()).toEqual(told(await load()).sort());
  });

  it('refers only to what it holds', async () => {
    const document = await load();
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.filter((name) => !(`${name}` in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('names every path parameter, and the scope of every operation that needs one', async () => {
    const operations = Object.entries((await load()).paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name);
      expect({ path, named }).toEqual({ path, named: inPath });
      const scopes = operation.security.flatMap(({ oauth2 = [] }) => oauth2);
      expect(scopes.filter((scope) => !(scopeNames as readonly string[]).includes(scope))).toEqual([]);
      if (path.startsWith('/v1/')) expect({ path, scopes: scopes.length }).toEqual({ path, scopes: 1 });
    }
  });
});

describe('the page', () => {
  it('takes everything from its own server, and forbids the browser anything else', async () => {
    const response = await api.get('/docs');
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
    const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const { status, headers } = await api.get(link);
      expect({ link, status, type: headers.get('content-type') }).toMatchObject({ status: 200 });
    }
  });

  it('gives out no other file', async () => {
    for (const name of ['package.json', '..%2Fpackage.json', 'swagger-ui-bundle.js.map']) {
      expect((await api.get(`/docs/${name}`)).status).toBe(400);
    }
  });
});
