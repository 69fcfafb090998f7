import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { School } from '../../../src/model/school.ts';
import { verifyAudit } from '../../../src/store/audit.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { getSchool } from '../../../src/store/schools.ts';
import {
  close,
  exportYear,
  prove,
  restore,
  verify,
  type YearAsked,
} from '../../../src/sync/archive/years.ts';
import { runSync } from '../../../src/sync/run.ts';
import { testStore } from '../../database.ts';
import {
  begin,
  ending,
  mark,
  newConnection,
  observed,
  progress,
  student,
  subject,
} from '../../store/school.ts';
import { scriptedAdapter } from '../scripted-adapter.ts';

let store: Store;
let other: Store;
let folder: string;
let connection: Connection;
let asked: YearAsked;

beforeAll(async () => {
  [store, other] = await Promise.all([testStore(), testStore()]);
});
afterAll(() => Promise.all([store.close(), other.close()]));

const SUMMER = new Date('2026-07-01T09:00:00Z');
const closer = { by: 'cli', at: SUMMER };

/** Texts that a file format could stumble over. */
const ODD = 'Ответ "у доски"\\,\n\t\u2028 \'; {"a":1}';

async function readYear(): Promise<void> {
  const { ingest } = await begin(store, connection, '2026-05-30T10:00:00Z');
  try {
    await ingest.add('academicYear', [
      observed<'academicYear'>('2025', {
        name: '2025/2026',
        startDay: '2025-09-01',
        endDay: '2026-05-31',
        closed: false,
      }),
    ]);
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add('student', [student('1'), student('2')]);
    await ingest.add('mark', [
      mark('a', '1', '5', '2025-09-10', { comment: ODD }),
      mark('b', '2', '4', '2026-05-29'),
      // Of the year before: not of this archive.
      mark('c', '2', '3', '2025-05-20'),
    ]);
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'year-'));
  connection = await newConnection(store);
  await readYear();
  asked = { school: (await getSchool(store, connection.schoolId)) as School, year: 2025 };
});
afterEach(() => rm(folder, { recursive: true }));

const copies = () => [join(folder, 'one'), join(folder, 'two')] as const;

async function closed() {
  const result = await close(store, asked, closer);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function exported() {
  await closed();
  const result = await exportYear(store, asked, copies(), SUMMER);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);

describe('a school year', () => {
  it('is closed once, after its last day, and the log says so', async () => {
    const tooSoon = await close(store, asked, { by: 'cli', at: new Date('2026-05-31T10:00:00Z') });
    expect(codeOf(tooSoon)).toBe('year.not_over');
    const { parts } = await closed();
    expect(parts.find(({ name }) => name === 'mark')?.rows).toBe(2);
    expect(codeOf(await close(store, asked, closer))).toBe('year.already_closed');
    expect(codeOf(await close(store, { ...asked, year: 2019 }, closer))).toBe('year.unknown');
    expect((await verifyAudit(store, connection.schoolId, null)).entries).toBe(1);
  });

  it('is not closed while a source is read', async () => {
    const { ingest } = await begin(store, connection, '2026-06-30T10:00:00Z');
    expect(codeOf(await close(store, asked, closer))).toBe('year.being_read');
    await ingest.finish({ ...ending(), removeGone: false });
    await ingest.close();
    expect(codeOf(await close(store, asked, closer))).toBe('ok');
  });

  it('is as it was until somebody changes a record of it', async () => {
    await closed();
    const before = await verify(store, asked, []);
    expect(before.ok && before.value.changed).toEqual([]);
    const change = `UPDATE mark SET value = '3' WHERE school_id = $1 AND external_key = 'b'`;
    await store.pool.query(change, [connection.schoolId]);
    const after = await verify(store, asked, []);
    expect(after.ok && after.value.changed).toEqual([{ name: 'mark', rowsThen: 2, rowsNow: 2 }]);
  });

  it('does not mind what changes outside of it', async () => {
    await closed();
    const change = `UPDATE mark SET value = '2' WHERE school_id = $1 AND external_key = 'c'`;
    await store.pool.query(change, [connection.schoolId]);
    await store.pool.query(`UPDATE student SET display_name = 'Другая' WHERE school_id = $1`, [
      connection.schoolId,
    ]);
    const after = await verify(store, asked, []);
    expect(after.ok && after.value.changed).toEqual([]);
  });

  it('is not read again once it is closed', async () => {
    await closed();
    const report = await runSync(
      {
        store,
        now: () => SUMMER,
        sleep: async () => undefined,
        log: () => undefined,
        removalGuardShare: 0.2,
      },
      {
        connection,
        adapter: scriptedAdapter(() => ({ events: [] })),
        settings: { secret: 'x' },
        from: '2026-05-01',
        to: '2026-06-30',
        dryRun: false,
        allowRemoval: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
    expect([report.state, report.error?.code]).toEqual(['failed', 'run.year_closed']);
  });
});

describe('an archive', () => {
  it('is written into two folders alike, and each is whole', async () => {
    const { manifest, isOneCarrier } = await exported();
    expect(isOneCarrier).toBe(true);
    const [one, two] = copies();
    for (const { name } of manifest.parts) {
      const read = (at: string) => readFile(join(at, `${name}.ndjson`), 'utf8');
      expect(await read(one)).toBe(await read(two));
    }
    const marks = (await readFile(join(one, 'mark.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(marks.map((line) => JSON.parse(line).value).sort()).toEqual(['4', '5']);
    expect(marks.map((line) => JSON.parse(line).comment)).toContain(ODD);
    const report = await verify(store, asked, copies());
    expect(
      report.ok &&
        report.value.archives.every(({ broken, isOfThisYear }) => isOfThisYear && broken.length === 0),
    ).toBe(true);
  });

  it.each([
    ['one folder', async () => exportYear(store, asked, [join(folder, 'one')], SUMMER), 'archive.one_folder'],
    [
      'one folder named twice',
      async () => exportYear(store, asked, [folder, folder], SUMMER),
      'archive.one_folder',
    ],
    [
      'a year that is not closed',
      async () => exportYear(store, { ...asked, year: 2024 }, copies(), SUMMER),
      'year.not_closed',
    ],
    [
      'a folder that holds something',
      async () => {
        await writeFile(join(folder, 'mine'), '');
        return exportYear(store, asked, [folder, copies()[1]], SUMMER);
      },
      'archive.folder_not_empty',
    ],
  ])('is not made of %s', async (_name, work, code) => {
    await closed();
    expect(codeOf(await work())).toBe(code);
  });

  it('tells which file was touched', async () => {
    await exported();
    const [one, two] = copies();
    await appendFile(join(one, 'mark.ndjson'), '{}\n');
    await rm(join(two, 'term.ndjson'));
    const report = await verify(store, asked, copies());
    expect(report.ok && report.value.archives.map(({ broken }) => broken)).toEqual([
      [join(one, 'mark.ndjson')],
      [join(two, 'term.ndjson')],
    ]);
    expect(codeOf(await prove(store, one))).toBe('archive.not_whole');
  });

  it.each([
    ['no manifest', async (at: string) => rm(join(at, 'manifest.json'))],
    ['a manifest that was edited', async (at: string) => appendFile(join(at, 'manifest.json'), ' ')],
  ])('with %s is none', async (_name, spoil) => {
    await exported();
    await spoil(copies()[0]);
    expect(codeOf(await verify(store, asked, copies()))).toBe('archive.not_whole');
    expect(codeOf(await restore(other, copies()[0]))).toBe('archive.not_whole');
  });

  it('proves that it can be restored, and leaves nothing behind', async () => {
    await exported();
    const proved = await prove(other, copies()[0]);
    expect(proved.ok && proved.value.wrong).toEqual([]);
    expect(await getSchool(other, connection.schoolId)).toBeNull();
  });

  it('is restored into an installation that has nothing of the school, where its year holds', async () => {
    const { manifest } = await exported();
    expect(codeOf(await restore(store, copies()[0]))).toBe('archive.school_not_empty');
    expect(codeOf(await restore(other, copies()[1]))).toBe('ok');
    const school = (await getSchool(other, connection.schoolId)) as School;
    expect(school).toEqual(asked.school);
    const again = await close(other, { school, year: 2025 }, closer);
    expect(again.ok && again.value.digest).toBe(manifest.digest);
  });
});
