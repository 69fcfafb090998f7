import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open.ts';
import {
  type ConsentInput,
  consentInput,
  enterConsent,
  withdrawConsent,
} from '../../../src/sync/registers/consents.ts';
import { enterInto } from '../../../src/sync/registers/enter.ts';
import { registerKinds } from '../../../src/sync/registers/kinds.ts';
import { endRefusal, enterRefusal } from '../../../src/sync/registers/refusals.ts';
import { testStore } from '../../database.ts';
import { putRegisterSchool, type RegisterSchool } from './register-school.ts';

let store: Store;
let school: RegisterSchool;
beforeAll(async () => {
  store = await testStore();
  school = await putRegisterSchool(store);
});
afterAll(() => store.close());

/** With the names of the school instead of ids. */
type Paper = Partial<Omit<ConsentInput, 'studentId' | 'signerGuardianId'>> & {
  readonly student?: string;
  readonly guardian?: string | null;
};

let count = 0;
/** No two are to one operator unless a test says so: a second one would be one too many. */
const operatorOf = (): string => {
  count += 1;
  return `Портал ${count}`;
};

const input = ({ student = 'ann', guardian = 'olga', ...rest }: Paper): ConsentInput =>
  consentInput.parse({
    studentId: school.id('student', student),
    purpose: 'portal',
    operator: operatorOf(),
    signerGuardianId: guardian === null ? null : school.id('guardian', guardian),
    fromDay: '2025-09-10',
    ...rest,
  });

async function told(paper: Paper, at?: string): Promise<string> {
  const done = await enterConsent(store, school.visit(at), input(paper));
  return done.ok ? done.value.fields.state : `${done.error.code} at ${done.error.place}`;
}

const ofToday = { fromDay: '2025-09-21' };

describe('a consent', () => {
  it.each<[string, Paper, string]>([
    ['of a guardian', {}, 'given'],
    ['signed today', ofToday, 'given'],
    ['refused', { state: 'refused' }, 'refused'],
    ['of a guardian and a student of 15', { student: 'boris', signedByStudent: true }, 'given'],
    ['of a student of 18', { student: 'vera', guardian: null, signedByStudent: true }, 'given'],
    [
      'for a student whose age nobody knows',
      { student: 'gleb', guardian: null, signedByStudent: true },
      'given',
    ],
    ['to a named operator', { purpose: 'transfer', operator: 'МБОУ «СОШ № 1»' }, 'given'],
  ])('%s is entered', async (_, paper, state) => {
    expect(await told(paper)).toBe(state);
  });

  it.each<[string, Paper, string]>([
    ['signed tomorrow', { fromDay: '2025-09-22' }, 'consent.signed_in_future at fromDay'],
    ['signed by nobody', { guardian: null }, 'consent.unsigned at signerGuardianId'],
    ['of nobody’s guardian', { student: 'gleb' }, 'consent.foreign_guardian at signerGuardianId'],
    ['of another’s guardian', { guardian: 'ivan' }, 'consent.foreign_guardian at signerGuardianId'],
    [
      'of one who was a guardian',
      { student: 'boris', guardian: 'ivan' },
      'consent.foreign_guardian at signerGuardianId',
    ],
    ['of a guardian after 18', { student: 'vera' }, 'consent.guardian_after_majority at signerGuardianId'],
    ['of a student of 13', { signedByStudent: true }, 'consent.signer_too_young at signedByStudent'],
    [
      'of a student of 15 alone',
      { student: 'boris', guardian: null, signedByStudent: true },
      'consent.not_alone at signerGuardianId',
    ],
    [
      'of a student of grade 7 alone whose age nobody knows',
      { student: 'dina', guardian: null, signedByStudent: true },
      'consent.not_alone at signerGuardianId',
    ],
    ['for an unknown purpose', { purpose: 'advertising' }, 'consent.unknown_purpose at purpose'],
    ['for what needs none', { purpose: 'school' }, 'consent.unknown_purpose at purpose'],
    ['for a student who is not there', { student: 'nobody' }, 'consent.unknown_student at studentId'],
    ['that ends before it begins', { toDay: '2025-09-09' }, 'register.days_reversed at toDay'],
    [
      'to a transfer to nobody',
      { purpose: 'transfer', operator: null },
      'consent.operator_needed at operator',
    ],
  ])('%s is refused', async (_, paper, code) => {
    expect(await told(paper)).toBe(code);
  });

  it.each<[string, Paper, string]>([
    ['in the year 1', { fromDay: '0001-01-01' }, 'consent.impossible_day at fromDay'],
    ['before the student was born', { fromDay: '2012-03-03' }, 'consent.impossible_day at fromDay'],
    [
      'before there was a law',
      { student: 'gleb', guardian: null, signedByStudent: true, fromDay: '2007-01-25' },
      'consent.impossible_day at fromDay',
    ],
    [
      'when there was one',
      { student: 'gleb', guardian: null, signedByStudent: true, fromDay: '2007-01-26' },
      'given',
    ],
  ])('signed %s', async (_, paper, answer) => {
    expect(await told(paper)).toBe(answer);
  });

  it('that says what another says already is refused', async () => {
    const first = { purpose: 'learning', operator: 'ООО «Учёба»', toDay: '2025-12-31' };
    const second = (more: Paper) => told({ ...first, ...more });
    expect(await second({})).toBe('given');
    expect(await second({})).toBe('consent.already_given at purpose');
    expect(await second({ fromDay: '2025-09-15', operator: ' ооо "учёба"' })).toBe(
      'consent.already_given at purpose',
    );
    expect(await second({ fromDay: '2025-05-01', toDay: '2025-09-30' })).toBe(
      'consent.already_given at purpose',
    );
    // What it adds: another addressee or student, a time before, a longer term, a refusal.
    expect(await second({ operator: null })).toBe('given');
    expect(await second({ student: 'boris' })).toBe('given');
    expect(await second({ fromDay: '2025-01-01', toDay: '2025-05-31' })).toBe('given');
    expect(await second({ toDay: null })).toBe('given');
    expect(await second({ state: 'refused' })).toBe('refused');
    // The student's own signature is one that holds from 18 on.
    expect(await second({ student: 'boris', signedByStudent: true })).toBe('given');
    expect(await second({ student: 'boris', signedByStudent: true })).toBe(
      'consent.already_given at purpose',
    );
  });

  it('counts days by the clock of the school', async () => {
    // 22 September in Barnaul begins at 17:00 UTC.
    expect(await told({ fromDay: '2025-09-22' }, '2025-09-21T17:00:00Z')).toBe('given');
    expect(await told({ fromDay: '2025-09-22' }, '2025-09-21T16:59:59Z')).toBe(
      'consent.signed_in_future at fromDay',
    );
  });

  it('of another school is not there', async () => {
    const other = await putRegisterSchool(store);
    const done = await enterConsent(store, other.visit(), input({}));
    expect(done).toMatchObject({ ok: false, error: { code: 'consent.unknown_student' } });
  });

  it('entered again under its key is the same one; with other contents it is refused', async () => {
    const paper = { key: 'k1', operator: 'Портал с ключом' };
    const [first, again, other] = [
      await enterConsent(store, school.visit(), input(paper)),
      await enterConsent(store, school.visit('2025-09-21T06:00:00Z'), input(paper)),
      await enterConsent(store, school.visit(), input({ ...paper, purpose: 'diary' })),
    ];
    expect(first).toEqual(again);
    expect(other).toMatchObject({ ok: false, error: { code: 'register.key_taken', place: 'key' } });
  });
});

describe('a withdrawal', () => {
  const given = async (paper: Paper = {}): Promise<string> => {
    const done = await enterConsent(store, school.visit(), input(paper));
    if (!done.ok) throw new Error(done.error.code);
    return done.value.id;
  };
  const withdraw = async (id: string, day: string) => {
    const done = await withdrawConsent(store, school.visit(), id, { day, document: null });
    return done.ok ? done.value.fields : done.error.code;
  };

  it('is a state with its day, and what was before is kept', async () => {
    const id = await given();
    expect(await withdraw(id, '2025-09-21')).toMatchObject({
      state: 'withdrawn',
      withdrawnDay: '2025-09-21',
    });
    const { rows } = await store.pool.query(
      `SELECT before->>'state' AS state, not_before = not_after AS exact FROM history WHERE row_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ state: 'given', exact: true }]);
  });

  it('is refused where there is nothing to withdraw, or at an impossible time', async () => {
    const [twice, refusal, early, late] = [
      await given(),
      await given({ state: 'refused' }),
      await given(),
      await given(),
    ];
    await withdraw(twice, '2025-09-20');
    expect(await withdraw(twice, '2025-09-21')).toBe('consent.not_given');
    expect(await withdraw(refusal, '2025-09-21')).toBe('consent.not_given');
    expect(await withdraw(early, '2025-09-09')).toBe('consent.withdrawn_before_signing');
    expect(await withdraw(late, '2025-09-22')).toBe('consent.withdrawn_in_future');
    expect(await withdraw(school.id('student', 'ann'), '2025-09-21')).toBe('register.unknown_entry');
  });
});

describe('a refusal of the electronic form', () => {
  const refuse = async (fromDay: string, toDay: string | null, student = 'ann') => {
    const fields = { studentId: school.id('student', student), fromDay, toDay, document: null, key: null };
    const done = await enterRefusal(store, school.visit(), fields);
    return done.ok ? done.value.id : done.error.code;
  };

  it('begins and ends, and does not overlap another', async () => {
    expect(await refuse('2025-09-22', null)).toBe('register.in_future');
    expect(await refuse('2025-09-10', '2025-09-09')).toBe('register.days_reversed');
    expect(await refuse('2025-09-10', null, 'nobody')).toBe('register.unknown_reference');
    const id = await refuse('2025-09-05', null);
    expect(await refuse('2025-09-10', null)).toBe('refusal.overlapping');
    expect(await refuse('2025-09-01', '2025-09-05')).toBe('refusal.overlapping');
    const ended = await endRefusal(store, school.visit(), id, { day: '2025-09-09' });
    expect(ended).toMatchObject({ ok: true, value: { fields: { toDay: '2025-09-09' } } });
    expect(await refuse('2025-09-09', null)).toBe('refusal.overlapping');
    expect(await refuse('2025-09-10', null)).toMatch(/-/);
    const again = await endRefusal(store, school.visit(), id, { day: '2025-09-09' });
    expect(again).toMatchObject({ ok: false, error: { code: 'register.done_already' } });
  });
});

describe('a guardian', () => {
  const guardian = (from: RegisterSchool, more: object) =>
    enterInto(
      store,
      from.visit(),
      'guardians',
      registerKinds.guardians.input.parse({
        studentId: from.id('student', 'gleb'),
        relation: 'mother',
        displayName: 'Новая Зоя',
        ...more,
      }),
    );

  it('is entered with us only where the journal tells of none, and may then sign', async () => {
    expect(await guardian(school, {})).toMatchObject({
      ok: false,
      error: { code: 'register.source_tells_guardians' },
    });
    const silent = await putRegisterSchool(store);
    await store.pool.query('DELETE FROM guardianship WHERE school_id = $1', [silent.schoolId]);
    const done = await guardian(silent, { key: 'zoya' });
    if (!done.ok) throw new Error(done.error.code);
    const { guardianId } = done.value.fields as { guardianId: string };
    const paper = { ...input({}), studentId: silent.id('student', 'gleb'), signerGuardianId: guardianId };
    expect(await enterConsent(store, silent.visit(), paper)).toMatchObject({ ok: true });
  });
});
