import { Command, CommanderError } from 'commander';
import { AdapterError } from '../adapters/errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { StoreError } from '../store/error.ts';
import { auditCommand } from './audit.ts';
import { clientsCommand } from './clients.ts';
import { connectionsCommand } from './connections.ts';
import { consentsCommand } from './consents.ts';
import { controlCommand } from './control.ts';
import { doctorCommand } from './doctor.ts';
import { CommandError, exitCodeOf, exitCodes } from './errors.ts';
import { findingsCommand } from './findings.ts';
import { migrateCommand } from './migrate.ts';
import { peopleCommand } from './people.ts';
import { permitsCommand } from './permits.ts';
import { refusalsCommand } from './refusals.ts';
import { registerCommand } from './register.ts';
import { regulationsCommand } from './regulations.ts';
import { rollupsCommand } from './rollups.ts';
import { quarantineCommand, runsCommand } from './runs.ts';
import type { CommandContext } from './services.ts';
import { type OpenDemo, startCommand } from './start.ts';
import { syncCommand } from './sync.ts';
import { yearCommand } from './year.ts';

/** All commands. What is wrong is told once, by whoever runs the program. `--json` is read before the commands are made: it decides where they write. */
export function makeProgram(context: CommandContext, openDemo: OpenDemo, version: string): Command {
  const program = new Command('peremena')
    .description('integration middleware between school journals')
    .version(version)
    .option('--json', 'answer with one document in JSON')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 stopped by the guard against mass deletion,\n' +
        '4 the vendor side failed, 5 busy elsewhere, 130 interrupted.',
    );
  startCommand(program, context, openDemo);
  syncCommand(program, context);
  connectionsCommand(program, context);
  controlCommand(program, context);
  findingsCommand(program, context);
  runsCommand(program, context);
  quarantineCommand(program, context);
  clientsCommand(program, context);
  peopleCommand(program, context);
  consentsCommand(program, context);
  refusalsCommand(program, context);
  permitsCommand(program, context);
  registerCommand(program, context);
  migrateCommand(program, context);
  auditCommand(program, context);
  rollupsCommand(program, context);
  yearCommand(program, context);
  regulationsCommand(program, context);
  doctorCommand(program, context);
  for (const command of program.commands) inherit(command);
  return program;
}

/** `--json` may stand behind the command as well; a subcommand ends as the program does. */
function inherit(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .option('--json', 'answer with one document in JSON');
  for (const inner of command.commands) inherit(inner);
}

function diagnosticOf(error: unknown): Diagnostic | null {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { code: 'cli.usage', place: 'command line', message, hint: 'Add --help to see what there is.' };
  }
  const known = error instanceof CommandError || error instanceof AdapterError || error instanceof StoreError;
  return known ? error.diagnostic : null;
}

/** Runs what a person typed and gives the exit code; `tell` is told of expected failures. */
export async function runProgram(
  program: Command,
  words: readonly string[],
  tell: (diagnostic: Diagnostic) => void,
): Promise<number> {
  try {
    await program.parseAsync([...words], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const diagnostic = diagnosticOf(error);
    if (!diagnostic) throw error;
    tell(diagnostic);
    return exitCodeOf(diagnostic);
  }
}
