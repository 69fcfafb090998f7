import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readRegulations } from '../../src/sync/regulation-files.ts';
import { ownKinds } from '../rules/regulation/own-kinds.ts';

const folders: string[] = [];

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'regulations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const read = async (files: Readonly<Record<string, string>>) =>
  readRegulations(await folderOf(files), ownKinds);

const GOOD = `id: good
level: school
title: Положение
issuer: Школа
number: '15'
date: 2020-01-09
from: null
entries:
  - id: one
    kind: limit
    clause: п. 1
    says: что требуется
    effect: report
    parameters: { subject: Алгебра }
`;

const places = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await read(files)).faults.map(({ code, place }) => `${code} at ${place}`);

describe('a folder of regulations', () => {
  it('is read with its calendar; a date without quotes stays a text', async () => {
    const library = await read({
      'good.yaml': GOOD,
      'calendar/federal-2025.yaml':
        'year: 2025\nsource: x\nholidays: [{name: x, from: 2025-01-01, to: 2025-01-08}]\nmovedDaysOff: []\nunknown: null\n',
      'README.md': 'nothing to read',
    });
    expect(library.faults).toEqual([]);
    expect(library.regulations.map(({ id, date }) => [id, date])).toEqual([['good', '2020-01-09']]);
    expect(library.calendar.map(({ year }) => year)).toEqual([2025]);
  });

  it('is told of each fault with its line', async () => {
    const bad = GOOD.replace('id: good', 'id: bad').replace('kind: limit', 'kind: limits');
    expect(await places({ 'bad.yaml': bad })).toEqual([
      'regulation.unknown_kind at bad.yaml:10 entries.0.kind',
    ]);
    const lacking = GOOD.replace('    clause: п. 1\n', '');
    expect(await places({ 'good.yaml': lacking })).toEqual([
      'regulation.missing_clause at good.yaml:9 entries.0.clause',
    ]);
  });

  it('is read on when one of its files is wrong', async () => {
    const library = await read({ 'bad.yaml': 'id: [', 'good.yaml': GOOD });
    expect(library.regulations.map(({ id }) => id)).toEqual(['good']);
    expect(library.faults).not.toEqual([]);
  });

  it.each([
    ['broken YAML', 'id: [\n', /^regulation\.unreadable at bad\.yaml:\d+:\d+$/],
    [
      'a key twice',
      `${GOOD.replace('id: good', 'id: bad')}title: Другое\n`,
      /^regulation\.unreadable at bad\.yaml:15:1$/,
    ],
    ['nothing in it', '', /^regulation\.invalid at bad\.yaml$/],
    ['two documents', `${GOOD}---\n${GOOD}`, /^regulation\.unreadable at bad\.yaml/],
    [
      'aliases that unfold without end',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c]\n`,
      /^regulation\.unreadable at bad\.yaml$/,
    ],
    ['a megabyte of it', `# ${'x'.repeat(1_000_001)}`, /^regulation\.unreadable at bad\.yaml$/],
  ])('is told of a file with %s', async (_, text, expected) => {
    const [first = ''] = await places({ 'bad.yaml': text });
    expect(first).toMatch(expected);
  });

  it('is told of a file that would be passed over', async () => {
    expect(await places({ 'act.yml': GOOD, 'deeper/act.yaml': GOOD })).toEqual([
      'regulation.unreadable at act.yml',
      'regulation.unreadable at deeper/act.yaml',
    ]);
  });

  it('is told of a file that another stands on and that is not there', async () => {
    expect(await places({ 'good.yaml': `${GOOD}extends: [_region-nowhere]\n` })).toEqual([
      'regulation.unknown_extends at good.yaml:15 extends.0',
    ]);
  });

  it('must be there', async () => {
    const { faults } = await readRegulations(join(await folderOf({}), 'nowhere'), ownKinds);
    expect(faults.map(({ code }) => code)).toEqual(['regulation.unreadable']);
  });
});
