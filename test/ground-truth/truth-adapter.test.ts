import { describe, expect, it } from 'vitest';
import { makeMunicipality } from '../../sandbox/school-year/index.ts';
import type { PullEvent } from '../../src/adapters/contract.ts';
import {
  faultsOfCheckpoints,
  faultsOfCover,
  faultsOfKeys,
  faultsOfRefs,
  faultsOfShape,
  isRecords,
} from '../contract/adapter-checks.ts';
import { type Teller, truthAdapter } from './truth-adapter.ts';

const year = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 60, weeks: 8, planted: true }).school(
  1,
);

async function read(teller: Teller, mode: 'full' | 'silent'): Promise<PullEvent[]> {
  const signal = new AbortController().signal;
  const adapter = truthAdapter(teller);
  const session = await adapter.open(
    { mode },
    { signal, now: () => new Date(), sleep: async () => undefined, log: () => undefined },
  );
  const events: PullEvent[] = [];
  for await (const event of session.pull({ from: '2025-09-01', to: '2026-08-31', after: null }))
    events.push(event);
  await session.close();
  return events;
}

const count = (events: readonly PullEvent[], entity: string): number =>
  events
    .filter(isRecords)
    .filter((one) => one.entity === entity)
    .reduce((sum, { records }) => sum + records.length, 0);

describe.each(['full', 'silent'] as const)('the truth told by the %s mode', (mode) => {
  it('keeps the contract of adapters', async () => {
    const teller = { year, moment: '2025-11-20T18:00' };
    const events = await read(teller, mode);
    const declared = truthAdapter(teller).modeOf({ mode });
    expect(faultsOfShape(events)).toEqual([]);
    expect(faultsOfKeys(events)).toEqual([]);
    expect(faultsOfRefs(events)).toEqual([]);
    expect(faultsOfCover(events, declared)).toEqual([]);
    expect(faultsOfCheckpoints(events)).toEqual([]);
    for (const entity of declared.gives) expect(count(events, entity), entity).toBeGreaterThan(0);
  });

  it('grows with time', async () => {
    const teller: Teller = { year, moment: '2025-08-25T08:00' };
    const before = await read(teller, mode);
    for (const entity of ['mark', 'attendance', 'homework', 'assessment', 'substitution', 'termMark'])
      expect(count(before, entity), entity).toBe(0);
    expect(count(before, 'lesson')).toBeGreaterThan(500);
    teller.moment = '2025-09-20T12:00';
    const middle = count(await read(teller, mode), 'mark');
    teller.moment = '2025-10-30T12:00';
    expect(count(await read(teller, mode), 'mark')).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(100);
  });
});
