import type { Command } from 'commander';
import { listQuarantine } from '../store/quarantine.ts';
import { getRun, listRuns } from '../store/runs.ts';
import { type RunCounts, totalOf } from '../sync/counts.ts';
import { CommandError } from './errors.ts';
import { findConnection } from './find-connection.ts';
import { table } from './output.ts';
import { type CommandContext, withServices } from './services.ts';

/** The number behind `--limit`. */
export function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw new CommandError({
    code: 'cli.invalid_argument',
    place: '--limit',
    message: `«${text}» is not a number from 1 to 1000.`,
    hint: 'For example: --limit 50',
  });
}

const moment = (date: Date | null): string => date?.toISOString().slice(0, 19).replace('T', ' ') ?? '';

export const runsCommand = (program: Command, context: CommandContext): Command =>
  program
    .command('runs')
    .description('the log of runs, newest first')
    .option('--connection <name>', 'only of this connection')
    .option('--limit <n>', 'how many', '20')
    .action((options: { readonly connection?: string; readonly limit: string }) =>
      withServices(context, async ({ store }) => {
        const connection = options.connection ? await findConnection(store, options.connection) : null;
        const { items } = await listRuns(store, {
          limit: limitOf(options.limit),
          ...(connection ? { connectionId: connection.connectionId } : {}),
        });
        const rows = items.map((run) => {
          const total = totalOf((run.counts ?? {}) as RunCounts);
          const { read, changed, gone, quarantined } = total;
          const state = run.dryRun ? `${run.state} (dry)` : run.state;
          const error = run.error?.code ?? '';
          return [
            run.runId,
            run.source,
            state,
            moment(run.startedAt),
            read,
            total.new,
            changed,
            gone,
            quarantined,
            error,
          ];
        });
        context.output.result(
          items,
          table(
            [
              'run',
              'source',
              'state',
              'started (UTC)',
              'read',
              'new',
              'changed',
              'gone',
              'quarantined',
              'error',
            ],
            rows,
          ),
        );
      }),
    );

export const quarantineCommand = (program: Command, context: CommandContext): Command =>
  program
    .command('quarantine')
    .description('records that a run set aside: what is wrong, where, and what to do')
    .argument('<run>', 'number of the run')
    .option('--limit <n>', 'how many', '100')
    .action((runId: string, options: { readonly limit: string }) =>
      withServices(context, async ({ store }) => {
        if (!(await getRun(store, runId))) {
          throw new CommandError({
            code: 'cli.invalid_argument',
            place: '<run>',
            message: 'There is no run of this number.',
            hint: 'List them with: peremena runs',
          });
        }
        const { items, next } = await listQuarantine(store, { runId, limit: limitOf(options.limit) });
        const rows = items.map(({ entity, diagnostic: { code, place, message, hint } }) => [
          entity,
          code,
          place,
          `${message} ${hint}`,
        ]);
        const more = next === null ? [] : ['', 'There is more: give a larger --limit.'];
        context.output.result(items, [...table(['entity', 'code', 'place', 'what to do'], rows), ...more]);
      }),
    );
