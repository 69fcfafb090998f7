import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open.ts';
import { withRegister } from '../../src/store/register.ts';
import { createSchool } from '../../src/store/schools.ts';
import { testStore } from '../database.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const newSchool = async (): Promise<string> => {
  const facts = { name: 'Школа', municipality: 'Север', timeZone: 'Europe/Moscow', weekDays: null };
  return (await createSchool(store, facts)).schoolId;
};

async function write(schoolId: string, count: number): Promise<void> {
  const client = await store.connect();
  for (let number = 1; number <= count; number += 1) {
    await client.query('BEGIN');
    await appendAudit(client, {
      schoolId,
      at: new Date(Date.UTC(2025, 8, 1, 9, number)),
      by: 'client-test',
      action: 'consent-given',
      object: `consent/${number}`,
      details: { b: `${number}`, a: null },
    });
    await client.query('COMMIT');
  }
  await client.end();
}

const COUNT = 6;

/** Ways to touch what is stored; each changes something. */
const deeds: readonly (readonly [name: string, sets: string])[] = [
  ['by', "by = by || 'x'"],
  ['the end of by', 'by = left(by, -1)'],
  ['the action', "action = 'consent-withdrawn'"],
  ['the object', "object = 'consent/0'"],
  ['the moment', "at = at + interval '1 millisecond'"],
  ['a detail', `details = jsonb_set(details, '{b}', '"9"')`],
  ['the type of a detail', `details = jsonb_set(details, '{b}', '9')`],
  ['a detail more', `details = details || '{"c": null}'`],
  ['a detail less', "details = details - 'a'"],
  ['details as a list', `details = '[["a", null]]'`],
  ['nothing as details', `details = 'null'`],
  ['the hash', 'hash = sha256(hash)'],
  ['a shorter hash', 'hash = substring(hash FOR 31)'],
  ['the school', '(school_id) = ROW(gen_random_uuid())'],
  ['the number', 'entry_no = entry_no + 100'],
];

describe('the chain of a school', () => {
  it('is whole as it was written, also when many write at once', async () => {
    const schoolId = await newSchool();
    await Promise.all([write(schoolId, 10), write(schoolId, 10), write(schoolId, 10)]);
    expect(await verifyAudit(store, schoolId)).toMatchObject({ entries: 30, broken: null });
    expect(await verifyAudit(store, await newSchool())).toEqual({ entries: 0, head: null, broken: null });
  });

  it('tells any change of any entry, and which is the first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: COUNT }),
        fc.constantFrom(...deeds),
        async (at, [, sets]) => {
          const schoolId = await newSchool();
          await write(schoolId, COUNT);
          const { head } = await verifyAudit(store, schoolId);
          await store.pool.query(`UPDATE audit SET ${sets} WHERE school_id = $1 AND entry_no = $2`, [
            schoolId,
            at,
          ]);
          const { broken } = await verifyAudit(store, schoolId, head);
          expect(broken?.entryNo).toBe(String(at));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells that an entry is gone, was put in, or that two changed places', async () => {
    const touched = async (statement: string) => {
      const schoolId = await newSchool();
      await write(schoolId, COUNT);
      await store.pool.query(statement, [schoolId]);
      return (await verifyAudit(store, schoolId)).broken;
    };
    expect(await touched('DELETE FROM audit WHERE school_id = $1 AND entry_no = 3')).toEqual({
      entryNo: '3',
      cause: 'missing',
    });
    expect(
      await touched(
        `INSERT INTO audit SELECT school_id, 0, at, by, action, object, details, hash FROM audit
         WHERE school_id = $1 AND entry_no = 1`,
      ),
    ).toEqual({ entryNo: '1', cause: 'missing' });
    expect(
      await touched(
        `UPDATE audit a SET by = o.by, at = o.at, object = o.object, details = o.details FROM audit o
         WHERE a.school_id = $1 AND o.school_id = $1 AND a.entry_no IN (2, 3) AND o.entry_no = 5 - a.entry_no`,
      ),
    ).toEqual({ entryNo: '2', cause: 'changed' });
  });

  it('tells that its end was cut off to whoever wrote the head down', async () => {
    const schoolId = await newSchool();
    await write(schoolId, COUNT);
    const { head } = await verifyAudit(store, schoolId);
    await store.pool.query('DELETE FROM audit WHERE school_id = $1 AND entry_no > 4', [schoolId]);
    expect((await verifyAudit(store, schoolId)).broken).toBeNull();
    expect((await verifyAudit(store, schoolId, head)).broken).toEqual({ entryNo: '5', cause: 'missing' });
    await write(schoolId, 2);
    expect((await verifyAudit(store, schoolId, head)).broken).toEqual({
      entryNo: '6',
      cause: 'not_expected',
    });
  });

  it('has no entry of what was refused', async () => {
    const schoolId = await newSchool();
    const visit = { schoolId, by: 'client-test', at: new Date('2025-09-21T09:00:00Z') };
    const fields = { kind: 'backup', day: '2025-09-01', at: null, periodFrom: null, periodTo: null } as const;
    const nobody = { classId: null, studentId: null, staffId: null, document: null } as const;
    const refusal = { code: 'register.in_future', place: 'x', message: 'x', hint: 'x' };
    const done = await withRegister(store, visit, async (register) => {
      await register.add('controlEvent', null, { ...fields, ...nobody }, 'event-entered');
      return { ok: false, error: refusal };
    });
    expect(done.ok).toBe(false);
    expect((await verifyAudit(store, schoolId)).entries).toBe(0);
    const { rows } = await store.pool.query('SELECT 1 FROM control_event WHERE school_id = $1', [schoolId]);
    expect(rows).toEqual([]);
  });
});
