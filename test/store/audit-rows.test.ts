import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { findAlteredRows, registerEntities } from '../../src/store/audit-rows.ts';
import type { Store } from '../../src/store/open.ts';
import { consentInput, enterConsent, withdrawConsent } from '../../src/sync/registers/consents.ts';
import { enterInto } from '../../src/sync/registers/enter.ts';
import { registerKinds } from '../../src/sync/registers/kinds.ts';
import { testStore } from '../database.ts';
import { putRegisterSchool, type RegisterSchool } from '../sync/registers/register-school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

/** A school with a consent that was withdrawn, and a leak with its moment; what `consent/<id>` of them are. */
async function entered(): Promise<{ school: RegisterSchool; consent: string; event: string }> {
  const school = await putRegisterSchool(store);
  const input = consentInput.parse({
    studentId: school.id('student', 'ann'),
    purpose: 'portal',
    signerGuardianId: school.id('guardian', 'olga'),
    fromDay: '2025-09-10',
  });
  const consent = await enterConsent(store, school.visit(), input);
  const leak = { kind: 'credential_leak', day: '2025-09-15', at: '2025-09-15T10:00:00+07:00' };
  const event = await enterInto(store, school.visit(), 'events', registerKinds.events.input.parse(leak));
  if (!consent.ok || !event.ok) throw new Error('not entered');
  await withdrawConsent(store, school.visit(), consent.value.id, { day: '2025-09-20', document: '7' });
  return { school, consent: `consent/${consent.value.id}`, event: `controlEvent/${event.value.id}` };
}

const touch = (sql: string, { schoolId }: RegisterSchool) => store.pool.query(sql, [schoolId]);

describe('the rows of registers', () => {
  it('are as the chain says while only registers wrote them', async () => {
    const { school } = await entered();
    expect(await findAlteredRows(store, school.schoolId)).toEqual([]);
  });

  it.each([
    [`UPDATE consent SET operator = 'Другой' WHERE school_id = $1`],
    [`UPDATE consent SET state = 'given', withdrawn_day = NULL WHERE school_id = $1`],
    [`UPDATE consent SET withdrawn_day = '2025-09-21' WHERE school_id = $1`],
  ])('are told when changed behind the chain: %s', async (sql) => {
    const { school, consent } = await entered();
    await touch(sql, school);
    expect(await findAlteredRows(store, school.schoolId)).toEqual([{ object: consent, cause: 'changed' }]);
    // The log itself is whole: that alone would say nothing.
    expect((await verifyAudit(store, school.schoolId)).broken).toBeNull();
  });

  it.each([
    ['DELETE FROM control_event WHERE school_id = $1'],
    ['UPDATE control_event SET deleted_at = now() WHERE school_id = $1'],
  ])('are told when taken away: %s', async (sql) => {
    const { school, event } = await entered();
    await touch(sql, school);
    expect(await findAlteredRows(store, school.schoolId)).toEqual([{ object: event, cause: 'missing' }]);
  });

  it('are told when nobody entered them', async () => {
    const { school } = await entered();
    await touch(
      `INSERT INTO consent SELECT (jsonb_populate_record(c, '{"id": "99999999-9999-4999-8999-999999999999",
         "external_key": "by hand", "state": "given"}')).* FROM consent c WHERE school_id = $1`,
      school,
    );
    expect(await findAlteredRows(store, school.schoolId)).toEqual([
      { object: 'consent/99999999-9999-4999-8999-999999999999', cause: 'never_entered' },
    ]);
  });

  it('are those of every register', () => {
    const known: readonly string[] = registerEntities;
    const missing = Object.values(registerKinds).filter(({ entity }) => !known.includes(entity));
    expect(missing).toEqual([]);
  });
});
