/**
 * Reads one school for a term, in a process of its own, so that the peak of memory is of this reading alone.
 * `bare`: the adapter's reading alone, every record thrown away; `stored`: the whole run.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { AdapterContext } from '../../src/adapters/contract.ts';
import { adapterOf } from '../../src/adapters/registry.ts';
import { addConnection } from '../../src/store/connections.ts';
import { createSchool } from '../../src/store/schools.ts';
import { totalOf } from '../../src/sync/counts.ts';
import { runSync } from '../../src/sync/run.ts';
import { peakMb, secondsOf, withStore } from '../harness.ts';

const [, , way, told] = process.argv;
const { from, to, settings } = JSON.parse(told ?? '{}');
const adapter = adapterOf('netschool');
if (!adapter) throw new Error('no adapter');

const context: AdapterContext = {
  signal: new AbortController().signal,
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
  log: () => undefined,
};

async function bare(): Promise<number> {
  const session = await adapterOf('netschool')?.open(adapter?.settings.parse(settings), context);
  if (!session) throw new Error('no session');
  let rows = 0;
  try {
    for await (const event of session.pull({ from, to, after: null })) {
      if (event.kind === 'records') rows += event.records.length;
    }
  } finally {
    await session.close();
  }
  return rows;
}

async function stored(): Promise<number> {
  let rows = 0;
  await withStore(async (store) => {
    const school = { name: 'Школа', municipality: 'Озёрск', timeZone: 'Europe/Moscow', weekDays: null };
    const { schoolId } = await createSchool(store, school);
    const fresh = { schoolId, name: 'bench', system: 'netschool', mode: 'staff', rank: 50, settings };
    const connection = await addConnection(store, Buffer.alloc(32, 1), fresh, new Date());
    const { now, sleep, log, signal } = context;
    const report = await runSync(
      { store, now, sleep, log, removalGuardShare: 0.2 },
      {
        connection,
        adapter: adapterOf('netschool') ?? (undefined as never),
        settings,
        from,
        to,
        dryRun: false,
        allowRemoval: false,
        signal,
        onProgress: () => undefined,
      },
    );
    if (report.error) throw new Error(report.error.message);
    rows = totalOf(report.counts).read;
  });
  return rows;
}

let rows = 0;
const seconds = await secondsOf(async () => {
  rows = await (way === 'bare' ? bare() : stored());
});
console.log(JSON.stringify({ rows, seconds, peakMb: peakMb() }));
