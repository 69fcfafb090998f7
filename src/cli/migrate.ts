import type { Command } from 'commander';
import { targets as known } from '../adapters/registry.ts';
import { entityNames } from '../model/entities.ts';
import { tallyTransfer } from '../store/transfer/tallies.ts';
import { askToPause } from '../store/transfer/transfers.ts';
import { dryRunTransfer, type ForeseenRow } from '../sync/migrate/dry-run.ts';
import { countEnds, type EndCounts } from '../sync/migrate/ends.ts';
import { rollbackTransfer } from '../sync/migrate/rollback.ts';
import { runTransfer } from '../sync/migrate/run.ts';
import { exitCodeOf, exitCodes } from './errors.ts';
import { actSubcommands } from './migrate-act.ts';
import { demoSubcommand } from './migrate-demo.ts';
import { planSubcommand } from './migrate-plan.ts';
import { writeStays } from './migrate-stays.ts';
import {
  betweenEnds,
  betweenThem,
  type Ends,
  type EndsOptions,
  granted,
  noteStep,
  settledMapping,
  type Targets,
  transferBetween,
  withMapping,
} from './migrating.ts';
import { table } from './output.ts';
import { wrongWord } from './registering.ts';
import type { CommandContext } from './services.ts';

const HEAD = ['entity', 'arrived', 'changed', 'held', 'left', 'waiting', 'gone'] as const;

/** How rows ended, as a table. */
const endsTable = (counts: EndCounts): string[] =>
  table(
    HEAD,
    entityNames.flatMap((name) => {
      const ends = counts[name];
      if (!ends) return [];
      return [[name, ends.arrived, ends.changed, ends.held, ends.left, ends.waiting, ends.gone]];
    }),
  );

interface RunOptions extends EndsOptions {
  readonly dryRun?: true;
}

const minutes = (ms: number | null): string => (ms === null ? '' : `${Math.ceil(ms / 60_000)} min left`);

async function run(context: CommandContext, ends: Ends, options: RunOptions): Promise<void> {
  const { services, target, settings, name } = ends;
  const transfer = await transferBetween(ends, options);
  const { transferId } = transfer;
  const mapping = await settledMapping(options, transfer, ends);
  await noteStep(ends, transfer, 'run');
  const progress = context.output.progress(name);
  try {
    const report = granted(
      await runTransfer(services.run, transferId, {
        target,
        settings,
        mapping,
        signal: context.signal,
        onProgress: ({ done, total, leftMs }) => progress.update(done, total, minutes(leftMs)),
      }),
    );
    const { error, state, counts } = report;
    const failure = error ? ['', `${error.code} at ${error.place}`, error.message, error.hint] : [];
    context.output.result(report, [`transfer ${transferId}: ${state}`, '', ...endsTable(counts), ...failure]);
    if (error) process.exitCode = exitCodeOf(error);
    else if (context.signal.aborted) process.exitCode = exitCodes.interrupted;
  } finally {
    progress.end();
  }
}

async function foresee(context: CommandContext, ends: Ends, options: RunOptions): Promise<void> {
  const { services, target, settings } = ends;
  const transfer = await transferBetween(ends, options);
  const mapping = await settledMapping(options, transfer, ends);
  const where = { target, settings, mapping, signal: context.signal };
  const counts = new Map<string, number>();
  const add = (rows: readonly ForeseenRow[]) => {
    for (const { entity, state, reason } of rows) {
      const key = JSON.stringify([entity, state, reason ?? '']);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  };
  granted(await dryRunTransfer(services.run, transfer.transferId, where, add));
  const rows = [...counts].map(([key, count]) => {
    const [entity = '', state = '', reason = ''] = JSON.parse(key) as string[];
    return { entity, state, reason, rows: count };
  });
  const lines = rows.map((row) => [row.entity, row.state, row.rows, row.reason]);
  const title = `transfer ${transfer.transferId}: dry run, nothing was written`;
  context.output.result(rows, [title, '', ...table(['entity', 'state', 'rows', 'reason'], lines)]);
}

function runSubcommands(group: Command, context: CommandContext, targets: Targets): void {
  for (const [word, what] of [
    ['run', 'write what the plan says; given again it goes on'],
    ['resume', 'the same as run: go on after a pause'],
  ] as const) {
    const command = withMapping(betweenEnds(group.command(word))).description(what);
    if (word === 'run') command.option('--dry-run', 'only say what would become of the rows');
    command.action((options: RunOptions) =>
      betweenThem(context, targets, options, (ends) =>
        options.dryRun ? foresee(context, ends, options) : run(context, ends, options),
      ),
    );
  }
}

function watchSubcommands(group: Command, context: CommandContext, targets: Targets): void {
  betweenEnds(group.command('status'))
    .description('how far a transfer is')
    .action((options: EndsOptions) =>
      betweenThem(context, targets, options, async (ends) => {
        const transfer = await transferBetween(ends, options, true);
        const { transferId, state, done, total, error } = transfer;
        const counts = countEnds(await tallyTransfer(ends.services.store, transfer));
        const failure = error ? ['', `${error.code} at ${error.place}`, error.message, error.hint] : [];
        const { fromDay, toDay } = transfer;
        const title = `transfer ${transferId}: ${state}, ${done} of ${total} rows, ${fromDay}…${toDay}`;
        context.output.result({ transfer, counts }, [title, '', ...endsTable(counts), ...failure]);
      }),
    );
  betweenEnds(group.command('pause'))
    .description('ask whoever runs a transfer to stop behind the next batch')
    .action((options: EndsOptions) =>
      betweenThem(context, targets, options, async (ends) => {
        const asked = await askToPause(ends.services.store, await transferBetween(ends, options));
        context.output.result({ asked }, [asked ? 'asked to pause' : 'it does not run']);
      }),
    );
}

interface RollbackOptions extends EndsOptions {
  readonly yes?: true;
  readonly out?: string;
}

function rollbackSubcommand(group: Command, context: CommandContext, targets: Targets): void {
  withMapping(betweenEnds(group.command('rollback')))
    .description('take back from the target what was written there')
    .option('--yes', 'a person has decided')
    .option('--out <file>', 'where the list of what stays in the target is written')
    .action((options: RollbackOptions) =>
      betweenThem(context, targets, options, async (ends) => {
        if (!options.yes) {
          throw wrongWord('--yes', 'This removes from the target all that was written.', 'Add --yes.');
        }
        const { services, target, settings } = ends;
        const transfer = await transferBetween(ends, options);
        const mapping = await settledMapping(options, transfer, ends);
        const where = { target, settings, mapping, signal: context.signal };
        await noteStep(ends, transfer, 'rollback');
        const report = granted(await rollbackTransfer(services.run, transfer.transferId, where));
        const { removed, stays } = report;
        const file = options.out ?? `migration-${transfer.transferId}-stays.ndjson`;
        const list = stays > 0 ? await writeStays(ends, transfer, file) : null;
        const told = list ? [...list.first, `all ${stays}: ${list.file}`] : [];
        context.output.result({ ...report, list: list?.file ?? null }, [
          `removed: ${removed}, still in the target: ${stays}`,
          ...told,
        ]);
        if (report.state !== 'rolled_back') process.exitCode = exitCodes.failed;
      }),
    );
}

/** `migrate`: moves a school's journal to another system. */
export function migrateCommand(program: Command, context: CommandContext, targets: Targets = known): void {
  const group = program.command('migrate').description('move a school’s journal to another system');
  planSubcommand(group, context, targets);
  runSubcommands(group, context, targets);
  watchSubcommands(group, context, targets);
  actSubcommands(group, context, targets);
  rollbackSubcommand(group, context, targets);
  demoSubcommand(group, context, (inner, quiet) => migrateCommand(inner, quiet, targets));
}
