import { bodyTypes } from '../../src/api/body-types.ts';
import type { Operation } from '../../src/api/operation.ts';
import { bodies } from './bodies.ts';
import type { Invented } from './invented.ts';

/** How an operation is asked, with a body that is right for it. */
export function requestOf(
  operation: Operation,
  invented: Invented,
  headers: Readonly<Record<string, string>>,
) {
  const { method, takes = 'json' } = operation;
  if (method === 'get') return { method: 'GET', headers };
  const body = bodies(invented)[operation.id] ?? {};
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method: method.toUpperCase(),
    headers: { ...headers, 'content-type': bodyTypes[takes] },
    body: text,
  };
}
