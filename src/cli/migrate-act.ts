import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { getSchool } from '../store/schools.ts';
import { actDigest } from '../sync/migrate/act/act.ts';
import { readAct, verifyAct } from '../sync/migrate/act/verify.ts';
import { writeAct } from '../sync/migrate/act/write.ts';
import { actGround, actLines } from '../sync/migrate/act-ground.ts';
import { reconcileTransfer } from '../sync/migrate/reconcile/reconcile.ts';
import { CommandError } from './errors.ts';
import { findAdapter } from './find-connection.ts';
import {
  betweenEnds,
  betweenThem,
  type Ends,
  type EndsOptions,
  granted,
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

const PACK_TITLE = 'Пакет обмена';

/** What the two sides are called by those who sign. */
function sidesOf(context: CommandContext, { connection, system, name }: Ends, number: string) {
  const title = (of: string) => findAdapter(context.adapters, of).title;
  const isPack = !context.adapters.some((adapter) => adapter.system === system);
  return {
    number,
    source: { title: title(connection.system), place: connection.name },
    target: { title: isPack ? PACK_TITLE : title(system), place: name },
  };
}

async function makeAct(context: CommandContext, ends: Ends, options: ActOptions): Promise<void> {
  const { services, target, settings, connection } = ends;
  const { store } = services;
  const transfer = await transferBetween(ends);
  const mapping = await settledMapping(options, transfer, ends);
  const where = { target, settings, mapping, signal: context.signal };
  const found = granted(await reconcileTransfer(services.run, transfer.transferId, where));
  const school = await getSchool(store, connection.schoolId);
  if (!school) throw new Error('a connection of a school that is not there');
  const sides = sidesOf(context, ends, options.number ?? transfer.transferId);
  const ground = await actGround(store, transfer, school, found, sides);
  const { act, files } = await writeAct(resolve(options.out), ground, actLines(store, transfer));
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
