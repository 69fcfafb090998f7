import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Reply } from './operation.ts';

/**
 * The page draws itself with Swagger UI, a library of ours to serve: nothing is asked of another host, and
 * the policy below makes the browser hold us to that. The library writes style attributes and `data:` pictures.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Peremena API</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<noscript>The page needs script; the same document as JSON: <a href="/openapi.json">/openapi.json</a></noscript>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** `validatorUrl: null`: without it the page would send its document to a host of others. */
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#page',
  validatorUrl: null,
  deepLinking: true,
  persistAuthorization: false,
  defaultModelsExpandDepth: 0,
});
`;

const LIBRARY = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const files = {
  'start.js': { type: 'text/javascript; charset=utf-8', read: async () => Buffer.from(START) },
  'swagger-ui.js': {
    type: 'text/javascript; charset=utf-8',
    read: () => readFile(join(LIBRARY, 'swagger-ui-bundle.js')),
  },
  'swagger-ui.css': {
    type: 'text/css; charset=utf-8',
    read: () => readFile(join(LIBRARY, 'swagger-ui.css')),
  },
  'favicon.png': { type: 'image/png', read: () => readFile(join(LIBRARY, 'favicon-32x32.png')) },
} as const;

type AssetName = keyof typeof files;

/** The files of the page. */
export const docsAssetNames = Object.keys(files) as [AssetName, ...AssetName[]];

const publicly = { 'Cache-Control': 'public, max-age=3600' };

/** The page itself. */
export const docsPage: Reply = {
  kind: 'content',
  type: 'text/html; charset=utf-8',
  body: PAGE,
  headers: { ...publicly, 'Content-Security-Policy': POLICY },
};

const remembered = new Map<AssetName, Promise<Buffer>>();

/** A file of the page, read once. */
export async function docsAsset(name: AssetName): Promise<Reply> {
  const file = files[name];
  const content = remembered.get(name) ?? file.read();
  remembered.set(name, content);
  return { kind: 'content', type: file.type, body: await content, headers: publicly };
}
