import { z } from 'zod';
import { docsAsset, docsAssetNames, docsPage } from '../docs-page.ts';
import { operation } from '../operation.ts';
import { noBody, nothing } from '../schemas/basic.ts';

const tag = 'Documents';

/** `GET /openapi.json` */
export const getOpenApi = operation(
  {
    id: 'openApi',
    method: 'get',
    path: '/openapi.json',
    tag,
    summary: 'This document',
    description: 'OpenAPI 3.1, made of the same contracts that requests are checked with.',
    access: 'public',
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: { description: 'The document', type: 'application/json', schema: z.looseObject({}) },
    problems: [],
  },
  async ({ deps }) => ({ kind: 'json', text: deps.openApi, headers: { 'Cache-Control': 'no-cache' } }),
);

/** `GET /docs` */
export const getDocs = operation(
  {
    id: 'docs',
    method: 'get',
    path: '/docs',
    tag,
    summary: 'This document as a page',
    description: 'Everything on it comes from this server.',
    access: 'public',
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: noBody,
    response: { description: 'The page', type: 'text/html', schema: null },
    problems: [],
  },
  async () => docsPage,
);

/** `GET /docs/{asset}` */
export const getDocsAsset = operation(
  {
    id: 'docsAsset',
    method: 'get',
    path: '/docs/{asset}',
    tag,
    summary: 'A file of the page',
    description: 'Script and style of the page.',
    access: 'public',
    disclosure: 'none',
    params: z.strictObject({ asset: z.enum(docsAssetNames) }),
    query: nothing,
    body: noBody,
    response: { description: 'The file', type: '*/*', schema: null },
    problems: [],
  },
  async ({ params }) => docsAsset(params.asset),
);
