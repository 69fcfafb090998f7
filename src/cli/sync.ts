import type { Command } from 'commander';
import { type Day, isDay } from '../model/dates.ts';
import { entityNames } from '../model/entities.ts';
import { connectionSettings } from '../store/connections.ts';
import { type ControlReport, controlSchool } from '../sync/control/evaluate-school.ts';
import { type Counts, type RunCounts, totalOf } from '../sync/counts.ts';
import { type RunReport, runSync } from '../sync/run.ts';
import { CommandError, exitCodeOf, exitCodes } from './errors.ts';
import { findAdapter, findConnection } from './find-connection.ts';
import { table } from './output.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: true;
  readonly allowRemoval?: true;
  /** More is to be read before it makes sense to evaluate. */
  readonly unjudged?: true;
}

function dayOf(option: string, value: string | undefined): Day | null {
  if (value === undefined) return null;
  if (isDay(value)) return value;
  throw new CommandError({
    code: 'cli.invalid_argument',
    place: option,
    message: `«${value}» is not a calendar date.`,
    hint: 'Write it as YYYY-MM-DD, for example 2025-09-01.',
  });
}

const HEAD = ['entity', 'read', 'new', 'changed', 'unchanged', 'outranked', 'quarantined', 'gone'] as const;

const cells = (name: string, counts: Counts): (string | number)[] => [
  name,
  counts.read,
  counts.new,
  counts.changed,
  counts.unchanged,
  counts.outranked,
  counts.quarantined,
  counts.gone,
];

/** The counts of a run as a table, with their sum. */
export function countsTable(counts: RunCounts): string[] {
  const rows = entityNames.flatMap((name) => (counts[name] ? [cells(name, counts[name])] : []));
  return table(HEAD, [...rows, cells('total', totalOf(counts))]);
}

function told(report: SyncReport): string[] {
  const title = `run ${report.runId}: ${report.state}${report.dryRun ? ' (dry run: nothing was written)' : ''}`;
  const failure = report.error
    ? ['', `${report.error.code} at ${report.error.place}`, report.error.message, report.error.hint]
    : [];
  const { quarantined } = totalOf(report.counts);
  const look = quarantined > 0 ? ['', `Look at what was set aside: peremena quarantine ${report.runId}`] : [];
  return [title, '', ...countsTable(report.counts), ...look, ...toldControl(report.control), ...failure];
}

/** A reading with what its evaluation found; null where nothing was evaluated. */
export type SyncReport = RunReport & { readonly control: ControlReport | null };

/** What was stored is held against the school's acts at once, also when the reading broke off behind a checkpoint. */
async function evaluated(context: CommandContext, services: Services, schoolId: string, report: RunReport) {
  const stored = report.state === 'succeeded' || report.state === 'stopped' || report.state === 'interrupted';
  const { dryRun, error } = report;
  if (!stored || dryRun || context.signal.aborted || error?.code.startsWith('store.')) return null;
  return controlSchool(services.control, { schoolId, now: services.run.now(), what: 'run' });
}

function toldControl(control: ControlReport | null): string[] {
  if (!control) return [];
  const { opened, changed, mended, units } = control;
  return ['', `findings: ${opened} new, ${changed} changed, ${mended} mended (${units} units evaluated)`];
}

/** Runs one connection with a progress bar, and evaluates what it brought. */
export async function runConnection(
  context: CommandContext,
  services: Services,
  name: string,
  options: Options,
): Promise<SyncReport> {
  const { store, settingsKey } = services;
  const connection = await findConnection(store, name);
  const progress = context.output.progress(name);
  try {
    const report = await runSync(services.run, {
      connection,
      adapter: findAdapter(context.adapters, connection.system),
      settings: await connectionSettings(store, settingsKey, connection),
      from: dayOf('--from', options.from),
      to: dayOf('--to', options.to),
      dryRun: options.dryRun ?? false,
      allowRemoval: options.allowRemoval ?? false,
      signal: context.signal,
      onProgress: ({ done, total, counts }) =>
        progress.update(done, total, `${totalOf(counts).read} records`),
    });
    const control = options.unjudged ? null : await evaluated(context, services, connection.schoolId, report);
    return { ...report, control };
  } finally {
    progress.end();
  }
}

export const syncCommand = (program: Command, context: CommandContext): Command =>
  program
    .command('sync')
    .description('read a connection into the store')
    .argument('<connection>', 'name of the connection')
    .option('--from <day>', 'first day to read, YYYY-MM-DD (the start of the academic year)')
    .option('--to <day>', 'last day to read, YYYY-MM-DD (the end of the academic year)')
    .option('--dry-run', 'only say what would change')
    .option('--allow-removal', 'remove rows even beyond the guard against mass deletion')
    .action((name: string, options: Options) =>
      withServices(context, async (services) => {
        const report = await runConnection(context, services, name, options);
        context.output.result(report, told(report));
        process.exitCode = report.error ? exitCodeOf(report.error) : exitCodes.done;
      }),
    );
