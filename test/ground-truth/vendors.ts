import { startDnevnik } from '../../sandbox/dnevnik/index.ts';
import { type NetschoolSimulator, type ProfileName, startNetschool } from '../../sandbox/netschool/index.ts';
import type { Municipality, SchoolYear, TruthStudent } from '../../sandbox/school-year/types.ts';
import { attendanceAt } from '../../sandbox/school-year/types.ts';
import type { Wording } from './expected.ts';

export type Mode = 'staff' | 'family';

/** A simulated journal of one school, as the program is connected to it. */
export interface Vendor {
  readonly system: string;
  readonly timeZone: string;
  readonly wording: Wording;
  settings(mode: Mode): object;
  studentKey(student: TruthStudent): string;
  /** Moves the journal on: local moment up to which it is filled. */
  setAsOf(moment: string): void;
  close(): Promise<void>;
}

export type VendorName = ProfileName | 'dnevnik.ru' | 'school.mosreg.ru';

type Reader = { readonly kind: 'guardian' | 'student'; readonly id: number };

/** A guardian of every student; a student without one logs in alone. */
function families({ students }: SchoolYear): Reader[] {
  const readers = new Map<string, Reader>();
  for (const { id, guardianIds } of students) {
    const [guardianId] = guardianIds;
    const reader: Reader =
      guardianId === undefined ? { kind: 'student', id } : { kind: 'guardian', id: guardianId };
    readers.set(`${reader.kind} ${reader.id}`, reader);
  }
  return [...readers.values()];
}

/** `4/5` for one work is two marks, words are not shown at all. */
const NETSCHOOL: Wording = {
  marks: (value) => (value === '.' ? ['.'] : value.split('/').filter((part) => /^\d+$/.test(part))),
  hasComments: true,
  attendance: ({ status, reason }) => `${status} ${reason ?? '-'}`,
};

/** The dot has no place; exemptions are not told; one code stands for two reasons. */
const DNEVNIK: Wording = {
  marks: (value) => (value === '.' || value === '' ? [] : [value]),
  hasComments: false,
  attendance: (row, asOf) => {
    const { status, reason } = attendanceAt(row, asOf) ?? { status: 'exempt', reason: null };
    if (status === 'exempt') return null;
    return `${status} ${reason === 'sick' || reason === 'excused' ? reason : '-'}`;
  },
};

const accountOf = (simulator: NetschoolSimulator, account: { login: string; password: string }): object =>
  simulator.profile === 'kray'
    ? { session: simulator.importSession(account.login) }
    : { login: account.login, password: account.password };

async function netschool(municipality: Municipality, profile: ProfileName, asOf: string): Promise<Vendor> {
  const simulator = await startNetschool({ municipality, profile, asOf });
  const year = municipality.school(1);
  const [school] = simulator.schools;
  if (!school) throw new Error('the simulator has no school');
  const accounts = (mode: Mode): object[] =>
    mode === 'staff'
      ? [accountOf(simulator, simulator.account('admin', 1))]
      : families(year).flatMap((reader) => {
          const account = simulator.accountOf({ school: 1, ...reader });
          return account ? [accountOf(simulator, account)] : [];
        });
  return {
    system: 'netschool',
    timeZone: school.timeZone,
    wording: NETSCHOOL,
    settings: (mode) => ({
      mode,
      baseUrl: simulator.baseUrl,
      schoolId: String(school.id),
      timeZone: school.timeZone,
      accounts: accounts(mode),
      requestsPerSecond: 10_000,
      concurrency: 4,
    }),
    studentKey: ({ id }) => String(simulator.ids.user({ school: 1, kind: 'student', id })),
    setAsOf: (moment) => simulator.setAsOf(moment),
    close: () => simulator.close(),
  };
}

async function dnevnik(
  municipality: Municipality,
  profile: 'dnevnik.ru' | 'school.mosreg.ru',
  asOf: string,
): Promise<Vendor> {
  const simulator = await startDnevnik({ municipality, profile, asOf });
  const year = municipality.school(1);
  const [school] = simulator.schools;
  if (!school) throw new Error('the simulator has no school');
  const tokens = (mode: Mode): string[] =>
    mode === 'staff'
      ? [simulator.tokens.admin]
      : families(year).flatMap((reader) => simulator.accountOf({ school: 1, ...reader })?.token ?? []);
  return {
    system: 'dnevnik',
    timeZone: school.timeZone,
    wording: DNEVNIK,
    settings: (mode) => ({
      mode,
      host: profile,
      baseUrl: simulator.baseUrl,
      schoolId: String(school.id),
      timeZone: school.timeZone,
      tokens: tokens(mode),
      attendance: { Pass: { status: 'absent', reason: 'excused' } },
      requestsPerSecond: 10_000,
    }),
    studentKey: ({ id }) => String(simulator.ids.person({ school: 1, kind: 'student', id })),
    setAsOf: (moment) => simulator.setAsOf(moment),
    close: () => simulator.close(),
  };
}

/** Starts the journal that goes by that name or version. */
export const startVendor = (municipality: Municipality, name: VendorName, asOf: string): Promise<Vendor> =>
  name === 'dnevnik.ru' || name === 'school.mosreg.ru'
    ? dnevnik(municipality, name, asOf)
    : netschool(municipality, name, asOf);
