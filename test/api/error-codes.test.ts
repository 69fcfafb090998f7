import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problems } from '../../src/api/problem.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/error-codes.md'), 'utf8');

const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'));

/** Events of the log look like codes but are none: they stand right behind the call that logs them. */
const withoutEvents = (text: string): string =>
  text.replace(/\b(?:log|error|warn|info|debug)\(\s*'[^']+'/g, '');

const areas = [...page.matchAll(/^## ([a-z]+):/gm)].map(([, area]) => area ?? '');

/** What is given out as a `code`, whatever its area, and every other word of a known area. */
function codesIn(text: string): string[] {
  const given = text.matchAll(/\bcode: '([a-z]+\.[a-z_]+)'/g);
  const words = withoutEvents(text).matchAll(new RegExp(`'((?:${areas.join('|')})\\.[a-z_]+)'`, 'g'));
  return [...given, ...words].map(([, code]) => code ?? '');
}

const sorted = (codes: Iterable<string>): string[] => [...new Set(codes)].sort();

/** `mark.value` and the like: fields of the model that an adapter speaks of, not codes. */
const FIELDS = /^mark\.(?!outside_scale)/;

describe('docs/error-codes.md', () => {
  const told = [...page.matchAll(/^\| `([a-z]+\.[a-z_]+)` \|/gm)].map(([, code]) => code ?? '');

  it('tells of every code in the source, and of no other', () => {
    const found = source.flatMap(codesIn).filter((code) => !FIELDS.test(code));
    expect(sorted(told)).toEqual(sorted(found));
  });

  it('tells of each once, under the heading of its area', () => {
    expect(told).toHaveLength(new Set(told).size);
    const sections = page.split(/^## /m).slice(1);
    for (const section of sections) {
      const area = section.slice(0, section.indexOf(':'));
      const codes = [...section.matchAll(/^\| `([a-z]+)\.[a-z_]+` \|/gm)].map(([, own]) => own);
      expect(new Set(codes)).toEqual(new Set([area]));
    }
  });

  it('gives the statuses that the API gives', () => {
    const statuses = [...page.matchAll(/^\| `((?!oauth)[a-z]+\.[a-z_]+)` \| (\d+) \|/gm)].map(
      ([, code, status]) => [code, Number(status)],
    );
    const answered = Object.entries(problems).map(([code, { status }]) => [code, status]);
    expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(answered));
  });
});
