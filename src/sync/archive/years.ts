import { dayIn } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { School } from '../../model/school.ts';
import {
  type ChangedPart,
  type ClosedYear,
  type Closer,
  closeYear,
  findClosedYear,
  verifyYear,
  yearDays,
} from '../../store/archive/closed-years.ts';
import { readYearParts } from '../../store/archive/read-year.ts';
import { type ArchiveSource, isEmptySchool, proveRestore, restoreYear } from '../../store/archive/restore.ts';
import type { Store } from '../../store/open.ts';
import { createSchool, getSchool } from '../../store/schools.ts';
import {
  brokenFiles,
  linesIn,
  type Manifest,
  onOneCarrier,
  prepareFolder,
  readManifest,
  sinkInto,
  writeManifest,
} from './folder.ts';

const MESSAGES = {
  'year.unknown': ['No source tells of this academic year.', 'Read the journal of that year first.'],
  'year.not_over': ['The academic year is not over.', 'Close it after its last day.'],
  'year.already_closed': ['The academic year was closed before.', 'See `peremena year list`.'],
  'year.being_read': ['A source of the school is just being read.', 'Wait until the run has ended.'],
  'year.not_closed': ['The academic year is not closed.', 'Close it: peremena year close.'],
  'archive.one_folder': ['An archive needs two folders at least.', 'Give --to twice, on two carriers.'],
  'archive.school_not_empty': [
    'The school holds records already.',
    'Restore into an installation without this school; --prove tries an archive without keeping anything.',
  ],
} as const;

const refusal = (code: keyof typeof MESSAGES, place: string): Diagnostic => ({
  code,
  place,
  message: MESSAGES[code][0],
  hint: MESSAGES[code][1],
});

/** Which year of which school. */
export interface YearAsked {
  readonly school: School;
  /** The calendar year in which it begins. */
  readonly year: number;
}

const placeOf = ({ school, year }: YearAsked): string => `${school.schoolId} ${year}`;

/** Closes a year that is over. From then on its digest tells whether anything was changed, and no run reads it again. */
export async function close(
  store: Store,
  asked: YearAsked,
  closer: Closer,
): Promise<Result<ClosedYear, Diagnostic>> {
  const { school, year } = asked;
  const days = await yearDays(store, school.schoolId, year);
  if (!days) return err(refusal('year.unknown', placeOf(asked)));
  if (dayIn(closer.at, school.timeZone) <= days.to) return err(refusal('year.not_over', placeOf(asked)));
  const closed = await closeYear(store, { schoolId: school.schoolId, year, ...days }, closer);
  if (closed.ok) return closed;
  return err(refusal(closed.error === 'running' ? 'year.being_read' : 'year.already_closed', placeOf(asked)));
}

/** What an examination of a closed year found. */
export interface YearReport {
  readonly closed: ClosedYear;
  /** Parts that the database holds otherwise than when the year was closed. */
  readonly changed: readonly ChangedPart[];
  readonly archives: readonly ArchiveReport[];
}

/** What an examination of one archive found. */
export interface ArchiveReport {
  readonly folder: string;
  /** Files that are not as they were written; empty: all are. */
  readonly broken: readonly string[];
  /** Whether it is an archive of this year as it was closed. */
  readonly isOfThisYear: boolean;
}

async function reportOn(folder: string, closed: ClosedYear): Promise<Result<ArchiveReport, Diagnostic>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const { schoolId, year, digest } = manifest.value;
  const isOfThisYear = schoolId === closed.schoolId && year === closed.year && digest === closed.digest;
  return ok({ folder, isOfThisYear, broken: await brokenFiles(folder, manifest.value) });
}

/** Holds a closed year against its digest, and archives of it against what they say of themselves. */
export async function verify(
  store: Store,
  asked: YearAsked,
  folders: readonly string[],
): Promise<Result<YearReport, Diagnostic>> {
  const closed = await findClosedYear(store, asked.school.schoolId, asked.year);
  if (!closed) return err(refusal('year.not_closed', placeOf(asked)));
  const archives: ArchiveReport[] = [];
  for (const folder of folders) {
    const report = await reportOn(folder, closed);
    if (!report.ok) return report;
    archives.push(report.value);
  }
  return ok({ closed, changed: await verifyYear(store, closed), archives });
}

/** An archive that was written. */
export interface Exported {
  readonly manifest: Manifest;
  readonly folders: readonly string[];
  /** The folders lie on one carrier; the act asks for two, in different rooms. */
  readonly isOneCarrier: boolean;
}

function manifestOf(
  { school, year }: YearAsked,
  closed: ClosedYear,
  parts: Manifest['parts'],
  now: Date,
): Manifest {
  const { schoolId, name, municipality, timeZone, weekDays } = school;
  return {
    format: 'peremena-year/1',
    schoolId,
    school: name,
    municipality,
    timeZone,
    weekDays,
    year,
    from: closed.from,
    to: closed.to,
    closedAt: closed.closedAt.toISOString(),
    digest: closed.digest,
    exportedAt: now.toISOString(),
    parts,
  };
}

/** Writes a closed year into two folders or more at once, and reads each back before it says that it is there. */
export async function exportYear(
  store: Store,
  asked: YearAsked,
  folders: readonly string[],
  now: Date,
): Promise<Result<Exported, Diagnostic>> {
  if (new Set(folders).size < 2) return err(refusal('archive.one_folder', '--to'));
  const closed = await findClosedYear(store, asked.school.schoolId, asked.year);
  if (!closed) return err(refusal('year.not_closed', placeOf(asked)));
  for (const folder of folders) {
    const trouble = await prepareFolder(folder);
    if (trouble) return err(trouble);
  }
  const parts = await readYearParts(store, closed, (name) => sinkInto(folders, name));
  const copied = parts.map(({ columns, ...part }) => ({ ...part, columns: [...columns] }));
  const manifest = manifestOf(asked, closed, copied, now);
  for (const folder of folders) {
    const [broken] = await brokenFiles(folder, manifest);
    if (broken !== undefined) throw new Error(`the archive was not written as it should be: ${broken}`);
    await writeManifest(folder, manifest);
  }
  return ok({ manifest, folders, isOneCarrier: await onOneCarrier(folders) });
}

async function sourceIn(
  folder: string,
): Promise<Result<ArchiveSource & { readonly manifest: Manifest }, Diagnostic>> {
  const read = await readManifest(folder);
  if (!read.ok) return read;
  const manifest = read.value;
  const [broken] = await brokenFiles(folder, manifest);
  if (broken !== undefined) {
    const message = 'The file is not as it was written, or is not there.';
    const hint = 'Take the other copy of the archive, and make a new one from it.';
    return err({ code: 'archive.not_whole', place: broken, message, hint });
  }
  const { schoolId, from, to, parts } = manifest;
  return ok({ manifest, year: { schoolId, from, to }, parts, lines: (name) => linesIn(folder, name) });
}

/** What a restored archive came to. */
export interface Restored {
  readonly manifest: Manifest;
  /** Parts that came out otherwise than they went in; always empty for an archive of ours. */
  readonly wrong: readonly string[];
}

/** Proves an archive: restores it aside, reads it out again, compares, and keeps nothing. */
export async function prove(store: Store, folder: string): Promise<Result<Restored, Diagnostic>> {
  const source = await sourceIn(folder);
  if (!source.ok) return source;
  return ok({ manifest: source.value.manifest, wrong: await proveRestore(store, source.value) });
}

/** Restores an archive for good, into a school that holds nothing yet; proves it first. */
export async function restore(store: Store, folder: string): Promise<Result<Restored, Diagnostic>> {
  const source = await sourceIn(folder);
  if (!source.ok) return source;
  const { manifest } = source.value;
  const { schoolId, school: name, municipality, timeZone, weekDays } = manifest;
  if (!(await isEmptySchool(store, schoolId))) return err(refusal('archive.school_not_empty', schoolId));
  const wrong = await proveRestore(store, source.value);
  if (wrong.length > 0) return ok({ manifest, wrong });
  if (!(await getSchool(store, schoolId))) {
    await createSchool(store, { schoolId, name, municipality, timeZone, weekDays });
  }
  await restoreYear(store, source.value);
  return ok({ manifest, wrong });
}
