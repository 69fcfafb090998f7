import { afterEach } from 'vitest';
import type { PullEvent } from '../../../src/adapters/contract.ts';
import { readAll } from '../../contract/adapter.ts';
import { type Arrangement, type Simulated, simulated } from './simulated.ts';

export const open: Simulated[] = [];
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

/** Key → data of an entity. */
export function rowsOf(
  events: readonly PullEvent[],
  entity: string,
): Map<string, Readonly<Record<string, unknown>>> {
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  for (const event of events) {
    if (event.kind !== 'records' || event.entity !== entity) continue;
    for (const { key, data } of event.records) rows.set(key, { ...data });
  }
  return rows;
}

export const content = (events: readonly PullEvent[]): Record<string, unknown> =>
  Object.fromEntries(
    ['student', 'lesson', 'mark', 'attendance', 'termMark'].map((entity) => [entity, rowsOf(events, entity)]),
  );

export const rejectsOf = (events: readonly PullEvent[]) =>
  events.filter((event) => event.kind === 'rejected');

export function interruptAt(simulator: Simulated['simulator'], count: number, at: number): void {
  if (count === at) simulator.interrupt(simulator.account('admin').login);
}

export type SampleRole = 'deputy' | 'guardian' | 'student' | 'teacher';

export function passwordOf(simulator: Simulated['simulator'], role: SampleRole) {
  const { login, password } = simulator.account(role);
  return { login, password };
}
