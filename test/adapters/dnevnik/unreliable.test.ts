import { afterEach, describe, expect, it } from 'vitest';
import { type Quirks, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import { PATIENCE, Waiting } from '../../../src/sync/migrate/patience.ts';
import { BatchWriting, type Writing } from '../../../src/sync/migrate/write-batch.ts';
import { rowsOf } from '../netschool/reading.ts';
import { readPlain } from './reading.ts';
import { SEED, START_YEAR } from './simulated.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function unreliable(quirks: Partial<Quirks>) {
  const size = { schools: 1, studentsPerSchool: 24, startYear: START_YEAR, weeks: 3 };
  const simulator = await startDnevnik({
    municipality: makeMunicipality({ seed: SEED, ...size }),
    empty: true,
    quirks,
  });
  closing.push(simulator);
  const settings = settingsSchema.parse({
    host: simulator.profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(simulator.schools[0]?.id),
    timeZone: simulator.schools[0]?.timeZone,
    mode: 'staff',
    tokens: [simulator.tokens.admin],
    requestsPerSecond: 10_000,
    writes: 'unconfirmed',
  });
  const { signal } = new AbortController();
  const sleep = async (): Promise<void> => undefined;
  const context = { signal, now: () => new Date(), sleep, log: () => undefined };
  const session = await dnevnikTarget.open(settings, context);
  closing.push(session);
  return { session, simulator, waiting: () => new Waiting(context as never, PATIENCE, signal) };
}

describe('dnevnik as a target that cannot be relied on', () => {
  it.each<readonly [string, Partial<Quirks>]>([
    ['every tenth write is not kept', { dropEveryNthWrite: 10 }],
    ['every tenth answer is lost', { loseEveryNthAnswer: 10 }],
  ])('holds everything once, though %s', async (_name, quirks) => {
    const { events } = await readPlain('staff');
    const { session, waiting } = await unreliable(quirks);
    const works = new Map<string, string>();
    for (const entity of dnevnikTarget.declaration.takes) {
      const rows = [...rowsOf(events, entity)].map(([rowId, data]): Writing => {
        const work = data['assessmentId'];
        const own = {
          ...data,
          ...(typeof work === 'string' ? { assessmentId: works.get(work) ?? null } : {}),
          // What the target declares that it cannot hold is never given to it: a plan takes it out.
          ...('files' in data ? { files: [] } : {}),
        };
        const judgement = { fate: 'arrive', reason: null, matchedKey: null, data: own, hash: '' } as const;
        return { entity, rowId, judgement, targetKey: null, doubtful: false };
      });
      const keys: string[] = [];
      const left: string[] = [];
      const taken = async (some: readonly string[]) => some.filter((key) => keys.includes(key));
      for (let index = 0; index < rows.length; index += 100) {
        const batch = rows.slice(index, index + 100);
        const done = await new BatchWriting(session, entity, batch, PATIENCE, waiting(), taken).finish();
        for (const { rowId, targetKey, state, reason } of done) {
          if (state !== 'arrived') left.push(`${state} ${reason}`);
          if (targetKey !== null) keys.push(targetKey);
          if (entity === 'assessment' && targetKey !== null) works.set(rowId, targetKey);
        }
      }
      expect(left, entity).toEqual([]);
      expect(new Set(keys).size, entity).toBe(rows.length);
    }
  });
});
