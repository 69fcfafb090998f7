import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../database.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { FINDING, type Invented, putFinding, putInvented, SURNAME, schoolA, schoolB } from './invented.ts';

let store: Store;
let api: TestApi;
let invented: Invented;
const id = (number: number): string => `5555555${number}-5555-4555-8555-555555555555`;
beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  api = await startApi(store.url);
  addClient(api, 'south', { municipalities: ['Юг'] });
  const { family } = invented;
  const classId = family.id('class', '2207');
  await putFinding(family, store, id(1), {
    day: '2025-09-10',
    class_id: classId,
    rule: 'R02',
    severity: 'warning',
  });
  await putFinding(family, store, id(2), { day: null, state: 'mended', closed_at: '2025-09-21T08:00:00Z' });
  await putFinding(family, store, id(3), {
    verdict: 'not_evaluable',
    reason: 'straddles',
    regulation: 'other',
  });
});
afterAll(async () => {
  await api.close();
  await store.close();
});

interface Listed {
  readonly items: readonly { readonly findingId: string }[];
  readonly next: string | null;
}

const list = async (query: string, school = schoolA): Promise<Listed> =>
  (await (await api.as(`/v1/schools/${school}/findings${query}`)).json()) as Listed;
const ids = async (query: string) => (await list(query)).items.map(({ findingId }) => findingId);
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('findings of a school', () => {
  it('come with the latest day first, and without a day last', async () => {
    expect(await ids('')).toEqual([id(1), id(3), FINDING, id(2)]);
  });

  it.each([
    ['rule=R02', [id(1)]],
    ['severity=warning', [id(1)]],
    ['state=mended', [id(2)]],
    ['state=current', [id(1), id(3), FINDING]],
    ['verdict=not_evaluable', [id(3)]],
    ['regulation=other', [id(3)]],
    ['from=2025-09-09', [id(1)]],
    ['to=2025-09-08', [id(3), FINDING]],
    ['clause=%D0%BF.%201&rule=R02', [id(1)]],
    ['kind=entry_deadline', []],
    ['state=all', [id(1), id(3), FINDING, id(2)]],
    ['from=2025-09-08&to=2025-09-08', [id(3), FINDING]],
  ])('are found by %s', async (query, found) => {
    expect(await ids(`?${query}`)).toEqual(found);
  });

  it.each([
    ['rule=R99', 'rule'],
    ['state=gone', 'state'],
    ['from=2025-09-09&to=2025-09-08', 'to'],
  ])('are not looked for by what cannot be: %s', async (query, parameter) => {
    const answer = await api.as(`/v1/schools/${schoolA}/findings?${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: 'api.invalid_parameter', parameter },
    ]);
  });

  it('are found by class and by student', async () => {
    expect(await ids(`?class=${invented.family.id('class', '2207')}`)).toEqual([id(1)]);
    expect(await ids(`?student=${invented.student}`)).toEqual([FINDING]);
  });

  it('come page by page', async () => {
    const first = await list('?limit=3');
    const second = await list(`?limit=3&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ findingId: id(2) }], next: null });
    const strange = await api.as(`/v1/schools/${schoolB}/findings?cursor=${first.next}`);
    expect(await codeOf(strange)).toBe('api.invalid_cursor');
  });

  it('are not given for a purpose that needs a consent', async () => {
    const portal = { ...api.clients.get('all') };
    api.clients.set('portal', { ...portal, clientId: 'portal', purpose: 'portal' } as never);
    const answer = await api.as(`/v1/schools/${schoolA}/findings`, 'portal');
    expect(await codeOf(answer)).toBe('consent.purpose_not_allowed');
  });
});

describe('one finding', () => {
  it('shows the records behind it, and no name', async () => {
    const text = await (await api.as(`/v1/findings/${FINDING}`)).text();
    expect(JSON.parse(text)).toMatchObject({
      clause: 'п. 1',
      basis: { says: 'двоек нет' },
      rows: [{ entity: 'mark', fields: { value: '5', date: '2025-09-08' }, past: [] }],
      notes: [],
    });
    expect(text).not.toContain(SURNAME);
  });

  it('is explained, closed, and opened again by people whose words stay', async () => {
    const states: unknown[] = [];
    const post = async (what: string, body: unknown) => {
      const answer = await api.post(`/v1/findings/${id(1)}/${what}`, body);
      states.push(((await answer.json()) as { state: string }).state);
    };
    await post('explanation', { text: 'Болел учитель' });
    await post('explanation', { text: 'Болел учитель, приказ № 5' });
    await post('closure', { closed: true, text: 'Беседа проведена' });
    await post('closure', { closed: true });
    await post('closure', { closed: false });
    expect(states).toEqual(['explained', 'explained', 'closed', 'closed', 'open']);
    const { notes } = (await (await api.as(`/v1/findings/${id(1)}`)).json()) as {
      notes: readonly { action: string; text: string | null; by: string }[];
    };
    expect(notes.map(({ action, text, by }) => [action, text, by])).toEqual([
      ['explained', 'Болел учитель', 'all'],
      ['explained', 'Болел учитель, приказ № 5', 'all'],
      ['closed', 'Беседа проведена', 'all'],
      ['reopened', null, 'all'],
    ]);
    const { rows } = await store.pool.query('SELECT action, details FROM audit ORDER BY entry_no');
    expect(rows.slice(0, 2)).toEqual([
      { action: 'finding.explained', details: {} },
      { action: 'finding.explained', details: {} },
    ]);
  });

  it.each([
    ['that is mended', id(2), { text: 'Поздно' }, 409, 'finding.wrong_state'],
    ['without words', FINDING, { text: '  ' }, 400, 'api.invalid_parameter'],
    ['without a body', FINDING, undefined, 400, 'api.invalid_parameter'],
    ['with more than is asked', FINDING, { text: 'а', state: 'closed' }, 400, 'api.invalid_parameter'],
    ['with control characters', FINDING, { text: 'а\u0007' }, 400, 'api.invalid_parameter'],
    ['with a book', FINDING, { text: 'а'.repeat(2_001) }, 400, 'api.invalid_parameter'],
    ['with a library', FINDING, { text: 'а'.repeat(20_000) }, 413, 'api.body_too_large'],
    ['that is nowhere', id(9), { text: 'а' }, 404, 'api.not_found'],
  ])('is not explained %s', async (_, findingId, body, status, code) => {
    const answer = await api.post(`/v1/findings/${findingId}/explanation`, body);
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });

  it('is not explained by what is no JSON, nor by a form', async () => {
    const url = `${api.url}/v1/findings/${FINDING}/explanation`;
    const send = async (type: string, body: string) => {
      const authorization = `Bearer ${await api.token('all')}`;
      return codeOf(
        await fetch(url, { method: 'POST', headers: { 'content-type': type, authorization }, body }),
      );
    };
    expect(await send('application/json', '{"text":')).toBe('api.malformed_json');
    expect(await send('application/json', '"text"')).toBe('api.malformed_json');
    expect(await send('application/x-www-form-urlencoded', 'text=a')).toBe('api.unsupported_media_type');
  });

  it('is not touched from outside of the reach', async () => {
    const authorization = `Bearer ${await api.token('south')}`;
    const answer = await api.post(`/v1/findings/${FINDING}/explanation`, { text: 'а' }, { authorization });
    expect(answer.status).toBe(404);
  });
});

describe('control', () => {
  it('counts lessons, students without marks, and findings by clause', async () => {
    const answer = await api.as(`/v1/schools/${schoolA}/control?period=week&day=2025-09-09`);
    expect(await answer.json()).toMatchObject({
      period: 'week',
      from: '2025-09-08',
      to: '2025-09-14',
      lessons: { source: 'netschool/family', given: 4, withTopic: 1, withHomework: 1 },
      marks: { studentsBySubject: 2 },
    });
  });

  it.each([
    ['week', '2025-09-15', '2025-09-21'],
    ['month', '2025-09-01', '2025-09-30'],
    ['quarter', '2025-07-01', '2025-09-30'],
    ['term', '2025-09-01', '2025-10-26'],
    ['year', '2025-09-01', '2026-08-31'],
  ])('knows the %s', async (period, from, to) => {
    const answer = await api.as(`/v1/schools/${schoolA}/control?period=${period}`);
    expect(await answer.json()).toMatchObject({ from, to });
  });
});

describe('acts', () => {
  it('are listed and shown', async () => {
    const { items } = (await (await api.as('/v1/regulations')).json()) as { items: { id: string }[] };
    expect(items).toMatchObject([{ id: 'tiny', entries: 4 }]);
    expect(await (await api.as('/v1/regulations/tiny')).json()).toMatchObject({
      id: 'tiny',
      uncheckable: [],
    });
    expect((await api.as('/v1/regulations/none')).status).toBe(404);
  });

  it('hold for a school from the day on which it adopts them', async () => {
    const path = `/v1/schools/${schoolA}/regulations`;
    const adopted = await api.post(path, { regulation: 'tiny', from: '2025-09-01', to: '2026-05-31' });
    expect(await adopted.json()).toMatchObject({
      day: '2025-09-21',
      adoptions: [{ regulation: 'tiny', from: '2025-09-01', to: '2026-05-31', choices: {} }],
    });
    const before = (await (await api.as(`${path}?day=2025-08-31`)).json()) as { entries: unknown[] };
    const after = (await (await api.as(path)).json()) as { entries: unknown[] };
    expect([before.entries.length, after.entries.length]).toEqual([0, 4]);
    const { rows } = await store.pool.query('SELECT unit FROM unit_due WHERE school_id = $1', [schoolA]);
    expect(rows).toContainEqual({ unit: 'all' });
  });

  it('are as if they had never been adopted when that is taken back', async () => {
    const path = `/v1/schools/${schoolA}/regulations`;
    const body = { regulation: 'tiny', from: '2025-09-01' };
    await api.post(path, body);
    const taken = await api.post(`${path}/retraction`, body);
    expect(await taken.json()).toMatchObject({ adoptions: [], entries: [] });
    const twice = await api.post(`${path}/retraction`, body);
    expect([twice.status, await codeOf(twice)]).toEqual([404, 'regulation.not_adopted']);
    expect(await (await api.post(path, body)).json()).toMatchObject({ choicesKept: false });
  });

  it.each([
    ['that are not known', { regulation: 'none', from: '2025-09-01' }, 422, 'regulation.unknown'],
    [
      'that end before they begin',
      { regulation: 'tiny', from: '2025-09-02', to: '2025-09-01' },
      422,
      'regulation.impossible_dates',
    ],
    [
      'that do not hold yet',
      { regulation: 'tiny', from: '2025-01-01', to: '2025-01-02' },
      422,
      'regulation.impossible_dates',
    ],
    ['from a day that is none', { regulation: 'tiny', from: '2025-02-30' }, 400, 'api.invalid_parameter'],
    ['twice', { regulation: 'tiny', from: '2025-10-01' }, 409, 'regulation.already_adopted'],
    [
      'with a choice that is none',
      { regulation: 'tiny', from: '2025-09-01', choices: { x: 'y' } },
      422,
      'regulation.choice_invalid',
    ],
  ])('are not adopted %s', async (_, body, status, code) => {
    const answer = await api.post(`/v1/schools/${schoolA}/regulations`, body);
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });
});
