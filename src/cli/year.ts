import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import type { School } from '../model/school.ts';
import { listClosedYears } from '../store/archive/closed-years.ts';
import { getSchool } from '../store/schools.ts';
import {
  close,
  exportYear,
  prove,
  type Restored,
  restore,
  verify,
  type YearAsked,
  type YearReport,
} from '../sync/archive/years.ts';
import { CommandError, exitCodes } from './errors.ts';
import { ofSchool, schoolIdOf, wrongWord } from './registering.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface YearOptions {
  readonly school: string;
  readonly year: string;
}

function orThrow<T>(result: Result<T, Diagnostic>): T {
  if (result.ok) return result.value;
  throw new CommandError(result.error);
}

async function schoolOf(services: Services, given: string): Promise<School> {
  const school = await getSchool(services.store, await schoolIdOf(services, given));
  if (!school) throw new Error('a school that was just there is gone');
  return school;
}

async function askedBy(services: Services, { school, year }: YearOptions): Promise<YearAsked> {
  const [, first] = /^(20\d\d)(?:\/(?:20)?\d\d)?$/.exec(year) ?? [];
  if (first === undefined) {
    throw wrongWord('--year', 'It is no academic year.', 'Give the year in which it begins: --year 2025.');
  }
  return { school: await schoolOf(services, school), year: Number(first) };
}

const years = (year: number): string => `${year}/${year + 1}`;

function examined({ closed, changed, archives }: YearReport): string[] {
  const head = `${years(closed.year)}, closed ${closed.closedAt.toISOString()}: ${closed.digest}`;
  const parts = changed.map(
    ({ name, rowsThen, rowsNow }) => `✗ ${name}: ${rowsThen} rows then, ${rowsNow} now, not the same`,
  );
  const copies = archives.flatMap(({ folder, broken, isOfThisYear }) => [
    isOfThisYear && broken.length === 0
      ? `✓ ${folder}`
      : `✗ ${folder}${isOfThisYear ? '' : ': of another year'}`,
    ...broken.map((file) => `  not as it was written: ${file}`),
  ]);
  return [head, ...(parts.length === 0 ? ['✓ the database holds what it held'] : parts), ...copies];
}

const isWhole = ({ changed, archives }: YearReport): boolean =>
  changed.length === 0 && archives.every(({ broken, isOfThisYear }) => broken.length === 0 && isOfThisYear);

function restored(context: CommandContext, { manifest, wrong }: Restored, done: string): void {
  const rows = manifest.parts.reduce((sum, part) => sum + part.rows, 0);
  const lines =
    wrong.length === 0
      ? [`✓ ${years(manifest.year)}: ${rows} rows ${done}`]
      : wrong.map((name) => `✗ ${name}: came out otherwise than it went in`);
  context.output.result({ year: manifest.year, schoolId: manifest.schoolId, rows, wrong }, lines);
  if (wrong.length > 0) process.exitCode = exitCodes.failed;
}

const gather = (folder: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  resolve(folder),
];

const ofYear = (command: Command): Command =>
  ofSchool(command).requiredOption(
    '--year <year>',
    'the calendar year in which the academic year begins: 2025',
  );

function listAndClose(year: Command, context: CommandContext): void {
  ofSchool(year.command('list').description('the closed years of a school')).action((options: YearOptions) =>
    withServices(context, async (services) => {
      const { schoolId } = await schoolOf(services, options.school);
      const closed = await listClosedYears(services.store, schoolId);
      const lines = closed.map((one) => `${years(one.year)}  ${one.closedAt.toISOString()}  ${one.digest}`);
      context.output.result(closed, lines.length > 0 ? lines : ['No year is closed.']);
    }),
  );
  ofYear(
    year
      .command('close')
      .description('close a year that is over: its records are held to a digest, no run reads it again'),
  ).action((options: YearOptions) =>
    withServices(context, async (services) => {
      const closer = { by: 'cli', at: services.run.now() };
      const closed = orThrow(await close(services.store, await askedBy(services, options), closer));
      const rows = closed.parts.reduce((sum, part) => sum + part.rows, 0);
      const lines = [`${years(closed.year)} is closed: ${rows} rows`, closed.digest];
      context.output.result(closed, [...lines, 'Write the digest down elsewhere: it proves the year later.']);
    }),
  );
}

function verifyAndExport(year: Command, context: CommandContext): void {
  ofYear(year.command('verify').description('whether a closed year, and archives of it, are as they were'))
    .option('--archive <folder>', 'an archive to hold against it; may be given again', gather)
    .action((options: YearOptions & { readonly archive?: readonly string[] }) =>
      withServices(context, async (services) => {
        const asked = await askedBy(services, options);
        const report = orThrow(await verify(services.store, asked, options.archive ?? []));
        context.output.result(report, examined(report));
        if (!isWhole(report)) process.exitCode = exitCodes.failed;
      }),
    );
  ofYear(year.command('export').description('write a closed year into two folders at once'))
    .requiredOption('--to <folder>', 'an empty folder; give two, on two carriers', gather)
    .action((options: YearOptions & { readonly to: readonly string[] }) =>
      withServices(context, async (services) => {
        const asked = await askedBy(services, options);
        const { manifest, folders, isOneCarrier } = orThrow(
          await exportYear(services.store, asked, options.to, services.run.now()),
        );
        const warning = isOneCarrier
          ? ['Both folders lie on one carrier: take one of them to another room on a carrier of its own.']
          : [];
        context.output.result({ manifest, folders, isOneCarrier }, [
          ...folders.map((folder) => `✓ ${folder}`),
          ...warning,
        ]);
      }),
    );
}

/** Closed years and their archives. */
export function yearCommand(program: Command, context: CommandContext): void {
  const year = program.command('year').description('closing a school year, and its archives');
  listAndClose(year, context);
  verifyAndExport(year, context);
  year
    .command('restore')
    .description('restore an archive into an installation that has nothing of the school')
    .argument('<folder>', 'the archive')
    .option('--prove', 'only try it: restore aside, compare, keep nothing')
    .action((folder: string, options: { readonly prove?: true }) =>
      withServices(context, async ({ store }) => {
        const at = resolve(folder);
        if (options.prove)
          restored(context, orThrow(await prove(store, at)), 'came out as they went in; nothing is kept');
        else restored(context, orThrow(await restore(store, at)), 'restored');
      }),
    );
}
