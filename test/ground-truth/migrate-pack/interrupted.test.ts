import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { askToPause } from '../../../src/store/transfer/transfers.ts';
import { reconcileTransfer } from '../../../src/sync/migrate/reconcile/reconcile.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { hashes, packFolders } from '../../adapters/exchange-pack/written.ts';
import { testStore } from '../../database.ts';
import {
  beginPacking,
  depsOf,
  type Packing,
  plan,
  putConsent,
  readJournal,
  reconcile,
  run,
  type Source,
} from './packing.ts';
import { wholeText } from './read-pack.ts';

const newFolder = packFolders();
let store: Store;
let source: Source;
let whole: Readonly<Record<string, string>>;
beforeAll(async () => {
  store = await testStore();
  source = await readJournal(store, {
    vendor: '5.47',
    mode: 'staff',
    students: 24,
    weeks: 3,
    asOf: '2025-09-20T18:00',
    consents: ({ id }) => id % 5 !== 4,
  });
  const packing = await planned();
  await run(store, packing);
  whole = hashes(packing.folder);
});
afterAll(() => store.close());

async function planned(): Promise<Packing> {
  const packing = await beginPacking(store, source, newFolder());
  await plan(store, packing);
  return packing;
}

const isWhole = ({ folder }: Packing): boolean => existsSync(join(folder, 'manifest.json'));

/** Writes in another process, and kills it with SIGKILL when so many tenths are written; ten: the files come next. */
async function killedAt({ transfer, folder }: Packing, tenths: number): Promise<NodeJS.Signals | null> {
  const program = join(import.meta.dirname, 'packer.ts');
  const words = ['--import', 'tsx', program, store.url, transfer.transferId, folder];
  const packer = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  packer.stdout.setEncoding('utf8').on('data', (said: string) => {
    if (said.split('\n').some((step) => Number(step.slice('at '.length)) >= tenths)) packer.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    packer.on('exit', (_, signal) => resolve(signal));
  });
}

/** Runs, and asks to pause as soon as anything was written. */
async function paused({ transfer, where }: Packing): Promise<string> {
  const onProgress = (): void => void askToPause(store, transfer);
  const report = await runTransfer(depsOf(store), transfer.transferId, { ...where, onProgress });
  return report.ok ? report.value.state : report.error.code;
}

describe('a move into a pack that was killed', () => {
  it.each([
    ['among the first rows', 2],
    ['among the marks', 6],
    ['when the files were to be written', 10],
  ])('ends in the same bytes when it is gone on with: %s', async (_, tenths) => {
    const packing = await planned();
    expect(await killedAt(packing, tenths)).toBe('SIGKILL');
    expect(isWhole(packing)).toBe(false);
    expect(await run(store, packing)).toMatchObject({ state: 'done', error: null });
    expect(hashes(packing.folder)).toEqual(whole);
    expect((await reconcile(store, packing)).differences).toEqual([]);
  });
});

describe('a move into a pack that was paused', () => {
  it('leaves no pack that looks whole, and nothing to be reconciled, until it has ended', async () => {
    const packing = await planned();
    expect(await paused(packing)).toBe('paused');
    expect(isWhole(packing)).toBe(false);
    const { transfer, where } = packing;
    const refused = await reconcileTransfer(depsOf(store), transfer.transferId, where);
    expect(refused).toMatchObject({ ok: false, error: { code: 'adapter.refused' } });
    expect(await run(store, packing)).toMatchObject({ state: 'done', error: null });
    expect(hashes(packing.folder)).toEqual(whole);
  });
});

describe('a consent that is withdrawn after the pack was written', () => {
  it('takes everything of the student out of every file', async () => {
    const packing = await planned();
    await run(store, packing);
    const student = source.moved.at(-1);
    if (!student) throw new Error('somebody consents');
    const id = source.idOf(student);
    expect(await wholeText(packing.folder)).toContain(id);
    await putConsent(store, source.connection, id, 'withdrawn');
    await plan(store, packing);
    await run(store, packing);
    expect(await wholeText(packing.folder)).not.toContain(id);
    const { student: people } = (await reconcile(store, packing)).entities;
    expect(people).toMatchObject({ held: source.held.length + 1, left: 0 });
  });
});
