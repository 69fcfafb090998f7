import type { Day } from '../../src/model/dates.ts';
import type { DisclosurePurpose } from '../../src/model/disclosure.ts';

/** The people of the invented school with their papers; see `types.ts`. */
export interface TruthPerson {
  readonly id: number;
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
}

export interface TruthStaff extends TruthPerson {
  readonly position: string;
}

export interface TruthStudent extends TruthPerson {
  readonly birthDate: Day;
  readonly sex: 'male' | 'female';
  /** Where the student is and when, in order; days inclusive, `to` null while it lasts. */
  readonly enrolments: readonly { readonly classId: number; readonly from: Day; readonly to: Day | null }[];
  readonly guardianIds: readonly number[];
  readonly consents: readonly TruthConsent[];
}

export interface TruthGuardian extends TruthPerson {
  readonly relation: 'mother' | 'father' | 'guardian';
  readonly studentIds: readonly number[];
}

export interface TruthConsent {
  /** As the paper has it. */
  readonly purpose: string;
  /** What the paper is about, in our words. */
  readonly discloses: DisclosurePurpose;
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly fromDay: Day;
  readonly withdrawnDay: Day | null;
}

export interface TruthMovement {
  readonly id: number;
  readonly studentId: number;
  readonly kind: 'arrival' | 'departure' | 'transfer';
  readonly date: Day;
  readonly fromClassId: number | null;
  readonly toClassId: number | null;
  readonly otherPlace: string | null;
  /** Null where the movement was made without an order. */
  readonly orderNumber: string | null;
  readonly orderDay: Day;
  /** Of a departure: the certificate of the other school, or null where there is none. */
  readonly confirmation: { readonly number: string; readonly day: Day } | null;
}

/** An account in the journal. */
export interface TruthAccount {
  readonly id: number;
  readonly holder: 'student' | 'guardian' | 'staff';
  /** Of the student, the guardian or the member of staff. */
  readonly holderId: number;
  readonly rights: 'read_own' | 'own_class' | 'own_lessons' | 'read_all' | 'administer';
  readonly shared: boolean;
  readonly openedDay: Day;
  readonly closedDay: Day | null;
}
