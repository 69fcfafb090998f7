import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targets } from '../../src/adapters/registry.ts';
import { newSchool, OPERATOR } from '../sync/migrate/school.ts';
import { addClient } from './api.ts';
import { type MovingSchool, movingSchool } from './moving-school.ts';

let moving: MovingSchool;
let id: string;
beforeAll(async () => {
  moving = await movingSchool(targets);
});
afterAll(() => moving.close());

const begin = () => ({
  from: moving.school.name,
  to: 'exchange-pack',
  operator: OPERATOR,
  switchDay: '2099-12-31',
});

const sum = (counts: Readonly<Record<string, number>>, names: readonly string[]) =>
  names.reduce((total, name) => total + (counts[name] ?? 0), 0);

/** Everything of a list, page after page. */
async function all(path: string) {
  const items: { entity: string; rowId: string; state: string }[] = [];
  let next: string | null = null;
  do {
    const sign = path.includes('?') ? '&' : '?';
    const answer = await moving.ask('GET', `${path}${sign}limit=7${next === null ? '' : `&cursor=${next}`}`);
    expect(answer.status).toBe(200);
    items.push(...answer.body.items);
    next = answer.body.next;
  } while (next !== null);
  return items;
}

describe('a move into an exchange pack', () => {
  it('is planned, and says what becomes of what', async () => {
    const planned = await moving.step('', begin());
    id = planned.migrationId;
    expect(planned).toMatchObject({
      target: { kind: 'pack', name: 'exchange-pack' },
      state: 'planned',
      activity: { kind: 'plan', error: null },
      mapping: null,
      held: 1,
    });
    for (const counts of Object.values<Record<string, number>>(planned.entities)) {
      expect(sum(counts, ['arrive', 'change', 'hold', 'leave'])).toBe(counts['rows']);
    }
    const missing = planned.reasons.find(({ reason }: { reason: string }) => reason === 'consent.missing');
    expect(missing.text).toMatch(/согласия/);
    const told = planned.cannot.map(({ key, why, choice }: Record<string, string>) => [
      key,
      why !== '',
      choice,
    ]);
    expect(told).toContainEqual(['remark', true, 'keep']);
    const inventory = await moving.ask('GET', `/${id}/inventory`);
    expect(inventory.body.held).toHaveLength(1);
    expect(inventory.body.places.length).toBeGreaterThan(10);
  });

  it('tells beforehand, row by row, what the run does', async () => {
    const response = await moving.api.as(`${moving.base}/${id}/dry-run`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const foreseen = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const done = await moving.step(`/${id}/run`);
    expect(done).toMatchObject({ state: 'done', activity: { kind: 'run', error: null } });
    expect(done.done).toBe(done.total);
    const rows = await all(`/${id}/rows`);
    const shown = ({ entity, rowId, state }: { entity: string; rowId: string; state: string }) =>
      `${entity}/${rowId} ${state}`;
    expect(rows.map(shown).sort()).toEqual(foreseen.map(shown).sort());
    const held = await all(`/${id}/rows?end=held`);
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held.map(({ state }) => state))).toEqual(new Set(['held']));
    const ends = ['arrived', 'changed', 'held', 'left'];
    const counts = await Promise.all(ends.map(async (end) => (await all(`/${id}/rows?end=${end}`)).length));
    expect(counts.reduce((total, one) => total + one, 0)).toBe(rows.length);
  });

  it('is reconciled, and proved by an act whose list belongs to it', async () => {
    expect((await moving.ask('GET', `/${id}/differences`)).body.code).toBe('transfer.not_reconciled');
    await moving.step(`/${id}/reconciliation`);
    const found = (await moving.ask('GET', `/${id}/reconciliation`)).body;
    expect(found.differing).toBe(0);
    for (const counts of Object.values<Record<string, number>>(found.entities)) {
      expect(sum(counts, ['arrived', 'changed', 'held', 'left'])).toBe(counts['source']);
    }
    expect(await all(`/${id}/differences`)).toEqual([]);

    expect((await moving.ask('GET', `/${id}/act`)).body.code).toBe('transfer.no_act');
    await moving.step(`/${id}/act`);
    const act = (await moving.ask('GET', `/${id}/act`)).body;
    expect(act.number).toBe(`${id}-1`);
    const file = async (end: string) => {
      const response = await moving.api.as(`${moving.base}/${id}/act${end}`);
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };
    expect((await file('.pdf')).subarray(0, 4).toString()).toBe('%PDF');
    expect((await file('.xlsx')).subarray(0, 2).toString()).toBe('PK');
    const list = await file('/rows');
    expect(createHash('sha256').update(list).digest('hex')).toBe(act.list.sha256);
    const verified = await moving.ask('POST', `/${id}/act/verification`);
    expect(verified.body).toMatchObject({ holds: true, faults: [], rows: act.list.rows });

    const kept = join(moving.folder, moving.school.schoolId, `act-${id}`, act.list.file);
    await writeFile(kept, (await readFile(kept, 'utf8')).replace('"arrived"', '"left"'));
    const forged = await moving.ask('POST', `/${id}/act/verification`);
    expect(forged.body.holds).toBe(false);
    expect(forged.body.faults[0].code).toBe('act.list_changed');
    // Another act is another number: the one that was signed stays.
    await moving.step(`/${id}/act`);
    expect((await moving.ask('GET', `/${id}/act`)).body.number).toBe(`${id}-2`);
  });

  it('writes below the folder of the installation, and no answer tells where', async () => {
    const below = await readdir(join(moving.folder, moving.school.schoolId));
    expect(below).toContain(`exchange-pack-${moving.school.name}`);
    for (const path of ['', `/${id}`, `/${id}/act`, `/${id}/act/rows`]) {
      const text = await (await moving.api.as(`${moving.base}${path}`)).text();
      expect(text).not.toContain(moving.folder);
    }
  });

  it('is taken back when a person says so, and not run again', async () => {
    expect((await moving.ask('POST', `/${id}/rollback`)).body.code).toBe('api.invalid_parameter');
    const back = await moving.step(`/${id}/rollback`, { confirmed: true });
    expect(back).toMatchObject({ state: 'rolled_back', activity: { error: null } });
    const again = await moving.ask('POST', `/${id}/run`);
    expect(again).toMatchObject({ status: 409, body: { code: 'transfer.rolled_back' } });
    expect(again.body.title).toMatch(/Перенос отменён/);
    expect((await moving.ask('POST', `/${id}/plan`)).status).toBe(409);
  });

  it('leaves who did what in the chain', async () => {
    const response = await moving.api.as(`/v1/schools/${moving.school.schoolId}/audit`);
    const { items } = (await response.json()) as { items: { action: string; object: string; by: string }[] };
    expect(items.filter(({ object }) => object === `migration/${id}`).map(({ action }) => action)).toEqual([
      'migration-rollback',
      'migration-act',
      'migration-act',
      'migration-reconcile',
      'migration-run',
      'migration-plan',
    ]);
    expect(new Set(items.map(({ by }) => by))).toEqual(new Set(['all']));
  });
});

describe('what cannot be planned', () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(begin()).filter(([key]) => key !== name));

  it.each([
    ['no source', () => without('from'), 400, 'api.invalid_parameter'],
    ['a path', () => ({ ...begin(), folder: '/srv' }), 400, 'api.invalid_parameter'],
    [
      'a path for a target',
      () => ({ ...begin(), to: 'exchange-pack:/srv' }),
      422,
      'transfer.unknown_connection',
    ],
    ['a target up the tree', () => ({ ...begin(), to: '../../srv' }), 422, 'transfer.unknown_connection'],
    ['a word of every object', () => ({ ...begin(), to: 'constructor' }), 422, 'transfer.unknown_connection'],
    ['an unknown source', () => ({ ...begin(), from: 'nowhere' }), 422, 'transfer.unknown_connection'],
    ['a target that takes nothing', () => ({ ...begin(), to: 'new' }), 422, 'transfer.unknown_target'],
    ['itself', () => ({ ...begin(), to: moving.school.name }), 422, 'transfer.unknown_target'],
    ['no operator', () => without('operator'), 422, 'transfer.operator_missing'],
    ['no such term', () => ({ ...begin(), term: '9 четверть' }), 422, 'transfer.unknown_days'],
    ['no such year', () => ({ ...begin(), year: '1998/1999' }), 422, 'transfer.unknown_days'],
    ['no day', () => ({ ...begin(), switchDay: '2025-02-30' }), 400, 'api.invalid_parameter'],
    [
      'no such key',
      () => ({ ...begin(), policy: { 'mark.nothing': 'keep' } }),
      422,
      'transfer.policy_invalid',
    ],
    ['no such choice', () => ({ ...begin(), policy: { remark: 'burn' } }), 400, 'api.invalid_parameter'],
    ['control characters', () => ({ ...begin(), operator: 'a\u0000b' }), 400, 'api.invalid_parameter'],
    ['a list', () => [], 400, 'api.invalid_parameter'],
  ] as const)('%s', async (_, body, status, code) => {
    const before = (await moving.ask('GET', '')).body.items.length;
    const answer = await moving.ask('POST', '', body());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/srv|nowhere|Новый журнал/);
    expect((await moving.ask('GET', '')).body.items).toHaveLength(before);
  });
});

describe('a migration', () => {
  it.each([
    ['GET', '/0', 400],
    ['GET', '/x', 400],
    ['GET', '/987654321', 404],
    ['POST', '/987654321/run', 404],
    ['GET', '/987654321/mapping', 404],
  ] as const)('%s %s is not there', async (method, path, status) => {
    expect((await moving.ask(method, path)).status).toBe(status);
  });

  it('of one school is none of another', async () => {
    const other = await newSchool(moving.store);
    addClient(moving.api, 'other', { schools: [other.schoolId] });
    for (const school of [moving.school.schoolId, other.schoolId]) {
      const response = await moving.api.as(`/v1/schools/${school}/migrations/${id}`, 'other');
      expect([response.status, (await response.json()) as unknown]).toMatchObject([
        404,
        { code: 'api.not_found' },
      ]);
    }
  });

  it('is listed a page at a time; a made-up cursor is refused', async () => {
    const cursor = Buffer.from('migrations:987654321').toString('base64url');
    const forged = [
      `?cursor=${cursor}`,
      `/${id}/rows?cursor=${Buffer.from('migrationrows:mark/nobody').toString('base64url')}`,
      `/${id}/rows?cursor=${Buffer.from(`migrationrows:mark/${moving.school.schoolId}`).toString('base64url')}`,
    ];
    for (const path of forged) expect((await moving.ask('GET', path)).body.code).toBe('api.invalid_cursor');
    expect((await moving.ask('GET', '?limit=1')).body).toMatchObject({
      items: [{ migrationId: id }],
      next: null,
    });
  });
});
