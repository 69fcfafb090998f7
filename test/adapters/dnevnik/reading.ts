import { afterEach } from 'vitest';
import { readAll } from '../../contract/adapter.ts';
import { type Arrangement, type Simulated, simulated } from './simulated.ts';

const open: Simulated[] = [];
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.close();
});

export async function read(arrangement: Arrangement) {
  const fixture = await simulated(arrangement);
  open.push(fixture);
  const reading = await readAll(fixture);
  return { ...reading, fixture };
}

const plainReadings = new Map<string, ReturnType<typeof read>>();

/** What a server without peculiarities gives; read once. */
export function readPlain(mode: 'staff' | 'family') {
  const known = plainReadings.get(mode) ?? read({ mode });
  plainReadings.set(mode, known);
  return known;
}
