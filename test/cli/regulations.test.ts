import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/errors.ts';
import { makeProgram, runProgram } from '../../src/cli/program.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

/** What a command left behind. None of these opens the program. */
async function say(...words: string[]) {
  let document: unknown = null;
  let lines: readonly string[] = [];
  let failure: Diagnostic | null = null;
  const stop = new AbortController();
  const program = makeProgram(
    {
      adapters: [],
      open: () => Promise.reject(new Error('no database here')),
      home: '.',
      output: {
        result: (told, shown) => {
          document = told;
          lines = shown;
        },
        note: () => undefined,
        progress: () => ({ update: () => undefined, end: () => undefined }),
      },
      signal: stop.signal,
      now: () => new Date('2026-01-10T09:00:00Z'),
      readText: () => Promise.reject(new Error('no file here')),
    },
    () => Promise.reject(new Error('no demonstration here')),
    '0.0.0',
  );
  process.exitCode = 0;
  const exit = await runProgram(program, words, (told) => {
    failure = told;
  });
  process.exitCode = 0;
  return { exit, document, lines: lines.join('\n'), failure: failure as Diagnostic | null };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulations-'));
  await writeFile(
    join(folder, 'school-7.yaml'),
    'id: school-7\nlevel: school\ntitle: Положение\nissuer: Школа\nnumber: null\ndate: null\nfrom: null\n' +
      'entries:\n  - id: groups\n    kind: group_membershp\n    clause: п. 1\n    says: группы\n    effect: report\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('regulations', () => {
  it('check finds those of the program in order', async () => {
    const { exit, document, lines } = await say('regulations', 'check');
    expect(exit).toBe(exitCodes.done);
    expect(document).toMatchObject({ faults: [] });
    expect(lines).toBe('6 regulations and 4 years of the calendar are in order; 0 faults');
  });

  it('check tells what is wrong in a folder, where, and what to do, and fails', async () => {
    const { exit, document, lines } = await say('regulations', 'check', folder);
    expect(exit).toBe(exitCodes.failed);
    expect(document).toMatchObject({ regulations: [], faults: [{ code: 'regulation.unknown_kind' }] });
    expect(lines).toContain('✗ school-7.yaml:10 entries.0.kind');
    expect(lines).toContain('Did you mean «group_membership»?');
  });

  it('check tells of a folder that is not there', async () => {
    const { exit, document } = await say('regulations', 'check', join(folder, 'nowhere'));
    expect(exit).toBe(exitCodes.failed);
    expect(document).toMatchObject({ faults: [{ code: 'regulation.unreadable', place: 'folder' }] });
  });

  it('list names all', async () => {
    const { document, lines } = await say('regulations', 'list');
    expect(document).toContainEqual(
      expect.objectContaining({ id: 'podolsk-12', number: '140', notInForce: 4 }),
    );
    expect(lines).toContain('_federal');
  });

  it('show tells what one asks, what is left open and what is not checked', async () => {
    const { document, lines } = await say('regulations', 'show', 'podolsk-12');
    expect(document).toMatchObject({ id: 'podolsk-12', level: 'school' });
    expect(lines).toContain('п. 3.6, последний абз.  [edit-marks: edit_window, withhold]');
    expect(lines).toContain('Выбор школы: Никогда · Через неделю');
    expect(lines).toContain('[homework-two-hours: entry_deadline, report, not in force]');
    expect(lines).toContain('Машина не проверяет:');
  });

  it('show of an unknown one names the nearest', async () => {
    const { exit, failure } = await say('regulations', 'show', 'podolsk-21');
    expect(exit).toBe(exitCodes.failed);
    expect(failure).toMatchObject({ code: 'regulation.unknown', hint: 'Did you mean «podolsk-12»?' });
  });
});
