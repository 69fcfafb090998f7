import type { Adapter } from '../adapters/contract.ts';
import type { Store } from '../store/open.ts';
import type { ReadDatabase } from '../store/read/database.ts';
import type { ControlDeps } from '../sync/control/deps.ts';
import type { Migrations } from '../sync/migrate/service/migrations.ts';
import type { Readings } from '../sync/readings.ts';
import type { RunDeps } from '../sync/run.ts';

/** What the pages write to a log: events and fields, none of them personal. */
export interface WebLogger {
  error(event: string, fields: Readonly<Record<string, unknown>>): unknown;
  info(event: string, fields: Readonly<Record<string, unknown>>): unknown;
}

/** Everything that the pages stand on, given from outside. */
export interface WebDeps {
  readonly store: Store;
  readonly database: ReadDatabase;
  readonly control: ControlDeps;
  readonly run: RunDeps;
  readonly migrations: Migrations;
  readonly readings: Readings;
  /** The systems that can be read. */
  readonly adapters: readonly Adapter[];
  /** The key that connections' settings are sealed with. */
  readonly settingsKey: Uint8Array;
  readonly gapsOf: (source: string) => Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly logger: WebLogger;
}
