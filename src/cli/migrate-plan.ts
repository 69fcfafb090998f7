import type { Command } from 'commander';
import { type Day, isDay } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { entityNames } from '../model/entities.ts';
import type { Transfer } from '../store/transfer/types.ts';
import { declarationOf, withTarget } from '../sync/migrate/deps.ts';
import type { Inventory } from '../sync/migrate/inventory.ts';
import { acceptMapping, otherYear } from '../sync/migrate/mapping/check.ts';
import type { MappingGround } from '../sync/migrate/mapping/ground.ts';
import { proposeMapping } from '../sync/migrate/mapping/propose.ts';
import { refusedMapping } from '../sync/migrate/mapping/refused.ts';
import { summaryOf } from '../sync/migrate/mapping/summary.ts';
import type { MappingFile } from '../sync/migrate/mapping/types.ts';
import { readMappingGround } from '../sync/migrate/mapping-ground.ts';
import { planTransfer } from '../sync/migrate/plan.ts';
import { type PolicyChoice, policyChoices, type TransferPolicy } from '../sync/migrate/policy.ts';
import { mappingFrom, noMapping } from '../sync/migrate/resolve.ts';
import { beginMigration } from '../sync/migrate/service/begin.ts';
import { settleMapping } from '../sync/migrate/service/mapping.ts';
import { CommandError } from './errors.ts';
import { readMappingFile, writeMappingFile } from './mapping-file.ts';
import {
  betweenEnds,
  betweenThem,
  type Ends,
  type EndsOptions,
  granted,
  mappingPath,
  noteStep,
  type Targets,
  withMapping,
  wrongRequest,
} from './migrating.ts';
import { table } from './output.ts';
import { wrongWord } from './registering.ts';
import type { CommandContext } from './services.ts';

interface PlanOptions extends EndsOptions {
  readonly operator?: string;
  readonly switchDay?: string;
  readonly policy?: readonly string[];
  readonly renew?: true;
}

function switchDayOf(text: string | undefined): Day | undefined {
  if (text === undefined || isDay(text)) return text;
  throw wrongWord('--switch-day', 'It is not a calendar date.', 'Write it as YYYY-MM-DD.');
}

const isChoice = (word: string): word is PolicyChoice => policyChoices.some((choice) => choice === word);

/** `mark.value=.=keep`: the choice stands behind the last sign. */
function policyOf(words: readonly string[]): TransferPolicy {
  const choices = words.map((word) => {
    const at = word.lastIndexOf('=');
    const choice = word.slice(at + 1);
    if (at > 0 && isChoice(choice)) return [word.slice(0, at), choice] as const;
    throw wrongWord(
      '--policy',
      `«${word}» is not a choice.`,
      `Write key=choice: ${policyChoices.join(', ')}.`,
    );
  });
  return Object.fromEntries(choices);
}

async function begin(ends: Ends, options: PlanOptions): Promise<Transfer> {
  const { operator, year, term } = options;
  const begun = await beginMigration(
    ends.services.run,
    { source: ends.connection, ...ends },
    {
      operator,
      year,
      term,
      switchDay: switchDayOf(options.switchDay),
      policy: policyOf(options.policy ?? []),
    },
  );
  if (begun.ok) return begun.value;
  const { error } = begun;
  throw error.code === 'transfer.policy_invalid' ? new CommandError(error) : wrongRequest(error);
}

const refused = (faults: readonly Diagnostic[]): CommandError => new CommandError(refusedMapping(faults));

/** Takes the file that a person has edited, or makes one for them. */
async function mappingAt(path: string, ground: MappingGround, renew: boolean): Promise<MappingFile> {
  const read = await readMappingFile(path);
  if (read && !read.ok) throw refused(read.error);
  if (read && !renew) {
    const accepted = acceptMapping(read.value, ground);
    if (!accepted.ok) throw refused(accepted.error);
    return accepted.value;
  }
  const wrong = otherYear(ground, path);
  if (wrong) throw new CommandError(wrong);
  const file = proposeMapping(ground, read?.value.file.lines);
  await writeMappingFile(path, file);
  return file;
}

async function mappingOf(ends: Ends, transfer: Transfer, options: PlanOptions, signal: AbortSignal) {
  const { services, target, system, settings } = ends;
  if (!target.declaration.mapped) return null;
  const where = { target, settings, mapping: noMapping, signal };
  const { now } = services.run;
  const declaration = declarationOf(where);
  const ground = await withTarget(services.run, where, (session) =>
    readMappingGround(services.store, transfer, { system, declaration }, session, now()),
  );
  const file = await mappingAt(mappingPath(options, transfer), ground, options.renew === true);
  await settleMapping(services.run, transfer, { file, ground });
  return file;
}

const HEAD = ['entity', 'rows', 'arrive', 'changed', 'held', 'left', 'gone'] as const;

const MAPPING_HEAD = ['mapped', 'lines', 'matched', 'open', 'left', 'held'] as const;

/** A school of a thousand may have hundreds without a consent: the list of them stands in the act. */
const MOST_HELD = 20;

function heldLines(held: Inventory['held']): string[] {
  if (held.length === 0) return [];
  const shown = held.slice(0, MOST_HELD).map((one) => [one.studentId, one.reason]);
  const more = held.length - shown.length;
  const lines = ['', ...table(['held back: student', 'reason'], shown)];
  return more > 0 ? [...lines, `and ${more} more students (all of them: --json)`] : lines;
}

/** How far the mapping is, and where the first questions stand. */
function mappingLines(file: MappingFile | null, path: string | null): string[] {
  if (file === null || path === null) return [];
  const counts = summaryOf(file);
  const open = counts.reduce((sum, { questions }) => sum + questions, 0);
  const rows = counts.map(({ entity, lines, matched, questions, left, held }) => [
    entity,
    lines,
    matched,
    questions,
    left,
    held,
  ]);
  return [
    '',
    ...table(MAPPING_HEAD, rows),
    '',
    `mapping: ${path}`,
    ...(open > 0 ? [`${open} questions are open: answer them there and plan again`] : []),
  ];
}

function told(
  { entities, reasons, held }: Inventory,
  file: MappingFile | null,
  path: string | null,
): string[] {
  const rows = entityNames.flatMap((name) => {
    const counts = entities[name];
    if (!counts) return [];
    return [[name, counts.rows, counts.arrive, counts.change, counts.hold, counts.leave, counts.gone]];
  });
  const why = Object.entries(reasons).map(([reason, count]) => [reason, count]);
  return [
    ...table(HEAD, rows),
    ...(why.length > 0 ? ['', ...table(['reason', 'rows'], why)] : []),
    ...heldLines(held),
    ...mappingLines(file, path),
  ];
}

/** `migrate plan`. */
export function planSubcommand(group: Command, context: CommandContext, targets: Targets): void {
  withMapping(betweenEnds(group.command('plan')))
    .description('say what becomes of every row; writes nothing to either journal')
    .option('--operator <name>', 'who gets the data, as consents name them')
    .option('--switch-day <day>', 'the last day that the school works in the old journal')
    .option(
      '--policy <key=choice...>',
      `what becomes of what the target cannot hold: ${policyChoices.join(', ')}`,
    )
    .option('--renew', 'make the mapping anew; answers about what is still there stay')
    .action((options: PlanOptions) =>
      betweenThem(context, targets, options, async (ends) => {
        const { services, target, settings } = ends;
        const transfer = await begin(ends, options);
        await noteStep(ends, transfer, 'plan');
        const file = await mappingOf(ends, transfer, options, context.signal);
        const mapping = file === null ? noMapping : mappingFrom(file);
        const where = { target, settings, mapping, signal: context.signal };
        const planned = granted(await planTransfer(services.run, transfer.transferId, where));
        const path = target.declaration.mapped ? mappingPath(options, transfer) : null;
        const { transferId, fromDay, toDay } = planned.transfer;
        const title = `transfer ${transferId}: planned, ${fromDay}…${toDay}`;
        const document = { ...planned, mapping: path, lines: file === null ? [] : summaryOf(file) };
        context.output.result(document, [title, '', ...told(planned.inventory, file, path)]);
      }),
    );
}
