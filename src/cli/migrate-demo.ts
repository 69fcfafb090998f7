import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { AdapterError } from '../adapters/errors.ts';
import { dayIn } from '../model/dates.ts';
import { type Connection, getConnection } from '../store/connections.ts';
import { findTransfer } from '../store/transfer/transfers.ts';
import type { MappingLine } from '../sync/migrate/mapping/types.ts';
import { CommandError } from './errors.ts';
import { readMappingFile, writeMappingFile } from './mapping-file.ts';
import { type CommandContext, type Services, withServices } from './services.ts';

/** What `start --demo` names as the next thing to try. */
export const DEMO_MIGRATION = 'npm run peremena -- migrate demo';

/** The ends of the demonstration's migration, as `start --demo` makes them. */
const FROM = 'school-1-staff';
const TO = 'school-1-portal';
const OPERATOR = 'ООО «Новый журнал»';

/** The last day of the second quarter: until then the school of the demonstration works in the old journal. */
const SWITCH_DAY = '2025-12-30';

/** One command of those that a person would type, with what it answered. */
interface Step {
  readonly command: readonly string[];
  readonly answer: unknown;
}

const notRunning = (): CommandError =>
  new CommandError({
    code: 'cli.no_demonstration',
    place: 'migrate demo',
    message: 'The demonstration does not run in this data folder.',
    hint: 'Type npm start in one terminal, wait for its address, and give this command in another, with the same PEREMENA_HOME.',
  });

/** The commands of a migration, over a program that is open already; what they answer is shown and kept. */
class Steps {
  readonly done: Step[] = [];
  readonly #context: CommandContext;
  readonly #services: Services;
  readonly #add: (program: Command, context: CommandContext) => void;

  constructor(
    context: CommandContext,
    services: Services,
    add: (program: Command, context: CommandContext) => void,
  ) {
    this.#context = context;
    this.#services = services;
    this.#add = add;
  }

  say(line: string): void {
    this.#context.output.note(['', line]);
  }

  /** Gives one command; null where it ended badly and has said so. */
  async take(...words: readonly string[]): Promise<Readonly<Record<string, unknown>> | null> {
    const command = ['migrate', ...words];
    const { output } = this.#context;
    output.note(['', `$ peremena ${command.map(quoted).join(' ')}`]);
    let answer: unknown = null;
    const result = (document: unknown, lines: readonly string[]) => {
      answer = document;
      output.note(['', ...lines]);
    };
    const context: CommandContext = {
      ...this.#context,
      output: { ...output, result },
      open: async () => ({ ...this.#services, close: async () => undefined }),
    };
    const program = new Command().exitOverride();
    this.#add(program, context);
    await program.parseAsync(command, { from: 'user' });
    this.done.push({ command, answer });
    const isBad = process.exitCode !== undefined && Number(process.exitCode) !== 0;
    return isBad ? null : (answer as Readonly<Record<string, unknown>>);
  }
}

const quoted = (word: string): string => (/^[\w./:-]+$/.test(word) ? word : `'${word}'`);

const left = (line: MappingLine): MappingLine =>
  line.how === 'question' ? { ...line, how: 'leave', targetKey: null, targetName: null } : line;

/** What is certain stands; what would be a question to a person is left out. Says how many those are. */
async function answer(path: string): Promise<number> {
  const read = await readMappingFile(path);
  if (!read?.ok) throw new Error('the mapping that was just made cannot be read');
  const { file } = read.value;
  const open = file.lines.filter(({ how }) => how === 'question').length;
  if (open > 0) await writeMappingFile(path, { ...file, lines: file.lines.map(left) });
  return open;
}

/** The number of the next act: an act that was made is never made again. */
function nextNumber(folder: string, transferId: string): string {
  for (let nth = 1; ; nth += 1) {
    const number = `${transferId}-${nth}`;
    if (!existsSync(join(folder, `act-${number}.json`))) return number;
  }
}

async function demoSource({ store }: Services): Promise<Connection> {
  const source = await getConnection(store, FROM);
  if (!source || !(await getConnection(store, TO))) throw notRunning();
  return source;
}

const lastDayOf = ({ run }: Services): string => {
  const today = dayIn(run.now(), 'Europe/Moscow');
  return today > SWITCH_DAY ? today : SWITCH_DAY;
};

async function moveAndProve(steps: Steps, services: Services, folder: string): Promise<void> {
  const { schoolId, source } = await demoSource(services);
  const mapping = join(folder, 'migration.xlsx');
  const earlier = await findTransfer(services.store, { schoolId, source, target: TO });
  // The answers to a transfer that is over are none to the next one.
  if (!earlier) await rm(mapping, { force: true });
  const ends = ['--from', FROM, '--to', TO];
  const plan = ['plan', ...ends, '--mapping', mapping];
  await steps.take(...plan, '--operator', OPERATOR, '--switch-day', lastDayOf(services));
  const open = await answer(mapping);
  if (open > 0) {
    steps.say(`${open} questions of the mapping were answered with «оставить»: nobody is here to ask.`);
    await steps.take(...plan);
  }
  if (!(await steps.take('run', ...ends, '--mapping', mapping))) return;
  const transfer = await findTransfer(services.store, { schoolId, source, target: TO });
  const number = nextNumber(folder, transfer?.transferId ?? '');
  const act = ['--out', folder, '--number', number];
  if (!(await steps.take('act', ...ends, '--mapping', mapping, ...act))) return;
  await steps.take('verify', join(folder, `act-${number}.json`));
}

async function demo(
  context: CommandContext,
  services: Services,
  add: (program: Command, context: CommandContext) => void,
): Promise<void> {
  const folder = join(context.home, 'migration');
  await mkdir(folder, { recursive: true });
  const steps = new Steps(context, services, add);
  try {
    await moveAndProve(steps, services, folder);
  } catch (error) {
    const code = error instanceof CommandError || error instanceof AdapterError ? error.diagnostic.code : '';
    throw code === 'adapter.unreachable' ? notRunning() : error;
  }
  const told = ['', `The act and the mapping: ${folder}`, 'What each step means: docs/guide-migration.md'];
  context.output.result({ folder, steps: steps.done }, told);
}

/** `migrate demo`: gives, one after the other, the commands of a whole migration of the demonstration's school. */
export function demoSubcommand(
  group: Command,
  context: CommandContext,
  add: (program: Command, context: CommandContext) => void,
): void {
  group
    .command('demo')
    .description('move a school of `start --demo`, which runs in another terminal, from plan to act')
    .action(() => withServices(context, (services) => demo(context, services, add)));
}
