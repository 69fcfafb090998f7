import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { adapters } from './adapters/registry.ts';
import { exitCodes } from './cli/errors.ts';
import { makeProgram, runProgram } from './cli/program.ts';
import type { CommandContext } from './cli/services.ts';
import { terminal } from './cli/terminal.ts';
import { readConfig } from './config.ts';
import { openServices } from './context.ts';
import { makeLogger } from './logger.ts';
import type { Diagnostic } from './model/diagnostic.ts';

const versionOf = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

/** A person's wish to stop: the first is a request, the second ends the program where it stands. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(exitCodes.interrupted);
      process.stderr.write(`\n${name}: stopping; once more to stop at once.\n`);
      stop.abort();
    });
  }
  return stop.signal;
}

function tellFailure(json: boolean): (diagnostic: Diagnostic) => void {
  return (diagnostic) => {
    if (json) process.stdout.write(`${JSON.stringify({ error: diagnostic })}\n`);
    const { code, place, message, hint } = diagnostic;
    process.stderr.write(`${code} at ${place}\n${message}\n${hint}\n`);
  };
}

const wrongSettings = (faults: readonly string[]): Diagnostic => ({
  code: 'config.invalid',
  place: 'environment',
  message: `The settings in the environment are wrong: ${faults.join('; ')}`,
  hint: 'See .env.example for what each may be.',
});

const isDemonstration = (words: readonly string[]): boolean =>
  words.includes('--demo') || (words.includes('migrate') && words.includes('demo'));

/** Runs the program with a command line and gives its exit code (docs/cli.md). */
export async function main(words: readonly string[]): Promise<number> {
  // Mappings, acts, packs and archives name people: what is written is for whoever runs the program.
  process.umask(0o077);
  const json = words.includes('--json');
  const outcome = readConfig(process.env);
  if (!outcome.ok) {
    tellFailure(json)(wrongSettings(outcome.faults));
    return exitCodes.usage;
  }
  const { config } = outcome;
  const version = versionOf();
  // What a person watches is the progress; the log of a demonstration would only stand in its way.
  const logger = makeLogger(isDemonstration(words) ? 'warn' : config.logLevel);
  const context: CommandContext = {
    adapters,
    open: (alone) => openServices(config, logger, adapters, version, alone),
    home: config.home,
    output: terminal({ out: process.stdout, err: process.stderr }, json),
    signal: stopSignal(),
    now: () => new Date(),
    readText: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  };
  const { openDemo } = await import('./demo.ts');
  return runProgram(makeProgram(context, openDemo, version), words, tellFailure(json));
}
