import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Target } from '../adapters/target.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import { type Connection, connectionSettings } from '../store/connections.ts';
import { noteTransfer } from '../store/transfer/notes.ts';
import type { Transfer } from '../store/transfer/types.ts';
import { acceptMapping } from '../sync/migrate/mapping/check.ts';
import { refusedMapping } from '../sync/migrate/mapping/refused.ts';
import { type Mapping, mappingFrom, noMapping } from '../sync/migrate/resolve.ts';
import { pickTransfer } from '../sync/migrate/service/days.ts';
import { keptMapping } from '../sync/migrate/service/mapping.ts';
import { CommandError } from './errors.ts';
import { findConnection } from './find-connection.ts';
import { readMappingFile } from './mapping-file.ts';
import { wrongWord } from './registering.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

/** What every command about a transfer is told. */
export interface EndsOptions {
  readonly from: string;
  readonly to: string;
  readonly folder?: string;
  readonly school?: string;
  readonly year?: string;
  readonly term?: string;
  readonly mapping?: string;
}

/** The options that tell transfers between the same two ends apart. */
export const whichTransfer = (command: Command): Command =>
  command
    .option('--folder <folder>', 'where the files of an exchange pack are to stand')
    .option('--school <id>', 'id of the school, to be on the safe side')
    .option('--year <name>', 'the academic year that is moved, as the journal names it')
    .option(
      '--term <name>',
      'the term that is moved, as the journal names it; with --year that of this year',
    );

/** The options by which a transfer is named. */
export const betweenEnds = (command: Command): Command =>
  whichTransfer(
    command
      .requiredOption('--from <connection>', 'the journal that is left')
      .requiredOption('--to <connection>', 'the journal that is moved to, or exchange-pack'),
  );

/** The option of commands that need what was matched. */
export const withMapping = (command: Command): Command =>
  command.option('--mapping <file>', 'the mapping, .xlsx or .yaml (migration-<number>.xlsx)');

/** Both ends of a transfer. */
export interface Ends {
  readonly services: Services;
  readonly connection: Connection;
  /** As the store calls the target. */
  readonly name: string;
  readonly system: string;
  readonly target: Target;
  readonly settings: unknown;
}

/** Every system that a school can be moved to. */
export type Targets = Readonly<Record<string, Target>>;

const unknownTarget = (word: string, targets: Targets): CommandError =>
  wrongWord('--to', `Nothing can be moved to «${word}».`, `Targets: ${Object.keys(targets).join(', ')}.`);

function packEnd(source: Connection, { to, folder }: EndsOptions, targets: Targets) {
  const target = targets[to];
  if (!target) throw unknownTarget(to, targets);
  if (folder === undefined)
    throw wrongWord('--folder', 'It is not said where the pack goes.', 'Name a folder.');
  const whole = resolve(folder);
  const settings = { folder: whole, sourceSystem: source.source };
  return { name: `${to}:${whole}`, system: to, target, settings };
}

const otherSchool = (option: string, name: string): CommandError =>
  wrongWord(option, `«${name}» is not of this school.`, 'See: peremena connections list');

async function connectionEnd(services: Services, source: Connection, options: EndsOptions, targets: Targets) {
  const connection = await findConnection(services.store, options.to);
  // Nothing of one school ever goes to another one's journal.
  if (connection.schoolId !== source.schoolId) throw otherSchool('--to', options.to);
  const target = targets[connection.system];
  if (!target) throw unknownTarget(connection.system, targets);
  const settings = await connectionSettings(services.store, services.settingsKey, connection);
  return { name: connection.name, system: connection.system, target, settings };
}

/** Opens the program and finds both ends. */
export function betweenThem<T>(
  context: CommandContext,
  targets: Targets,
  options: EndsOptions,
  work: (ends: Ends) => Promise<T>,
): Promise<T> {
  return withServices(context, async (services) => {
    const connection = await findConnection(services.store, options.from);
    const { school } = options;
    if (school !== undefined && school !== connection.schoolId) throw otherSchool('--school', options.from);
    const isSystem = options.to in targets && targets[options.to]?.declaration.mapped === false;
    const end = isSystem
      ? packEnd(connection, options, targets)
      : await connectionEnd(services, connection, options, targets);
    return work({ services, connection, ...end });
  });
}

/** What was asked for wrongly is told in the words of the command line. */
export const wrongRequest = ({ place, message, hint }: Diagnostic): CommandError =>
  wrongWord(`--${place}`, message, hint);

/** The transfer between two ends: the newest, or the newest that moves the year or the term that is named. */
export async function transferBetween(
  { services, connection, name }: Ends,
  options: EndsOptions,
  rolledBackToo = false,
): Promise<Transfer> {
  const { schoolId, source } = connection;
  const picked = await pickTransfer(services.run, { schoolId, source, target: name }, options, rolledBackToo);
  if (!picked.ok) throw wrongRequest(picked.error);
  if (picked.value) return picked.value;
  throw wrongWord('--from, --to', 'No transfer between these two was planned.', 'peremena migrate plan');
}

/** Where the mapping of a transfer stands unless it is said. */
export const mappingPath = (options: EndsOptions, { transferId }: Transfer): string =>
  options.mapping ?? `migration-${transferId}.xlsx`;

/** The value of a result; its failure ends the command. */
export function granted<T>(result: Result<T, Diagnostic>): T {
  if (result.ok) return result.value;
  throw new CommandError(result.error);
}

/** A question that is open is the plan's to tell of: the run is refused by it all the same. */
const isFault = ({ code }: Diagnostic): boolean => code !== 'mapping.unanswered';

/** The mapping that a person has settled, held against what the last plan was made from; neither vendor is asked. */
export async function settledMapping(
  options: EndsOptions,
  transfer: Transfer,
  { services, target }: Pick<Ends, 'services' | 'target'>,
): Promise<Mapping> {
  if (!target.declaration.mapped) return noMapping;
  const path = mappingPath(options, transfer);
  const read = await readMappingFile(path);
  if (!read) throw wrongWord('--mapping', `There is no ${path}.`, 'peremena migrate plan makes it.');
  if (!read.ok) throw new CommandError(refusedMapping(read.error));
  const kept = await keptMapping(services.run, transfer);
  if (!kept) return mappingFrom(read.value.file);
  const accepted = acceptMapping(read.value, kept.ground);
  if (accepted.ok) return mappingFrom(accepted.value);
  const faults = accepted.error.filter(isFault);
  if (faults.length > 0) throw new CommandError(refusedMapping(faults));
  return mappingFrom(read.value.file);
}

/** Puts a step into the school's chain of who did what, before it is done. */
export const noteStep = (
  { services }: Pick<Ends, 'services'>,
  transfer: Transfer,
  step: 'plan' | 'run' | 'act' | 'rollback',
): Promise<void> => {
  const note = { action: `migration-${step}`, by: 'cli', at: services.run.now(), details: {} };
  return noteTransfer(services.store, transfer, note);
};
