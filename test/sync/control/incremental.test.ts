import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityNames } from '../../../src/model/entities.ts';
import { recordKinds } from '../../../src/rules/kinds/record-kinds.ts';
import { entrySchema } from '../../../src/rules/regulation.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { testStore } from '../../database.ts';
import { newConnection } from '../../store/school.ts';
import { DAYS, type Look, readJournal } from './journal.ts';
import { controlDeps } from './small-school.ts';
import { tinyAct, tinyKinds } from './tiny-kinds.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const entry = (kind: string, id: string, parameters: object, effect = 'report') =>
  entrySchema.parse({ id, kind, clause: `п. ${id}`, says: id, effect, parameters });

const weekly = { closes: 'after_days', days: 7 };
const act = tinyAct({
  entries: [
    ...tinyAct().entries,
    entry('entry_deadline', 'topic-in-time', { record: 'topic', deadline: { within: 'same_day' } }),
    entry('entry_deadline', 'mark-in-time', { record: 'mark', deadline: { within: 'days', days: 3 } }),
    entry('edit_window', 'window', { record: 'mark', window: weekly }, 'withhold'),
    entry('edit_after_term_mark', 'after-term-mark', { record: 'mark' }, 'withhold'),
    entry('topic_present', 'topic', {}),
    entry('mark_density', 'density', { atMost: 1, at: 'weekly' }),
    entry('term_mark_against_mean', 'mean', {}),
    entry('term_mark_present', 'final', { deadline: { within: 'days', days: 7 } }),
  ],
});

const value = fc.option(fc.constantFrom('2', '3', '4', '5', '1'), { nil: null });
const look: fc.Arbitrary<Look & { readonly family: boolean }> = fc.record({
  hours: fc.integer({ min: 1, max: 24 * 20 }),
  marks: fc.array(fc.tuple(value, value), { minLength: DAYS.length, maxLength: DAYS.length }),
  topics: fc.array(fc.option(fc.constantFrom('Дроби', 'Fractions'), { nil: null }), {
    minLength: DAYS.length,
    maxLength: DAYS.length,
  }),
  termMark: fc.option(fc.constantFrom('2', '5'), { nil: null }),
  both: fc.boolean(),
  family: fc.boolean(),
});

const deps = (): ControlDeps => ({
  ...controlDeps(store, [act]),
  kinds: [...tinyKinds, ...recordKinds],
  declaredOf: () => ({ gives: new Set(entityNames), gaps: { 'homework.minutes': 'не сообщает' } }),
});

const HELD = `SELECT row_id, accepted->>'value' AS accepted, finding_id FROM withheld WHERE school_id = $1 ORDER BY row_id`;
const TALLIES = `SELECT unit, entry, met, violated, not_evaluable, not_concerned FROM tally WHERE school_id = $1
  AND met + violated + not_evaluable + not_concerned > 0 ORDER BY unit, entry`;
const FINDINGS = `SELECT finding_id, state, verdict, message, count, rows FROM finding WHERE school_id = $1 ORDER BY finding_id`;

const stateOf = async (schoolId: string) => {
  const ask = async (text: string) => (await store.pool.query(text, [schoolId])).rows;
  return { findings: await ask(FINDINGS), tallies: await ask(TALLIES), held: await ask(HELD) };
};

describe('an evaluation of what is due', () => {
  it('brings what a full one would, whatever the journal shows and the clock says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(look, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 24 * 70 }),
        async (looks, wait) => {
          const connection = await newConnection(store);
          const { schoolId } = connection;
          const family = await newConnection(store, 'family', schoolId);
          let now = new Date('2025-09-08T08:00:00Z');
          const adoption = { regulation: 'tiny', from: '2025-09-01', to: null, choices: {} };
          await putAdoption(store, schoolId, adoption, { now, by: 'test' });
          const control = (what: 'full' | 'run' | 'clock') => controlSchool(deps(), { schoolId, now, what });
          for (const one of looks) {
            now = new Date(now.getTime() + one.hours * 3_600_000);
            await readJournal(store, one.family ? family : connection, now, one);
            await control('run');
          }
          now = new Date(now.getTime() + wait * 3_600_000);
          await control('clock');
          const due = await stateOf(schoolId);
          expect(await control('full')).toMatchObject({ opened: 0, changed: 0, mended: 0 });
          expect(due).toEqual(await stateOf(schoolId));
        },
      ),
      { numRuns: 10 },
    );
  });
});
