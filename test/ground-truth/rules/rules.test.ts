import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { type ControlWorld, openControlWorld } from './control-world.ts';

const year = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 60, weeks: 8, planted: true }).school(
  1,
);
let world: ControlWorld;
beforeAll(async () => {
  world = await openControlWorld(year, 'full');
});
afterAll(() => world.close());
it('reads', async () => {
  for (const m of [
    '2025-08-29T08:00',
    '2025-09-08T21:00',
    '2025-09-11T21:00',
    '2025-10-30T21:00',
    '2025-12-10T21:00',
  ]) {
    const t = Date.now();
    await world.look(m);
    console.log(m, Date.now() - t);
  }
  expect(1).toBe(1);
}, 60_000);
