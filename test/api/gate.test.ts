import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/api/operation.ts';
import { operations } from '../../src/api/operations.ts';
import { diarySchema } from '../../src/api/schemas/diary.ts';
import { progressSchema } from '../../src/api/schemas/progress.ts';
import { scopeNames } from '../../src/model/access.ts';
import type { DisclosurePurpose } from '../../src/model/disclosure.ts';
import type { Store } from '../../src/store/open.ts';
import { openReads, type ReadDatabase } from '../../src/store/read/database.ts';
import { testStore } from '../database.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { type Invented, putInvented, SURNAME, schoolA } from './invented.ts';
import { requestOf } from './requests.ts';

/** What only the student without a consent has; it must turn up in no answer to a portal. */
const HIDDEN = {
  name: 'Тайнинский Фома',

  comment: 'видно только школе',
  key: '777',
};

let store: Store;
let api: TestApi;
let invented: Invented;
let hidden: string;
let guardian: string;

async function putHidden(): Promise<string> {
  const { family } = invented;
  const student = await family.put('student', HIDDEN.key, {
    displayName: HIDDEN.name,
    birthDate: '2012-02-02',
  });
  await family.put('enrolment', 'e777', {
    studentId: student,
    classId: family.id('class', '2207'),
    fromDay: '2025-09-01',
  });
  await family.put('groupMembership', '777/2207', {
    studentId: student,
    subjectGroupId: family.id('subjectGroup', '2207/Алгебра'),
  });
  await family.put('mark', 'hidden', {
    studentId: student,
    subjectId: family.id('subject', 'Алгебра'),
    date: '2025-09-08',
    value: '2',
    scaleMax: 5,
    comment: HIDDEN.comment,
  });
  await family.coverage(student, '2025-09-01', '2025-10-26', '2025-09-20T10:00:00Z');
  return student;
}

const consentFor = (studentId: string, key: string, more: Readonly<Record<string, unknown>> = {}) =>
  invented.family.put('consent', key, {
    studentId,
    purpose: 'portal',
    state: 'given',
    signerGuardianId: guardian,
    fromDay: '2025-09-01',
    ...more,
  });

beforeAll(async () => {
  store = await testStore();
  invented = await putInvented(store);
  hidden = await putHidden();
  guardian = await invented.family.put('guardian', 'g1', { displayName: 'Придуманова Ольга' });
  await store.pool.query(`UPDATE student SET birth_date = '2012-03-04' WHERE id = $1`, [invented.student]);
  await consentFor(invented.student, 'c1');
  // Consents that are of no use to a portal today.
  await consentFor(hidden, 'c2', { purpose: 'learning' });
  await consentFor(hidden, 'c3', { state: 'withdrawn', withdrawnDay: '2025-09-21' });
  await consentFor(hidden, 'c4', { toDay: '2025-09-20' });
  await consentFor(hidden, 'c5', { operator: 'Другой портал' });
  api = await startApi(store.url);
  const user = (purpose: DisclosurePurpose) => ({ purpose, operator: 'Портал' });
  for (const purpose of ['portal', 'diary', 'learning', 'transfer', 'supervision'] as const) {
    addClient(api, purpose, { all: true }, scopeNames, user(purpose));
  }
});
afterAll(async () => {
  await api.close();
  await store.close();
});

const queries: Readonly<Record<string, string>> = {
  getDiary: '?from=2025-09-01&to=2025-10-26',
  listQuarantine: '?raw=true',
};

function pathOf(operation: Operation, studentId: string): string {
  const ids: Readonly<Record<string, string>> = {
    schoolId: schoolA,
    studentId,
    runId: invented.runs[0] ?? '',
    migrationId: invented.migration,
    asset: 'start.js',
    form: 'school-results',
  };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? hidden);
  if (operation.id === 'listReportRows') return `${path}?of=lessons`;
  if (operation.id === 'listChanges') return `${path}?term=${invented.term}`;
  return `${path}${queries[operation.id] ?? ''}`;
}

async function ask(operation: Operation, client: string, studentId: string) {
  const authorization = `Bearer ${await api.token(client)}`;
  const url = `${api.url}${pathOf(operation, studentId)}`;
  const response = await fetch(url, requestOf(operation, invented, { authorization }));
  return { status: response.status, text: await response.text() };
}

const codeOf = (text: string): unknown => (JSON.parse(text) as { readonly code?: unknown }).code;
const of = (gated: Operation['disclosure']) =>
  operations
    .filter(({ disclosure }) => disclosure === gated)
    .map((operation) => [operation.id, operation] as const);

describe('every operation', () => {
  it('says how it is gated, and each public one gives nothing of students', () => {
    const known = new Set(['none', 'student', 'list', 'school_only']);
    expect(operations.filter(({ disclosure }) => !known.has(disclosure))).toEqual([]);
    const open = operations.filter(({ access }) => access === 'public');
    expect(open.filter(({ disclosure }) => disclosure !== 'none')).toEqual([]);
  });

  it('of a school that is free of the gate is about no student, no count and no writing', () => {
    const free = operations.filter(({ disclosure, access }) => disclosure === 'none' && access !== 'public');
    expect(free.map(({ id }) => id)).toEqual([
      'listSchools',
      'getSchool',
      'listRegulations',
      'getRegulation',
      'metrics',
    ]);
  });

  it('about one student asks the gate, and no other is called so', () => {
    const named = operations.filter(({ path }) => path.includes('{studentId}')).map(({ id }) => id);
    expect(of('student').map(([id]) => id)).toEqual(named);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s gives a portal nothing of a student without a consent',
    async (_, operation) => {
      const { text } = await ask(operation, 'portal', hidden);
      for (const secret of [hidden, HIDDEN.name, 'Тайнинский', HIDDEN.comment]) {
        expect(text).not.toContain(secret);
      }
    },
  );

  it('would be caught if it did: the school itself is given all of that', async () => {
    const given = await Promise.all(
      [...of('student'), ...of('list')].map(([, operation]) => ask(operation, 'all', hidden)),
    );
    const all = given.map(({ text }) => text).join('');
    for (const secret of [hidden, HIDDEN.name, HIDDEN.comment]) expect(all).toContain(secret);
  });

  it.each(of('school_only'))('%s is not for a portal', async (_, operation) => {
    const { status, text } = await ask(operation, 'portal', hidden);
    expect({ status, code: codeOf(text) }).toEqual({ status: 403, code: 'consent.purpose_not_allowed' });
  });

  it.each(of('student'))('%s wants a consent, and does not say whose is missing', async (_, operation) => {
    const { status, text } = await ask(operation, 'portal', hidden);
    expect({ status, code: codeOf(text) }).toEqual({ status: 403, code: 'consent.missing' });
    expect(text).toContain('«portal»');
    const absent = await ask(operation, 'portal', '99999999-9999-4999-8999-999999999999');
    expect(absent.status).toBe(404);
  });

  it.each(of('student'))('%s names the consent that allows it', async (id, operation) => {
    const { status, text } = await ask(operation, 'portal', invented.student);
    expect(status).toBe(200);
    const schema = id === 'getDiary' ? diarySchema : progressSchema;
    const { basis } = schema.parse(JSON.parse(text));
    expect(basis).toEqual({ kind: 'consent', consentId: invented.family.id('consent', 'c1') });
    expect(text).toContain(SURNAME);
  });

  it.each(of('student'))('%s stands on the law for the school and for supervision', async (_, operation) => {
    for (const client of ['all', 'supervision']) {
      const { status, text } = await ask(operation, client, hidden);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({ basis: { kind: 'law', consentId: null } });
    }
  });

  it.each(['diary', 'learning', 'transfer'])(
    'does not take a consent to a portal for «%s»',
    async (client) => {
      for (const [, operation] of of('student')) {
        expect((await ask(operation, client, invented.student)).status).toBe(403);
      }
    },
  );
});

describe('the school itself', () => {
  it('is asked for no consent: its diary is one statement, a portal’s is two', async () => {
    let asked = 0;
    const reads = openReads(store.url);
    const database: ReadDatabase = {
      rows(statement, values) {
        asked += 1;
        return reads.rows(statement, values);
      },
      close: () => reads.close(),
    };
    const counted = await startApi(store.url, { database });
    addClient(counted, 'portal', { all: true }, scopeNames, { purpose: 'portal', operator: null });
    const counts: number[] = [];
    for (const client of ['all', 'portal']) {
      asked = 0;
      await counted.as(`/v1/students/${invented.student}/diary?from=2025-09-08&to=2025-09-14`, client);
      counts.push(asked);
    }
    await counted.close();
    expect(counts).toEqual([1, 2]);
  });
});

describe('a value that waits for permission', () => {
  it('is for the school alone, whatever scopes a portal was given', async () => {
    const { family, student } = invented;
    await store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since)
       VALUES ($1, 'mark', $2, $3, '{"value": "3", "scaleMax": 5}', now())`,
      [schoolA, family.id('mark', 'm1'), student],
    );
    for (const [, operation] of of('student')) {
      const [forSchool, forPortal] = [
        await ask(operation, 'all', student),
        await ask(operation, 'portal', student),
      ];
      expect(forSchool.text).toMatch(/"pending"\s?:\s?\{/);
      expect(forPortal.text).not.toMatch(/"pending"\s?:\s?\{/);
    }
    await store.pool.query('DELETE FROM withheld');
  });
});

describe('the list of students', () => {
  const list = async (query: string, client = 'portal') => {
    const response = await api.as(`/v1/schools/${schoolA}/students${query}`, client);
    const { items, heldBack } = (await response.json()) as { items: { id: string }[]; heldBack: number };
    return { status: response.status, ids: items?.map(({ id }) => id), heldBack };
  };

  it('leaves out whom no consent names, and says how many', async () => {
    expect(await list('')).toEqual({ status: 200, ids: [invented.student], heldBack: 1 });
    expect(await list('', 'learning')).toMatchObject({ ids: [hidden], heldBack: 1 });
    expect(await list('', 'diary')).toMatchObject({ ids: [], heldBack: 2 });
    expect(await list('', 'all')).toMatchObject({ heldBack: 0 });
  });

  it('counts the same whatever is searched for: the number must not tell who is there', async () => {
    for (const query of ['?q=Тайнинский', '?q=Никаковский', '?class=7б', '?class=1а', '?limit=1']) {
      expect((await list(query)).heldBack).toBe(1);
    }
    expect((await list('?q=Тайнинский')).ids).toEqual([]);
  });

  it('does not go on behind somebody whom it may not name', async () => {
    const cursor = Buffer.from(`students:${hidden}`).toString('base64url');
    expect((await list(`?cursor=${cursor}`)).status).toBe(400);
    expect((await list(`?cursor=${cursor}`, 'all')).status).toBe(200);
  });
});

describe('a consent', () => {
  it('stops at midnight of the school, not of the server', async () => {
    await consentFor(invented.student, 'night', { purpose: 'diary', toDay: '2025-09-21' });
    const path = `/v1/students/${invented.student}/diary?from=2025-09-08&to=2025-09-14`;
    const { now } = api;
    const statuses: number[] = [];
    // Barnaul is seven hours ahead.
    for (const moment of ['2025-09-21T16:59:59Z', '2025-09-21T17:00:00Z']) {
      api.now = new Date(moment);
      statuses.push((await api.as(path, 'diary')).status);
    }
    api.now = now;
    expect(statuses).toEqual([200, 403]);
  });

  it('that is withdrawn stops at once', async () => {
    await consentFor(invented.student, 'brief', { purpose: 'transfer', operator: 'портал' });
    const path = `/v1/students/${invented.student}/progress`;
    const before = (await api.as(path, 'transfer')).status;
    await store.pool.query(
      `UPDATE consent SET state = 'withdrawn', withdrawn_day = '2025-09-21' WHERE external_key = 'brief'`,
    );
    expect([before, (await api.as(path, 'transfer')).status]).toEqual([200, 403]);
  });
});
