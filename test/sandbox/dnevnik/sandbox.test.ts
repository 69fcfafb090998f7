import { afterEach, describe, expect, it } from 'vitest';
import { dnevnikSandbox } from '../../../sandbox/dnevnik/sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/simulator.ts';
import { SYSTEMS } from '../../../sandbox/systems.ts';
import { ask, rowsOf } from './client.ts';

let running: RunningSandbox | null = null;
afterEach(async () => {
  await running?.close();
  running = null;
});

const start = async (profile: string | undefined): Promise<RunningSandbox> => {
  running = await dnevnikSandbox.start({ profile, port: 0, seed: 3, schools: 1, students: 30 });
  return running;
};

describe('the simulator run alone', () => {
  it('is one of the systems', () => {
    expect(SYSTEMS).toContain(dnevnikSandbox);
  });

  it.each(dnevnikSandbox.profiles)('tells how to get in: %s', async (profile) => {
    const { card } = await start(profile);
    expect(new Set(card.accounts.map(({ role }) => role))).toEqual(
      new Set(['admin', 'teacher', 'staff', 'student', 'guardian']),
    );
    for (const { token } of card.accounts)
      expect((await ask(`${card.baseUrl}/v2/users/me`, { token: token ?? '' })).status).toBe(200);
  });

  it('starts empty under a name of its own', async () => {
    const { card } = await start('school.mosreg.ru-empty');
    const token = card.accounts.find(({ role }) => role === 'admin')?.token ?? '';
    const get = (path: string) => ask(`${card.baseUrl}/v2/${path}`, { token });
    const groups = rowsOf<{ id: string }>(await get(`schools/${card.schools[0]?.id}/edu-groups`));
    expect(groups.length).toBeGreaterThan(3);
    const marks = await get(`edu-groups/${groups[0]?.id}/marks/2025-09-01/2026-05-31`);
    expect(marks.text).toBe('[]');
  });

  it('knows no other name', async () => {
    await expect(start('dnevnik.example')).rejects.toThrow('unknown profile');
  });
});
