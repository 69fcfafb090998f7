import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { RunningSandbox, SandboxCard, SandboxSystem } from './simulator.ts';
import { SYSTEMS } from './systems.ts';

interface Flags {
  readonly profile?: string;
  readonly port: number;
  readonly seed: number;
  readonly students: number;
  readonly schools: number;
  readonly json?: true;
}

/** The command was used wrongly, or the place is taken. */
const USAGE_ERROR = 2;

const within =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
  };

function textOf(card: SandboxCard): string {
  const accounts = card.accounts.map(({ role, login, password, token }) => {
    const secret = token === undefined ? `password ${password ?? '-'}` : `session token ${token}`;
    return `  ${role.padEnd(9)} login ${login ?? '-'}  ${secret}`;
  });
  return [
    `Base URL: ${card.baseUrl}`,
    'Schools:',
    ...card.schools.map(({ id, name }) => `  ${id}  ${name}`),
    'Accounts:',
    ...accounts,
    ...(card.sampleWeek === undefined ? [] : [`A week with marks begins on ${card.sampleWeek}`]),
    'Press Ctrl-C to stop.',
  ].join('\n');
}

function failure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return 'the port is taken: choose another with --port, or leave it out';
  if (code === 'EACCES') return 'the port is not allowed for this user: choose one above 1023';
  return error instanceof Error ? error.message : String(error);
}

function fail(message: string): void {
  process.stderr.write(`sandbox: ${message}\n`);
  process.exitCode = USAGE_ERROR;
}

/** Stays until it is told to go; a second signal does not wait. */
function stayUntilSignal(running: RunningSandbox): void {
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function run(system: SandboxSystem, flags: Flags): Promise<void> {
  if (flags.profile !== undefined && !system.profiles.includes(flags.profile)) {
    fail(`unknown profile ${flags.profile}; there are ${system.profiles.join(', ')}`);
    return;
  }
  try {
    const running = await system.start({ ...flags, profile: flags.profile });
    stayUntilSignal(running);
    process.stdout.write(`${flags.json ? JSON.stringify(running.card) : textOf(running.card)}\n`);
  } catch (error) {
    fail(failure(error));
  }
}

function addSystem(program: Command, system: SandboxSystem): void {
  program
    .command(system.name)
    .description(`simulate ${system.title}`)
    .option('--profile <name>', `version: ${system.profiles.join(', ')}`)
    .option('--port <number>', 'port to listen on; 0 takes a free one', within(0, 65_535), 0)
    .option('--seed <number>', 'another number, another invented year', within(0, 2 ** 31 - 1), 1)
    .option('--students <number>', 'students in a school', within(20, 3000), 100)
    .option('--schools <number>', 'schools on the server', within(1, 150), 1)
    .option('--json', 'print one line of JSON')
    .action((flags: Flags) => run(system, flags));
}

function makeProgram(): Command {
  const program = new Command('sandbox');
  program.description('Simulated school systems to try any client against').exitOverride();
  for (const system of SYSTEMS) addSystem(program, system);
  for (const command of program.commands) command.exitOverride();
  return program;
}

try {
  await makeProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
}
