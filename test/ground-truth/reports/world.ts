import { Temporal } from 'temporal-polyfill';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import {
  attendanceAt,
  type SchoolYear,
  type TruthPerson,
  type TruthStudent,
} from '../../../sandbox/school-year/types.ts';
import type { Adapter } from '../../../src/adapters/contract.ts';
import { adapters } from '../../../src/adapters/registry.ts';
import type { Services } from '../../../src/cli/services.ts';
import { openServices } from '../../../src/context.ts';
import { makeLogger } from '../../../src/logger.ts';
import type { AskedReport } from '../../../src/reports/asked.ts';
import { makeReport } from '../../../src/reports/make.ts';
import type { Cell, Report, Row, Section } from '../../../src/reports/table.ts';
import { addConnection } from '../../../src/store/connections.ts';
import { readsOver } from '../../../src/store/read/database.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { adopt } from '../../../src/sync/control/adopt.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { runSync } from '../../../src/sync/run.ts';
import { testDatabase } from '../../database.ts';
import type { Wording } from '../expected.ts';
import { acts } from '../rules/clauses.ts';
import { openProgram } from '../rules/control-world.ts';
import { type Mode, startVendor, type VendorName } from '../vendors.ts';

/** When the journal is read: in the middle of the first quarter, and some days after its end. */
export const LOOKS = ['2025-10-08T18:00', '2025-10-31T18:00'] as const;

/** A report with its sections in hand. */
export interface MadeReport extends Omit<Report, 'sections'> {
  readonly sections: readonly Section[];
}

/** A small school that was read at {@link LOOKS} and is asked for reports: shared by the tests of all forms. */
export interface ReportWorld {
  readonly year: SchoolYear;
  readonly services: Services;
  readonly schoolId: string;
  readonly municipality: string;
  readonly source: string;
  readonly gaps: Readonly<Record<string, string>>;
  readonly wording: Wording;
  /** The local moment of the last look. */
  readonly asOf: string;
  /** Makes a report; `scope` left out is the school. Refusals are thrown. */
  report(form: string, asked?: AskedReport): Promise<MadeReport>;
  classId(name: string): Promise<string>;
  studentId(student: TruthStudent): Promise<string>;
  close(): Promise<void>;
}

/** What a test finds a person by, whatever a vendor shows of names: «Иванова А». */
export const shortName = (displayName: string): string => {
  const [last = '', first = ''] = displayName.split(' ');
  return `${last} ${first.slice(0, 1)}`;
};

/** A student has the same surname and initial as another now and then: «Иванова Анна». */
export const studentName = (displayName: string): string => displayName.split(' ').slice(0, 2).join(' ');

/** The same of a person of the truth. */
export const nameOf = ({ lastName, firstName }: TruthPerson): string =>
  `${lastName} ${firstName.slice(0, 1)}`;

/** The cell of a row by the key of its column. */
export function cellOf(section: Section, row: Row, key: string): Cell {
  const at = section.columns.findIndex((column) => column.key === key);
  const found = row.cells[at];
  if (!found) throw new Error(`section ${section.key} has no column ${key}`);
  return found;
}

/** Its value. */
export const valueAt = (section: Section, row: Row, key: string) => cellOf(section, row, key).value;

/** A section by its key. */
export function sectionOf(report: MadeReport, key: string): Section {
  const section = report.sections.find((one) => one.key === key);
  if (!section) throw new Error(`there is no section ${key} in ${report.form}`);
  return section;
}

const TRUTH_WORDING: Wording = {
  marks: (value) => [value],
  hasComments: true,
  attendance: (row, asOf) => {
    const { status, reason } = attendanceAt(row, asOf) ?? row;
    return `${status} ${reason ?? '-'}`;
  },
};

/** A local moment as an instant. */
export const dateOf = (moment: string, timeZone: string): Date =>
  new Date(Temporal.PlainDateTime.from(moment).toZonedDateTime(timeZone).toInstant().epochMilliseconds);

/** What is read, and how its clock is set. */
interface Journal {
  readonly services: Services;
  readonly adapter: Adapter;
  readonly wording: Wording;
  readonly timeZone: string;
  readonly connection: { readonly system: string; readonly mode: string; readonly settings: object };
  setAsOf(moment: string): void;
  close(): Promise<void>;
}

/** Which journal a world stands on: the truth itself, or a vendor's. */
export type JournalName = VendorName | 'truth';

async function vendorJournal(options: Options, vendorName: VendorName, mode: Mode): Promise<Journal> {
  const vendor = await startVendor(makeMunicipality(options), vendorName, LOOKS[0]);
  const config = {
    home: '.',
    databaseUrl: await testDatabase(),
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    key: '7'.repeat(64),
    removalGuardShare: 0.2,
  } as const;
  const [adapter] = adapters.filter(({ system }) => system === vendor.system);
  if (!adapter) throw new Error('no adapter');
  return {
    adapter,
    services: await openServices(config, makeLogger('error'), adapters, '0.0.0'),
    wording: vendor.wording,
    timeZone: vendor.timeZone,
    connection: { system: vendor.system, mode, settings: vendor.settings(mode) },
    setAsOf: (moment) => vendor.setAsOf(moment),
    close: () => vendor.close(),
  };
}

async function truthJournal(year: SchoolYear): Promise<Journal> {
  const { teller, adapter, services } = await openProgram(year);
  return {
    services,
    adapter,
    wording: TRUTH_WORDING,
    timeZone: year.timeZone,
    connection: { system: 'truth', mode: 'full', settings: { mode: 'full' } },
    setAsOf: (moment) => {
      teller.moment = moment;
    },
    close: async () => undefined,
  };
}

interface Options {
  readonly seed: number;
  readonly schools: number;
  readonly studentsPerSchool: number;
  readonly weeks: number;
}

async function connect({ services, connection: wanted }: Journal, adapter: Adapter, schoolId: string) {
  const { rank } = adapter.modeOf(adapter.settings.parse(wanted.settings));
  return addConnection(
    services.store,
    services.settingsKey,
    { schoolId, name: 'journal', rank, ...wanted },
    new Date('2025-08-01T00:00:00Z'),
  );
}

/** Reads the journal at each look, and judges by an act that closes nothing. */
async function readAll(journal: Journal, adapter: Adapter, schoolId: string): Promise<string> {
  const { services, timeZone } = journal;
  const now = dateOf('2025-09-01T00:00', timeZone);
  const adopted = await adopt(services.control, {
    schoolId,
    adoption: acts['megion-3'].adoption,
    now,
    by: 'test',
  });
  if (!adopted.ok) throw new Error(JSON.stringify(adopted.error));
  const connection = await connect(journal, adapter, schoolId);
  for (const look of LOOKS) {
    journal.setAsOf(look);
    const read = await runSync(
      { ...services.run, now: () => dateOf(look, timeZone) },
      {
        connection,
        adapter,
        settings: journal.connection.settings,
        from: null,
        to: null,
        dryRun: false,
        allowRemoval: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
    if (read.error) throw new Error(`${read.error.code} ${read.error.message}`);
    await controlSchool(services.control, { schoolId, now: dateOf(look, timeZone), what: 'run' });
  }
  return connection.source;
}

/** The one id that a statement finds. */
async function idBy({ store }: Services, text: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await store.pool.query<{ id: string }>(text, [...values]);
  if (rows.length !== 1 || !rows[0]) throw new Error(`${rows.length} rows instead of one`);
  return rows[0].id;
}

/** Opens a small school on a journal and reads it. */
export async function openReportWorld(name: JournalName, mode: Mode): Promise<ReportWorld> {
  const options = { seed: 7, schools: 1, studentsPerSchool: 30, weeks: 9 };
  const year = makeMunicipality(options).school(1);
  const journal = name === 'truth' ? await truthJournal(year) : await vendorJournal(options, name, mode);
  const { services, adapter } = journal;
  const municipality = 'Озёрский муниципальный округ';
  const { schoolId } = await createSchool(services.store, {
    name: year.name,
    municipality,
    timeZone: journal.timeZone,
    weekDays: year.weekDays,
  });
  const source = await readAll(journal, adapter, schoolId);
  const asOf = LOOKS[1];
  const gapsOf = (of: string) =>
    adapter.modes.find((declared) => of === `${adapter.system}/${declared.mode}`)?.gaps ?? {};
  const ground = {
    database: readsOver(services.store.pool),
    reach: { all: true },
    classIds: null,
    now: dateOf(asOf, journal.timeZone),
    seesIllness: true,
    gapsOf,
  } as const;
  return {
    year,
    services,
    schoolId,
    municipality,
    source,
    gaps: gapsOf(source),
    wording: journal.wording,
    asOf,
    async report(form, asked = {}) {
      const made = await makeReport(ground, form, { scope: `school:${schoolId}`, ...asked });
      if (!made.ok) throw new Error(`${made.error.code} at ${made.error.place}`);
      const sections: Section[] = [];
      for await (const section of made.value.sections) sections.push(section);
      return { ...made.value, sections };
    },
    classId: (of) =>
      idBy(services, 'select id from class where school_id = $1 and name = $2', [schoolId, of]),
    studentId: ({ lastName, firstName }) =>
      idBy(services, 'select id from student where school_id = $1 and display_name like $2', [
        schoolId,
        `${lastName} ${firstName}%`,
      ]),
    close: async () => {
      await services.close();
      await journal.close();
    },
  };
}
