import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisclosurePurpose,
  disclosurePurposeNames,
  disclosurePurposes,
} from '../../src/model/disclosure.ts';
import { birthdayOf, decideDisclosure, type GateConsent } from '../../src/rules/consent-gate.ts';

const GUARDIAN = '00000000-0000-4000-8000-00000000000a';
const TODAY = '2025-09-21';

const consent = (more: Partial<GateConsent> = {}): GateConsent => ({
  id: 'c1',
  purpose: 'portal',
  operator: null,
  state: 'given',
  signerGuardianId: GUARDIAN,
  signedByStudent: null,
  fromDay: '2025-01-10',
  toDay: null,
  withdrawnDay: null,
  ...more,
});

interface Case {
  readonly consents?: readonly GateConsent[];
  readonly birthDate?: string | null;
  readonly grade?: number | null;
  readonly purpose?: DisclosurePurpose;
  readonly operator?: string | null;
  readonly day?: string;
}

const decide = ({ consents = [consent()], birthDate = '2012-03-04', grade = 7, ...rest }: Case) =>
  decideDisclosure({
    student: { birthDate, grade },
    consents,
    purpose: 'portal',
    operator: null,
    day: TODAY,
    ...rest,
  });

const told = (given: Case): string => {
  const decision = decide(given);
  if (!decision.allowed) return decision.code;
  return decision.basis.consentId ?? decision.basis.kind;
};

const own = consent({ signerGuardianId: null, signedByStudent: 'yes' });
const both = consent({ signedByStudent: 'yes' });
const named = consent({ operator: 'ООО «Учёба»' });

describe('the gate', () => {
  it.each<[string, Case, string]>([
    ['the school itself needs none', { purpose: 'school', consents: [] }, 'law'],
    ['supervision needs none', { purpose: 'supervision', consents: [] }, 'law'],
    ['a guardian has signed', {}, 'c1'],
    ['nobody has', { consents: [] }, 'consent.missing'],
    ['for another purpose', { consents: [consent({ purpose: 'diary' })] }, 'consent.missing'],
    ['signed by nobody', { consents: [consent({ signerGuardianId: null })] }, 'consent.signer_lacks_right'],
    ['begins today', { consents: [consent({ fromDay: TODAY })] }, 'c1'],
    ['begins tomorrow', { consents: [consent({ fromDay: '2025-09-22' })] }, 'consent.not_yet'],
    ['ends today', { consents: [consent({ toDay: TODAY })] }, 'c1'],
    ['ended yesterday', { consents: [consent({ toDay: '2025-09-20' })] }, 'consent.expired'],
    ['is said to be over', { consents: [consent({ state: 'expired' })] }, 'consent.expired'],
    [
      'withdrawn from tomorrow on',
      { consents: [consent({ state: 'withdrawn', withdrawnDay: '2025-09-22' })] },
      'c1',
    ],
    [
      'withdrawn today',
      { consents: [consent({ state: 'withdrawn', withdrawnDay: TODAY })] },
      'consent.withdrawn',
    ],
    ['withdrawn, nobody knows when', { consents: [consent({ state: 'withdrawn' })] }, 'consent.withdrawn'],
    ['refused', { consents: [consent({ state: 'refused' })] }, 'consent.refused'],
    [
      'given, then refused',
      { consents: [consent(), consent({ id: 'c2', state: 'refused', fromDay: '2025-02-01' })] },
      'consent.refused',
    ],
    [
      'refused, then given',
      { consents: [consent({ id: 'c2', state: 'refused', fromDay: '2024-02-01' }), consent()] },
      'c1',
    ],
    [
      'one withdrawn, a second of the same day on file',
      { consents: [consent({ state: 'withdrawn', withdrawnDay: '2025-02-01' }), consent({ id: 'c2' })] },
      'consent.withdrawn',
    ],
    [
      'the later of two withdrawn, the older on file',
      {
        consents: [
          consent({ id: 'c2', fromDay: '2024-01-10' }),
          consent({ state: 'withdrawn', withdrawnDay: '2025-02-01' }),
        ],
      },
      'consent.withdrawn',
    ],
    [
      'withdrawn and signed again on one day',
      {
        consents: [
          consent({ state: 'withdrawn', withdrawnDay: '2025-02-01' }),
          consent({ id: 'c2', fromDay: '2025-02-01' }),
        ],
      },
      'consent.withdrawn',
    ],
    [
      'withdrawn and signed again later',
      {
        consents: [
          consent({ state: 'withdrawn', withdrawnDay: '2025-02-01' }),
          consent({ id: 'c2', fromDay: '2025-02-02' }),
        ],
      },
      'c2',
    ],
    [
      'withdrawn nobody knows when, and signed again',
      { consents: [consent({ state: 'withdrawn' }), consent({ id: 'c2', fromDay: '2025-09-01' })] },
      'consent.withdrawn',
    ],
    [
      'another withdrawn from tomorrow on',
      { consents: [consent({ state: 'withdrawn', withdrawnDay: '2025-09-22' }), consent({ id: 'c2' })] },
      'c1',
    ],
    [
      'that for another purpose withdrawn',
      {
        consents: [
          consent({ id: 'c2', purpose: 'diary', state: 'withdrawn', withdrawnDay: TODAY }),
          consent(),
        ],
      },
      'c1',
    ],
    ['of the year 1', { consents: [consent({ fromDay: '0001-01-01' })] }, 'consent.impossible_day'],
    [
      'older than the student',
      { birthDate: '2012-03-04', consents: [consent({ fromDay: '2012-03-03' })] },
      'consent.impossible_day',
    ],
    [
      'older than the law',
      { birthDate: null, consents: [consent({ fromDay: '2007-01-25' })] },
      'consent.impossible_day',
    ],
  ])('consent: %s', (_, given, expected) => {
    expect(told(given)).toBe(expected);
  });

  it.each<[string, Case, string]>([
    ['any, for anybody', { operator: 'Портал' }, 'c1'],
    ['named, for the same', { consents: [named], operator: 'ООО "Учёба"' }, 'c1'],
    ['named, in other letters', { consents: [named], operator: ' ооо  учёба ' }, 'c1'],
    ['named, for another', { consents: [named], operator: 'ООО «Учёба-2»' }, 'consent.other_operator'],
    ['named, for nobody', { consents: [named] }, 'consent.other_operator'],
    [
      'anybody, and that of another operator withdrawn',
      {
        consents: [consent({ operator: 'Б', id: 'c2', state: 'withdrawn', withdrawnDay: TODAY }), consent()],
        operator: 'А',
      },
      'c1',
    ],
    [
      'anybody, and its own withdrawn',
      {
        consents: [consent({ operator: 'А', id: 'c2', state: 'withdrawn', withdrawnDay: TODAY }), consent()],
        operator: 'А',
      },
      'consent.withdrawn',
    ],
    [
      'its own, and that to anybody withdrawn',
      {
        consents: [
          consent({ operator: 'А' }),
          consent({ id: 'c2', state: 'withdrawn', withdrawnDay: TODAY }),
        ],
        operator: 'А',
      },
      'consent.withdrawn',
    ],
    [
      'a transfer to nobody',
      { purpose: 'transfer', consents: [consent({ purpose: 'transfer' })], operator: 'Б' },
      'consent.other_operator',
    ],
    [
      'a transfer as it is named',
      { purpose: 'transfer', consents: [consent({ purpose: 'transfer', operator: 'Б' })], operator: 'Б' },
      'c1',
    ],
  ])('operator: %s', (_, given, expected) => {
    expect(told(given)).toBe(expected);
  });

  it.each<[string, Case, string]>([
    ['of 13 alone', { birthDate: '2011-09-22', consents: [own] }, 'consent.signer_lacks_right'],
    ['of 14 alone', { birthDate: '2011-09-21', consents: [own] }, 'consent.signer_lacks_right'],
    ['of 14 with a guardian', { birthDate: '2011-01-10', consents: [both] }, 'c1'],
    ['a guardian, the day before 18', { birthDate: '2007-09-22' }, 'c1'],
    ['a guardian, on the 18th birthday', { birthDate: '2007-09-21' }, 'consent.signer_lacks_right'],
    ['the student of 18 alone', { birthDate: '2007-01-10', consents: [own] }, 'c1'],
    ['together at 14, now 18', { birthDate: '2007-09-21', consents: [both] }, 'c1'],
    [
      'together at 13, now 18',
      { birthDate: '2007-09-21', consents: [consent({ signedByStudent: 'yes', fromDay: '2021-09-20' })] },
      'consent.signer_lacks_right',
    ],
    ['a guardian, grade 9, age unknown', { birthDate: null, grade: 9 }, 'c1'],
    ['a guardian, grade 10, age unknown', { birthDate: null, grade: 10 }, 'consent.signer_lacks_right'],
    ['the student, grade 10, age unknown', { birthDate: null, grade: 10, consents: [own] }, 'c1'],
    [
      'the student, grade 9, age unknown',
      { birthDate: null, grade: 9, consents: [own] },
      'consent.signer_lacks_right',
    ],
    ['a guardian, nothing known', { birthDate: null, grade: null }, 'consent.signer_lacks_right'],
    ['both, nothing known', { birthDate: null, grade: null, consents: [both] }, 'c1'],
    [
      'born on 29 February, 28 February',
      { birthDate: '2008-02-29', day: '2026-02-28', consents: [consent()] },
      'c1',
    ],
    [
      'born on 29 February, 1 March',
      { birthDate: '2008-02-29', day: '2026-03-01', consents: [consent()] },
      'consent.signer_lacks_right',
    ],
  ])('signature: %s', (_, given, expected) => {
    expect(told(given)).toBe(expected);
  });

  it('keeps a birthday on its day where the year has it', () => {
    expect([birthdayOf('2008-02-29', 16), birthdayOf('2008-02-29', 18)]).toEqual([
      '2024-02-29',
      '2026-03-01',
    ]);
  });
});

const day = fc.constantFrom('2024-09-01', '2025-01-10', '2025-09-20', TODAY, '2025-09-22', '2026-09-01');
const consents = fc.array(
  fc.record({
    id: fc.uuid(),
    purpose: fc.constantFrom(...disclosurePurposeNames),
    operator: fc.constantFrom(null, 'А', 'Б'),
    state: fc.constantFrom('given', 'refused', 'withdrawn', 'expired'),
    signerGuardianId: fc.constantFrom(null, GUARDIAN),
    signedByStudent: fc.constantFrom(null, 'yes', 'no'),
    fromDay: day,
    toDay: fc.option(day),
    withdrawnDay: fc.option(day),
  }),
  { maxLength: 6 },
);
const situation = fc.record({
  consents,
  student: fc.record({
    birthDate: fc.constantFrom(null, '2018-05-05', '2010-01-10', '2007-09-21', '2007-09-22'),
    grade: fc.constantFrom(null, 1, 9, 10),
  }),
  purpose: fc.constantFrom(
    ...disclosurePurposeNames.filter((purpose) => disclosurePurposes[purpose].needsConsent),
  ),
  operator: fc.constantFrom(null, 'А', 'Б', 'В'),
  day,
});

const isNo = ({ state, withdrawnDay }: GateConsent): boolean =>
  state === 'refused' || state === 'withdrawn' || withdrawnDay !== null;

describe('whatever is on file, the gate', () => {
  it('lets nothing out from the day of a withdrawal on, until a consent that is signed later', () => {
    fc.assert(
      fc.property(situation, day, fc.constantFrom(null, 'А', 'Б'), (given, withdrawnDay, operator) => {
        const { purpose } = given;
        const withdrawal: GateConsent = {
          ...consent({ purpose, operator, state: 'withdrawn', withdrawnDay }),
          fromDay: '2024-09-01',
        };
        const decision = decideDisclosure({ ...given, consents: [...given.consents, withdrawal] });
        const isMeant = operator === null || given.operator === null || operator === given.operator;
        if (!decision.allowed || !isMeant || given.day < withdrawnDay) return;
        const basis = given.consents.find(({ id }) => id === decision.basis.consentId);
        expect((basis?.fromDay ?? '') > withdrawnDay).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('lets nothing out without a consent that is given for the purpose', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const decision = decideDisclosure(given);
        if (!decision.allowed) return;
        const basis = given.consents.find(({ id }) => id === decision.basis.consentId);
        expect(basis).toMatchObject({ purpose: given.purpose });
        expect(['given', 'withdrawn']).toContain(basis?.state);
      }),
    );
  });

  it('never lets out more because of a withdrawal, a refusal, an end, or a consent that is gone', () => {
    fc.assert(
      fc.property(situation, fc.nat(), fc.nat(3), (given, index, deed) => {
        const at = given.consents.length === 0 ? 0 : index % given.consents.length;
        const worse = given.consents.flatMap((one, number): GateConsent[] => {
          // A «no» that is changed or gone may well let something out.
          if (number !== at || isNo(one)) return [one];
          if (deed === 0) return [{ ...one, state: 'withdrawn', withdrawnDay: given.day }];
          if (deed === 1) return [{ ...one, state: 'refused' }];
          return deed === 2 ? [{ ...one, toDay: '2024-01-01' }] : [];
        });
        if (!decideDisclosure(given).allowed) {
          expect(decideDisclosure({ ...given, consents: worse }).allowed).toBe(false);
        }
      }),
    );
  });

  it('does not mind in which order the file is', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const turned = { ...given, consents: [...given.consents].reverse() };
        expect(decideDisclosure(turned).allowed).toBe(decideDisclosure(given).allowed);
      }),
    );
  });

  it('does not mind consents for other purposes', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const mine = given.consents.filter(({ purpose }) => purpose === given.purpose);
        expect(decideDisclosure({ ...given, consents: mine })).toEqual(decideDisclosure(given));
      }),
    );
  });
});
