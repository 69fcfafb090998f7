import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PullEvent } from '../../../src/adapters/contract.ts';
import { AdapterError } from '../../../src/adapters/errors.ts';
import { exchangePack } from '../../../src/adapters/exchange-pack/index.ts';
import type { TargetRecord, TargetSession } from '../../../src/adapters/target.ts';
import { entityNames } from '../../../src/model/entities.ts';
import { healthSheet, school } from './invented.ts';
import { column, context, csv, hashes, packFolders, write } from './written.ts';

const newFolder = packFolders();
const open = (folder: string, signal?: AbortSignal) =>
  exchangePack.open({ folder, format: 'csv' }, context(signal));

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AdapterError ? error.diagnostic.code : String(error);
};

async function pulled(
  folder: string,
  range = { from: '2025-09-01', to: '2026-05-31' },
): Promise<PullEvent[]> {
  const session = await open(folder);
  const events: PullEvent[] = [];
  try {
    for await (const event of session.source.pull({ ...range, after: null })) events.push(event);
  } finally {
    await session.close();
  }
  return events;
}

const keysIn = (events: readonly PullEvent[], entity: string): string[] =>
  events.flatMap((event) =>
    event.kind === 'records' && event.entity === entity ? event.records.map(({ key }) => key) : [],
  );

const isMark = (record: TargetRecord): record is TargetRecord<'mark'> => record.entity === 'mark';
const [firstMark] = school.filter(isMark);
if (!firstMark) throw new Error('the invented school has marks');

describe('writing into a pack', () => {
  it('answers each row with our id as its key', async () => {
    const session = await open(newFolder());
    const outcomes = await session.write(school);
    expect(outcomes).toEqual(school.map(({ ourId }) => ({ ok: true, targetKey: ourId })));
    await session.close();
  });

  it('makes one line of a row that is written twice, and changes it when it comes otherwise', async () => {
    const folder = newFolder();
    const corrected = { ...firstMark, targetKey: 'm2', data: { ...firstMark.data, value: '3' } };
    await write({ folder, format: 'csv' }, [...school, ...school]);
    await write({ folder, format: 'csv' }, [corrected]);
    expect(column(folder, 'marks', 'отметка')).toEqual(['5', '3', "'-"]);
  });

  it.each([
    [
      'a reference to nothing',
      { ...firstMark, ourId: 'mx', data: { ...firstMark.data, subjectId: 'nowhere' } },
      'target.reference_lacking',
      'mark.subjectId',
    ],
    ['a health sheet', healthSheet, 'target.no_place', 'healthSheet'],
  ])('refuses for good %s, and takes the rest', async (_, wrong, code, place) => {
    const folder = newFolder();
    const session = await open(folder);
    const outcomes = await session.write([...school, wrong]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(school.length);
    expect(outcomes.at(-1)).toMatchObject({ ok: false, lasting: true, diagnostic: { code, place } });
    await session.finish?.();
    await session.close();
    expect(csv(folder, 'health_sheet')).toEqual([]);
    expect(csv(folder, 'marks')).toHaveLength(3);
  });

  it('reads back what it wrote, and leaves out what is not there', async () => {
    const session = await open(newFolder());
    await session.write(school);
    const found = await session.readBack('mark', ['m1', 'none', 'm2']);
    expect(found.map(({ key }) => key)).toEqual(['m1', 'm2']);
    expect(found[1]?.data).toEqual(firstMark.data);
    await session.close();
  });

  it('takes back what it wrote: a rolled back pack has nothing but headers', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const session = await open(folder);
    for (const entity of [...entityNames].reverse()) {
      const keys = school.filter((record) => record.entity === entity).map(({ ourId }) => ourId);
      const outcomes = await session.remove(entity, keys);
      expect(outcomes).toEqual(keys.map((targetKey) => ({ ok: true, targetKey })));
    }
    await session.finish?.();
    await session.close();
    const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    expect(names.flatMap((name) => csv(folder, name.replace('.csv', '')))).toEqual([]);
  });

  it('has nothing of its own to be matched with, and no window', async () => {
    const session = await open(newFolder());
    const catalogue: unknown[] = [];
    for await (const one of session.catalogue()) catalogue.push(one);
    expect([catalogue, await session.oldestDay('mark')]).toEqual([[], null]);
    await session.close();
  });

  it('makes no files where nobody wrote: a plan only looks', async () => {
    const folder = newFolder();
    await (await open(folder)).close();
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves no whole-looking pack behind a run that did not come to its end', async () => {
    const folder = newFolder();
    const session = await open(folder);
    await session.write(school);
    await session.close();
    expect(existsSync(folder)).toBe(false);
    await write({ folder, format: 'csv' }, []);
    expect(csv(folder, 'marks')).toHaveLength(3);
  });

  it.each([
    ['a row that came', (session: TargetSession) => session.write([{ ...firstMark, ourId: 'm9' }])],
    ['a row that went', (session: TargetSession) => session.remove('mark', ['m1'])],
  ])('is whole no more with %s, until the run ends', async (_, change) => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const session = await open(folder);
    await change(session);
    await session.close();
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
    expect(await codeOf(pulled(folder))).toBe('adapter.refused');
    await write({ folder, format: 'csv' }, []);
    expect(existsSync(join(folder, 'manifest.json'))).toBe(true);
  });

  it('stays whole where what comes is there already', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const session = await open(folder);
    await session.write(school);
    await session.close();
    expect(existsSync(join(folder, 'manifest.json'))).toBe(true);
  });

  it('keeps its work folder from other users of the machine', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    expect(statSync(`${folder}.work`).mode & 0o077).toBe(0);
  });

  it('does not write files again that tell of these very rows', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const before = [hashes(folder), statSync(join(folder, 'marks.csv')).ino];
    await write({ folder, format: 'csv' }, school);
    expect([hashes(folder), statSync(join(folder, 'marks.csv')).ino]).toEqual(before);
  });
});

describe('looking into a pack that was written', () => {
  const looked = async (folder: string, keys: readonly string[]): Promise<string[]> => {
    const session = await open(folder);
    try {
      return (await session.readBack('homework', keys)).map(({ key }) => key);
    } finally {
      await session.close();
    }
  };

  it('finds what the files tell of, and nothing that only lies beside them', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    expect(await looked(folder, ['h1', 'h2', 'h3'])).toEqual(['h1', 'h3']);
  });

  it('finds that a file was changed since', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    writeFileSync(join(folder, 'lessons.csv'), '');
    expect(await codeOf(looked(folder, ['h1']))).toBe('adapter.contract_broken');
  });

  it('is refused while rows are still to come', async () => {
    const folder = newFolder();
    const session = await open(folder);
    await session.write(school);
    await session.close();
    expect(await codeOf(looked(folder, ['h1']))).toBe('adapter.refused');
  });
});

describe('what a pack says that it cannot hold', () => {
  it.each(['attendance.reason=sick', 'substitution.reason=*олезн*', 'healthSheet'])(
    'names health, which is not handed over: %s',
    (key) => {
      expect(exchangePack.declaration.cannot[key]).toContain('специальная категория');
    },
  );

  it('names homework for one student, and files of homework', () => {
    expect(exchangePack.declaration.cannot['homework.studentId']).toContain('для одного ученика');
    expect(exchangePack.declaration.cannot).toHaveProperty(['homework.files']);
  });
});

describe('opening a pack', () => {
  it.each([
    ['no folder', {}, 'settings.folder'],
    ['a folder of the place where it runs', { folder: 'pack' }, 'settings.folder'],
    ['a format it does not know', { folder: '/pack', format: 'xml' }, 'settings.format'],
    ['a word too many', { folder: '/pack', password: 'x' }, 'settings.'],
  ])('refuses %s', async (_, settings, place) => {
    const error = await exchangePack.open(settings, context()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ diagnostic: { code: 'adapter.settings_invalid', place } });
  });

  it('refuses a folder with files of others', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, []);
    writeFileSync(join(folder, 'report.docx'), '');
    expect(await codeOf(open(folder))).toBe('adapter.settings_invalid');
  });

  it('refuses a pack that is being written', async () => {
    const folder = newFolder();
    const session = await open(folder);
    expect(await codeOf(open(folder))).toBe('adapter.refused');
    await session.close();
    await (await open(folder)).close();
  });
});

describe('reading a pack as a source', () => {
  it('gives every row that the files tell of, and covers what it gave', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const events = await pulled(folder);
    for (const entity of exchangePack.declaration.takes) {
      const written = school.filter((record) => record.entity === entity).map(({ ourId }) => ourId);
      const untold = ['h2', 'c1'];
      expect(keysIn(events, entity)).toEqual(written.filter((id) => !untold.includes(id)).sort());
    }
    const covered = events.flatMap((event) => (event.kind === 'covered' ? [event.entity] : []));
    expect(covered).toEqual(exchangePack.declaration.takes);
    expect(events.at(-1)).toMatchObject({ kind: 'checkpoint', done: covered.length, total: covered.length });
  });

  it('keeps to the days that are asked for', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const events = await pulled(folder, { from: '2025-09-04', to: '2025-09-10' });
    expect(keysIn(events, 'mark')).toEqual(['m3']);
    expect(keysIn(events, 'student')).toEqual(['00017', '00018']);
  });

  it.each([
    ['marks.csv', '4/5', '5/5'],
    ['manifest.json', '"version": 1', '"version": 2'],
  ])('finds that somebody changed %s', async (name, was, is) => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(was, is));
    expect(await codeOf(pulled(folder))).toBe('adapter.contract_broken');
  });

  it('finds that a file is gone', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    rmSync(join(folder, 'marks.csv'));
    expect(await codeOf(pulled(folder))).toBe('adapter.contract_broken');
  });

  it('says what it is', async () => {
    const folder = newFolder();
    await write({ folder, format: 'csv' }, school);
    const session = await open(folder);
    expect(await session.source.probe()).toMatchObject({ version: 'exchange-pack 1', students: 2 });
    await session.close();
  });
});
