import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Act, actDigest } from '../sync/migrate/act/act.ts';
import { readAct, verifyAct } from '../sync/migrate/act/verify.ts';
import { makeAct as writtenAct } from '../sync/migrate/service/acts.ts';
import { CommandError } from './errors.ts';
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
  whichTransfer,
  withMapping,
} from './migrating.ts';
import { wrongWord } from './registering.ts';
import type { CommandContext } from './services.ts';

interface ActOptions extends EndsOptions {
  readonly out: string;
  readonly number?: string;
}

async function makeAct(context: CommandContext, ends: Ends, options: ActOptions): Promise<void> {
  const { services, connection } = ends;
  const transfer = await transferBetween(ends, options);
  const mapping = await settledMapping(options, transfer, ends);
  const number = options.number ?? transfer.transferId;
  const to = { mapping, number, folder: resolve(options.out), signal: context.signal };
  await noteStep(ends, transfer, 'act');
  const made = await writtenAct(services.migrations.deps, transfer, { source: connection, ...ends }, to);
  const { act, files, found } = granted(made);
  const digest = actDigest(act);
  context.output.result(
    { digest, files, differing: found.differing, surplus: found.surplus, totals: act.totals },
    [
      `act ${act.number}: ${digest}`,
      ...Object.values(files),
      found.differing === 0
        ? 'both sides agree'
        : `${found.differing} rows differ: they stand in the act as left`,
      ...found.surplus.map(({ entity, rows }) => `beside, in the target alone: ${rows} ${entity}`),
    ],
  );
}

interface VerifyOptions extends Omit<EndsOptions, 'from' | 'to'> {
  readonly from?: string;
  readonly to?: string;
}

/** Whether an act is of the transfer that a person named: of its ends, and of days that it moves. */
async function checkEnds(
  context: CommandContext,
  targets: Targets,
  { source, target, period }: Act,
  options: VerifyOptions,
): Promise<void> {
  const { from, to, school, year, term } = options;
  if (from === undefined && to === undefined && (school ?? year ?? term) === undefined) return;
  if (from === undefined || to === undefined) {
    throw wrongWord('--from, --to', 'Both are needed to find the transfer.', 'Or name the act alone.');
  }
  await betweenThem(context, targets, { ...options, from, to }, async (ends) => {
    const { fromDay, toDay } = await transferBetween(ends, { ...options, from, to });
    const place = ends.target.declaration.mapped ? ends.name : basename(ends.name);
    const isOfEnds = source.place === ends.connection.name && target.place === place;
    if (isOfEnds && fromDay <= period.from && period.to <= toDay) return;
    const about = `${source.place} → ${target.place}, ${period.from}…${period.to}`;
    throw wrongWord('act', `It is of another transfer: ${about}.`, 'Name the ends and days of this act.');
  });
}

async function verify(
  context: CommandContext,
  targets: Targets,
  path: string,
  options: VerifyOptions,
): Promise<void> {
  const act = granted(await readAct(path));
  await checkEnds(context, targets, act, options);
  const faults = await verifyAct(act, join(dirname(path), act.list.file));
  const [first] = faults;
  if (first) throw new CommandError(first);
  const document = { act: act.number, digest: actDigest(act), rows: act.list.rows };
  context.output.result(document, [
    `act ${act.number}: the list of ${act.list.rows} rows is the one it was made with`,
    document.digest,
  ]);
}

/** `migrate act` and `migrate verify`. */
export function actSubcommands(group: Command, context: CommandContext, targets: Targets): void {
  withMapping(betweenEnds(group.command('act')))
    .description('read both journals afresh, hold them against each other, and write the act')
    .option('--out <folder>', 'where its files go', 'act')
    .option('--number <number>', 'number of the act (that of the transfer)')
    .action((options: ActOptions) =>
      betweenThem(context, targets, options, (ends) => makeAct(context, ends, options)),
    );
  whichTransfer(
    group
      .command('verify')
      .description('prove that the kept list of rows belongs to an act')
      .argument('<act>', 'the act, as .json')
      .option('--from <connection>', 'also prove that it is of the transfer from here')
      .option('--to <connection>', 'to there'),
  ).action((path: string, options: VerifyOptions) => verify(context, targets, path, options));
}
