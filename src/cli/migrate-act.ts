import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { actDigest } from '../sync/migrate/act/act.ts';
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
  withMapping,
} from './migrating.ts';
import type { CommandContext } from './services.ts';

interface ActOptions extends EndsOptions {
  readonly out: string;
  readonly number?: string;
}

async function makeAct(context: CommandContext, ends: Ends, options: ActOptions): Promise<void> {
  const { services, connection } = ends;
  const transfer = await transferBetween(ends);
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

async function verify(context: CommandContext, path: string): Promise<void> {
  const act = granted(await readAct(path));
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
  group
    .command('verify')
    .description('prove that the kept list of rows belongs to an act')
    .argument('<act>', 'the act, as .json')
    .action((path: string) => verify(context, path));
}
