import type { Diagnostic } from '../model/diagnostic.ts';

/** What the exit code of a command says (docs/cli.md). */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  stopped: 3,
  vendor: 4,
  busy: 5,
  interrupted: 130,
} as const;

const BUSY = new Set([
  'store.home_in_use',
  'run.already_running',
  'transfer.already_running',
  'api.port_taken',
]);
const USAGE = new Set([
  'cli.usage',
  'adapter.settings_invalid',
  'cli.invalid_argument',
  'cli.unknown_connection',
]);

/** The exit code for a failure, by its code. */
export function exitCodeOf({ code }: Diagnostic): number {
  if (code === 'run.mass_removal') return exitCodes.stopped;
  if (code === 'adapter.cancelled') return exitCodes.interrupted;
  if (BUSY.has(code)) return exitCodes.busy;
  if (USAGE.has(code)) return exitCodes.usage;
  return code.startsWith('adapter.') ? exitCodes.vendor : exitCodes.failed;
}

/** A failure that a command ends with, told to the person who gave the command. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
