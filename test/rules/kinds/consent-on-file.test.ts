import { describe, expect, it } from 'vitest';
import type { Kept, SchoolFacts } from '../../../src/rules/facts.ts';
import { consentOnFile } from '../../../src/rules/kinds/consent-on-file.ts';
import { between, exactly, judged, keys, moment, school } from './order-facts.ts';

const consent = (more: Partial<Kept<'consent'>> = {}): Kept<'consent'> => ({
  id: 'k-1',
  studentId: 's-1',
  purpose: 'diary',
  operator: null,
  state: 'given',
  signerGuardianId: 'p-1',
  signedByStudent: null,
  fromDay: '2025-09-01',
  toDay: null,
  withdrawnDay: null,
  document: null,
  entered: exactly('2025-09-01'),
  ...more,
});

const account = (more: Partial<Kept<'account'>> = {}): Kept<'account'> => ({
  id: 'a-1',
  holder: 'student',
  studentId: 's-1',
  guardianId: null,
  staffId: null,
  rights: 'read_own',
  shared: false,
  openedDay: '2025-09-02',
  closedDay: null,
  entered: exactly('2025-09-02'),
  ...more,
});

const student = { id: 's-1', birthDate: '2012-03-04', classId: 'c-7b', grade: 7 };
const now = '2025-11-01';

const withAccount = (more: Partial<SchoolFacts> = {}) =>
  school({ students: [student], accounts: [account()], ...more });

describe('consent before an account', () => {
  const asked = { before: 'account', purpose: 'diary' };
  const found = (facts: SchoolFacts, when = now) => judged(consentOnFile, facts, asked, when);

  it.each<[string, Partial<Kept<'consent'>>[], boolean]>([
    ['no consent at all', [], true],
    ['one that is given', [{}], false],
    ['one of the day of the account', [{ fromDay: '2025-09-02' }], false],
    ['one of the day after', [{ fromDay: '2025-09-03' }], true],
    ['one for something else', [{ purpose: 'learning' }], true],
    ['one that was withdrawn since', [{ state: 'withdrawn', withdrawnDay: '2025-10-01' }], true],
    ['one that is over', [{ toDay: '2025-10-31' }], true],
    ['one that ends today', [{ toDay: '2025-11-01' }], false],
    ['a refusal', [{ state: 'refused' }], true],
    [
      'one that was withdrawn and one given again',
      [
        { state: 'withdrawn', withdrawnDay: '2025-10-01' },
        { id: 'k-2', fromDay: '2025-10-02' },
      ],
      false,
    ],
    ['one for an operator that it names', [{ operator: 'Сетевой Город' }], false],
  ])('%s', (_what, consents, violated) => {
    const said = found(withAccount({ consents: consents.map(consent) }));
    expect(keys(said)).toEqual(violated ? ['s-1/account'] : []);
    expect(said.met).toBe(Number(!violated));
  });

  it('is asked for a guardian’s account too, while there is a guardianship', () => {
    const accounts = [account({ holder: 'guardian', studentId: null, guardianId: 'p-1' })];
    const guardianship: Kept<'guardianship'> = {
      id: 'g-1',
      studentId: 's-1',
      guardianId: 'p-1',
      relation: 'mother',
      fromDay: null,
      toDay: null,
      entered: exactly('2025-09-01'),
    };
    expect(keys(found(withAccount({ accounts, guardianships: [guardianship] })))).toEqual(['s-1/account']);
    const ended = { ...guardianship, toDay: '2025-10-01' };
    expect(keys(found(withAccount({ accounts, guardianships: [ended] })))).toEqual([]);
  });

  it('is asked where a diary is read through a family’s account', () => {
    const familyAccounts = [{ studentId: 's-1', since: between(null, '2025-10-05T12:00') }];
    const facts = withAccount({ accounts: [], familyAccounts });
    expect(keys(found(facts))).toEqual(['s-1/account']);
    expect(keys(found({ ...facts, consents: [consent({ fromDay: '2025-10-05' })] }))).toEqual([]);
    expect(keys(found({ ...facts, consents: [consent({ fromDay: '2025-10-06' })] }))).toEqual([
      's-1/account',
    ]);
  });

  it.each<[string, string | null, string, string[], number]>([
    ['there was none at the look before', '2025-09-01', '2025-09-05', ['straddles'], 0],
    ['nobody had looked before', null, '2025-09-05', ['straddles'], 0],
    ['it held at both looks', '2025-09-05', '2025-09-05', [], 1],
    ['it came after the account had been seen', '2025-09-01', '2025-09-11', [], 0],
  ])('of an account whose day nobody tells: %s', (_what, before, fromDay, reasons, met) => {
    const since = between(before, '2025-09-10T06:00');
    const accounts = [account({ openedDay: null, entered: since })];
    const said = found(withAccount({ accounts, consents: [consent({ fromDay })] }));
    expect(said.undecided.map(({ reason }) => reason)).toEqual(reasons);
    expect(said.met).toBe(met);
  });

  it('is not asked of a closed account', () => {
    expect(found(withAccount({ accounts: [account({ closedDay: '2025-10-01' })] })).violated).toEqual([]);
  });

  it('ends with the eighteenth birthday where a guardian signed, and says when to look again', () => {
    const students = [{ ...student, birthDate: '2007-11-20', grade: 11 }];
    const facts = withAccount({ students, consents: [consent()] });
    const before = found(facts, '2025-11-19T23:59');
    expect(before).toMatchObject({ met: 1, violated: [] });
    expect(before.pending).toEqual([moment('2025-11-20')]);
    expect(keys(found(facts, '2025-11-20'))).toEqual(['s-1/account']);
  });
});

describe('consent before data leave', () => {
  it.each([
    ['exposure', 'diary', ['s-1/exposure']],
    ['transfer', 'transfer', ['s-1/transfer']],
  ])('%s', (before, purpose, found) => {
    const facts = school({ students: [student] });
    expect(keys(judged(consentOnFile, facts, { before, purpose }, now))).toEqual(found);
    const given = { ...facts, consents: [consent({ purpose, operator: 'Новый оператор' })] };
    expect(judged(consentOnFile, given, { before, purpose }, now)).toMatchObject({ met: 1, violated: [] });
  });

  it('does not concern who is in no class', () => {
    const facts = school({ students: [{ ...student, classId: null }] });
    const said = judged(consentOnFile, facts, { before: 'exposure', purpose: 'diary' }, now);
    expect(said).toMatchObject({ notConcerned: 1, violated: [] });
  });

  it('is not asked for a purpose that needs none', () => {
    expect(consentOnFile.params.safeParse({ before: 'exposure', purpose: 'school' }).success).toBe(false);
  });
});
