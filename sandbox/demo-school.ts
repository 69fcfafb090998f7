import { Temporal } from 'temporal-polyfill';
import type { DisclosurePurpose } from '../src/model/disclosure.ts';

/** A reading of a journal as it stood at a moment, of some days or of all. */
export interface DemoReading {
  readonly at: Date;
  readonly days: { readonly from: string; readonly to: string } | null;
}

/** What a family has signed, as the school's papers have it. */
export interface DemoConsent {
  /** The vendor's key of the student. */
  readonly studentKey: string;
  /** Who signed. */
  readonly guardian: string;
  readonly purpose: DisclosurePurpose;
  /** To whom; null: to anybody. */
  readonly operator: string | null;
  /** Besides the guardian. */
  readonly signedByStudent: boolean;
  readonly state: 'given' | 'refused';
  readonly fromDay: string;
  readonly withdrawnDay: string | null;
  readonly document: string;
}

/** The journal that a school of the demonstration is to move into: its people and timetable are there, no marks. */
export interface DemoTarget {
  /** What its connection is named after the school: `school-1-portal`. */
  readonly suffix: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A journal of the demonstration with what is needed to connect to it. */
export interface DemoSchool {
  /** Short and stable: connections are named after it. */
  readonly name: string;
  /** Of the adapter that reads it. */
  readonly system: string;
  readonly school: { readonly name: string; readonly municipality: string; readonly timeZone: string };
  /** Settings of the adapter, one for each way of reading; a brought session is good for one reading. */
  connections(): readonly Readonly<Record<string, unknown>>[];
  /** The vendor's key of a student of the middle grades. */
  readonly studentKey: string;
  /** The act that the school keeps to, a file of `regulations/`, and from when. */
  readonly regulation: string;
  readonly regulationFrom: string;
  /** What the act leaves to the school. */
  readonly choices: Readonly<Record<string, string>>;
  readonly consents: readonly DemoConsent[];
  /** Where the school is about to move, null for those that stay. */
  readonly target: DemoTarget | null;
  /** In order of time. What came in between is known to have. */
  readonly readings: readonly DemoReading[];
  /** From now on the journal holds what it held at that moment. */
  standAt(moment: Date): void;
  close(): Promise<void>;
}

/** The journals are read at the end of the second quarter, and once two weeks before it: local moments. */
export const READ_AT = ['2025-12-13T18:00', '2025-12-27T18:00'] as const;

/** What may have changed since the first reading; older lessons are not read again. */
const READ_AGAIN = { from: '2025-12-01', to: '2025-12-30' };

const instantOf = (local: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);

/** A moment on the clocks of a zone. */
export const localOf = (moment: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

/** When the journal of a school in that zone is read. */
export function readingsIn(timeZone: string): DemoReading[] {
  const [first, second] = READ_AT;
  return [
    { at: instantOf(first, timeZone), days: null },
    { at: instantOf(second, timeZone), days: READ_AGAIN },
  ];
}
