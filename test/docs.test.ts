import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/cli/errors.ts';
import { makeProgram } from '../src/cli/program.ts';
import type { CommandContext } from '../src/cli/services.ts';
import { readConfig } from '../src/config.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The Markdown pages of the project, without those that packages bring along. */
const pages = readdirSync(root, { withFileTypes: true })
  .filter(({ name }) => name !== 'node_modules' && name !== 'coverage' && !name.startsWith('.'))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(root, entry.name), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(entry.name, name),
        )
      : [entry.name],
  )
  .map((name) => name.split(sep).join('/'))
  .filter((name) => name.endsWith('.md') && !name.includes('/generated/'));

/** The text of a page without what stands in code, where nothing is a link or a heading. */
const proseOf = (page: string): string =>
  read(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');

/** The anchors of a page, made of its headings as GitHub makes them. */
const anchorsOf = (page: string): Set<string> =>
  new Set(
    [
      ...read(page)
        .replace(/^```[\s\S]*?^```/gm, '')
        .matchAll(/^#{1,6} +(.+)$/gm),
    ].map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const linksOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, inline, attribute]) => inline ?? attribute ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(root, join(root, dirname(page), decodeURI(path)));
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(target).has(decodeURI(anchor));
}

describe('pages', () => {
  it('link only to what is there', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => isBroken(page, link))
        .map((link) => `${page} → ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('number the decisions without a gap and list each in the index', () => {
    const notes = readdirSync(join(root, 'docs/decisions'))
      .filter((name) => name !== 'README.md')
      .sort();
    expect(notes.map((name) => name.slice(0, 5))).toEqual(
      notes.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
    const index = read('docs/decisions/README.md');
    expect(notes.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  // Commands use their context only when they are given, and here none is.
  const program = makeProgram({} as CommandContext, () => Promise.reject(new Error('not here')), '0');

  const optionsOf = (command: Command): string[] =>
    command.options.flatMap(({ long }) => (long && long !== '--json' ? [long] : []));

  /** Usage (`connections add <name>`) → options, of each command that does something. */
  const described = (command: Command, before: string): [string, string[]][] => {
    const words = [before, command.name(), ...command.registeredArguments.map((one) => `<${one.name()}>`)];
    const usage = words.filter((word) => word !== '').join(' ');
    return command.commands.length > 0
      ? command.commands.flatMap((inner) => described(inner, usage))
      : [[usage, optionsOf(command).sort()]];
  };

  const page = read('docs/cli.md');
  const sections = page.split(/^(?=#{2,3} )/m).flatMap((section): [string, string[]][] => {
    const usage = /^### `([^`]+)`/.exec(section)?.[1];
    const named = [...section.matchAll(/^\| (`--.*?`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/--[a-z-]+/g) ?? [],
    );
    return usage ? [[usage, named.sort()]] : [];
  });

  it('describes exactly the commands there are, each with exactly its options', () => {
    const known = program.commands.flatMap((command) => described(command, ''));
    expect(Object.fromEntries(sections)).toEqual(Object.fromEntries(known));
  });

  it('explains every exit code', () => {
    const explained = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(explained).toEqual(Object.values(exitCodes));
  });
});

describe('.env.example', () => {
  const example = new Map(
    [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

  it('names exactly the variables that the program knows', () => {
    const known = /z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(read('src/config.ts'))?.[1] ?? '';
    const names = [...known.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(names).toContain('PORT');
    expect([...example.keys()].sort()).toEqual(names.sort());
  });

  it('gives each its default', () => {
    expect(readConfig(Object.fromEntries(example))).toEqual(readConfig({}));
  });
});

describe('THIRD-PARTY.md', () => {
  interface Manifest {
    readonly license?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  }
  const manifestAt = (folder: string): Manifest => JSON.parse(read(join(folder, 'package.json')));

  const { dependencies = {}, devDependencies = {} } = manifestAt('.');
  const direct = [
    ...Object.keys(dependencies).map((name) => ({ name, use: 'runs' })),
    ...Object.keys(devDependencies).map((name) => ({ name, use: 'development' })),
  ].map((entry) => ({ ...entry, license: manifestAt(join('node_modules', entry.name)).license ?? 'none' }));

  it('lists every direct dependency with its licence, and nothing else', () => {
    const listed = [...read('THIRD-PARTY.md').matchAll(/^\| `[^|]+\|[^|]+\|[^|]+\|$/gm)].map(([row]) => row);
    expect(listed).toEqual(direct.map(({ name, license, use }) => `| \`${name}\` | ${license} | ${use} |`));
  });

  it('holds only licences that ask for nothing but their notice', () => {
    const allowed = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)$/;
    const wrong = direct.filter(({ license }) => !license.split(' OR ').some((one) => allowed.test(one)));
    // Used unchanged, by tests of pages alone, and no part of what runs (docs/decisions/0013).
    expect(wrong).toEqual([{ name: 'axe-core', use: 'development', license: 'MPL-2.0' }]);
  });
});
