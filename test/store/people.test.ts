import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import {
  addPerson,
  authenticatePerson,
  changePassword,
  disablePerson,
  type NewPerson,
  scopesOf,
} from '../../src/store/people.ts';
import { endSession, findSession, startSession } from '../../src/store/sessions.ts';
import { testStore } from '../database.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const NOON = new Date('2025-11-10T12:00:00Z');
const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);
const CLASS = '0a5b0c9e-97a0-4f60-8d4b-6d0f6f0f1a11';

async function somebody(login: string, more: Partial<NewPerson> = {}) {
  const person: NewPerson = {
    login,
    name: 'Завуч Примерная',
    role: 'deputy_head',
    reach: { all: true },
    classIds: [],
    password: 'верный пароль',
    ...more,
  };
  const added = await addPerson(store, person, NOON);
  if (!added.ok) throw new Error(`not added: ${added.error}`);
  return added.value;
}

const tries = async (login: string, password: string, at = NOON) => {
  const tried = await authenticatePerson(store, login, password, at);
  return tried.ok ? 'in' : tried.error;
};

describe('people', () => {
  it('sign in however the login is typed, and with the right password alone', async () => {
    await somebody('Deputy.One');
    expect(await tries(' deputy.ONE', 'верный пароль')).toBe('in');
    expect(await tries('deputy.one', 'Верный пароль')).toBe('wrong');
    expect(await tries('nobody', 'верный пароль')).toBe('wrong');
  });

  it('have a login of their own', async () => {
    await somebody('taken');
    const again = { login: 'TAKEN ', name: 'Другой', role: 'principal', reach: { all: true } } as const;
    const added = await addPerson(store, { ...again, classIds: [], password: 'x' }, NOON);
    expect(added).toEqual({ ok: false, error: 'taken' });
  });

  it('are locked out for a quarter of an hour by five wrong passwords, the right one too', async () => {
    await somebody('locked');
    for (let nth = 0; nth < 5; nth += 1) expect(await tries('locked', 'наугад')).toBe('wrong');
    expect(await tries('locked', 'верный пароль')).toBe('locked');
    expect(await tries('locked', 'верный пароль', later(14))).toBe('locked');
    expect(await tries('locked', 'наугад', later(16))).toBe('wrong');
    expect(await tries('locked', 'верный пароль', later(16))).toBe('in');
  });

  it('begin to count anew after a right password', async () => {
    await somebody('counted');
    for (let nth = 0; nth < 4; nth += 1) await tries('counted', 'наугад');
    expect(await tries('counted', 'верный пароль')).toBe('in');
    for (let nth = 0; nth < 4; nth += 1) await tries('counted', 'наугад');
    expect(await tries('counted', 'верный пароль')).toBe('in');
  });

  it('lead classes only in a role of one class', async () => {
    const homeroom = await somebody('homeroom', { role: 'homeroom_teacher', classIds: [CLASS] });
    expect(homeroom.classIds).toEqual([CLASS]);
    expect((await somebody('deputy', { classIds: [CLASS] })).classIds).toBeNull();
    expect(scopesOf(homeroom).has('permits.write')).toBe(false);
  });
});

describe('sessions', () => {
  it('know who it is until they are ended', async () => {
    const person = await somebody('session');
    const token = await startSession(store, person.personId, NOON);
    expect((await findSession(store, token, later(1)))?.person).toEqual(person);
    expect(await findSession(store, `${token}x`, later(1))).toBeNull();
    await endSession(store, token);
    expect(await findSession(store, token, later(1))).toBeNull();
  });

  it('are over after half an hour idle, and after twelve hours whatever happens', async () => {
    const { personId } = await somebody('idle');
    const idle = await startSession(store, personId, NOON);
    expect(await findSession(store, idle, later(31))).toBeNull();
    const busy = await startSession(store, personId, NOON);
    for (let minute = 20; minute <= 720; minute += 20) {
      expect(await findSession(store, busy, later(minute))).not.toBeNull();
    }
    expect(await findSession(store, busy, later(721))).toBeNull();
  });

  it.each([
    ['switched off', (login: string) => disablePerson(store, login, NOON)],
    ['given another password', (login: string) => changePassword(store, login, 'новый')],
  ])('end when their person is %s', async (name, change) => {
    const { personId, login } = await somebody(`ends ${name}`);
    const token = await startSession(store, personId, NOON);
    expect(await change(login)).toBe(true);
    expect(await findSession(store, token, later(1))).toBeNull();
  });
});
