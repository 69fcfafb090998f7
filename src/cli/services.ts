import type { Adapter } from '../adapters/contract.ts';
import type { Serving } from '../api/serve.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import type { Store } from '../store/open.ts';
import type { ControlDeps } from '../sync/control/deps.ts';
import type { Migrations } from '../sync/migrate/service/migrations.ts';
import type { RunDeps } from '../sync/run.ts';
import type { Output } from './output.ts';

/** The open program, as commands need it. */
export interface Services {
  readonly store: Store;
  /** Seals vendor credentials. */
  readonly settingsKey: Buffer;
  readonly run: RunDeps;
  /** Moves journals to other systems. */
  readonly migrations: Migrations;
  /** Holds schools against what they keep to. */
  readonly control: ControlDeps;
  /** Sets the clock of the whole program, and it goes on from there: a demonstration's journals stand at a moment. */
  startClockAt(moment: Date): Promise<void>;
  /** Makes the API listen where the settings say. */
  listen(): Promise<Result<Serving, Diagnostic>>;
  /** An access token for a client of ours, without its secret. */
  tokenFor(clientId: string, scopes: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** What every command is given. */
export interface CommandContext {
  readonly adapters: readonly Adapter[];
  /**
   * Opens the program: starts or joins the database, brings it up to date. `alone`: refuses the embedded database of
   * another program that runs, for what must outlive it.
   */
  open(alone?: boolean): Promise<Services>;
  /** The folder of what the program keeps beside the database. */
  readonly home: string;
  readonly output: Output;
  /** Aborted when a person stops the program. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readText(file: string): Promise<string>;
}

/** Opens the program for the time of some work, and always closes it. */
export async function withServices<T>(
  context: CommandContext,
  work: (services: Services) => Promise<T>,
  alone = false,
): Promise<T> {
  const services = await context.open(alone);
  try {
    return await work(services);
  } catch (error) {
    // What a command met may be the database's end: then that is what the person is told.
    throw await services.store.explain(error);
  } finally {
    await services.close();
  }
}
