import type { Registry } from 'prom-client';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Store } from '../store/open.ts';
import type { ReadDatabase } from '../store/read/database.ts';
import type { ControlDeps } from '../sync/control/deps.ts';
import type { Migrations } from '../sync/migrate/service/migrations.ts';
import type { Attempts } from './auth/attempts.ts';
import type { FindCaller } from './auth/callers.ts';
import type { ClientBook } from './auth/clients.ts';
import type { Tokens } from './auth/tokens.ts';

/** What the API writes to a log: events and fields, none of them personal. */
export interface ApiLogger {
  error(event: string, fields: Readonly<Record<string, unknown>>): unknown;
  warn(event: string, fields: Readonly<Record<string, unknown>>): unknown;
  debug(event: string, fields: Readonly<Record<string, unknown>>): unknown;
}

/** Whether the program can serve, asked at every look at `/health/ready`. */
export interface Health {
  /** What is missing (no database, migrations not applied), or null when nothing is. */
  check(): Promise<Diagnostic | null>;
}

/** How much one request may take. */
export interface Limits {
  /** How long an answer may be in the making. */
  readonly answerMs: number;
  /** How large a body may be. */
  readonly bodyBytes: number;
}

/** See {@link Limits}. */
export const defaultLimits: Limits = { answerMs: 15_000, bodyBytes: 16_384 };

/** Everything that the API stands on, given from outside. */
export interface ApiDeps {
  /** The reading side of the store; see `openReads`. */
  readonly database: ReadDatabase;
  /** The writing side, for what people enter. */
  readonly store: Store;
  /** The acts that come with the program, and the kinds of rules that they may use. */
  readonly regulations: Pick<ControlDeps, 'library' | 'kinds'>;
  /** Moves of journals to other systems. */
  readonly migrations: Migrations;
  readonly clients: ClientBook;
  /** The secret that access tokens are signed with, at least 32 bytes. */
  readonly signingKey: Uint8Array;
  readonly now: () => Date;
  readonly logger: ApiLogger;
  readonly metrics: Registry;
  readonly health: Health;
  readonly version: string;
  /** What a source (`netschool/staff`) cannot tell, `entity` or `entity.field` → the reason in Russian. */
  readonly gapsOf: (source: string) => Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
}

/** What is made of {@link ApiDeps} once and used by the operations. */
export interface ApiServices extends ApiDeps {
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly findCaller: FindCaller;
  /** `gapsOf` as JSON text, made once a source; `{}` for no source. */
  readonly gapsJson: (source: string | null) => string;
  /** The OpenAPI document, as text. */
  readonly openApi: string;
}
