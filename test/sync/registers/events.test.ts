import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import { enterInto } from '../../../src/sync/registers/enter.ts';
import { registerKinds } from '../../../src/sync/registers/kinds.ts';
import { testStore } from '../../database.ts';
import { putRegisterSchool, type RegisterSchool } from './register-school.ts';

let store: Store;
let school: RegisterSchool;
beforeAll(async () => {
  store = await testStore();
  school = await putRegisterSchool(store);
});
afterAll(() => store.close());

it.each<[string, object, string]>([
  ['without a period', {}, 'entered'],
  ['of a period', { periodFrom: '2025-09-01', periodTo: '2025-09-07' }, 'entered'],
  ['of a period without an end', { periodFrom: '2025-09-01' }, 'register.half_period at periodTo'],
  ['of a period without a beginning', { periodTo: '2025-09-07' }, 'register.half_period at periodFrom'],
  [
    'of a period that ends before it begins',
    { periodFrom: '2025-09-07', periodTo: '2025-09-01' },
    'register.days_reversed at periodTo',
  ],
  ['of tomorrow', { day: '2025-09-22' }, 'register.in_future at day'],
])('a control event %s: %#', async (_, more, answer) => {
  const input = registerKinds.events.input.parse({ kind: 'backup', day: '2025-09-15', ...more });
  const done = await enterInto(store, school.visit(), 'events', input);
  expect(done.ok ? 'entered' : `${done.error.code} at ${done.error.place}`).toBe(answer);
});
