import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { Adapter } from './adapters/contract.ts';
import { targets } from './adapters/registry.ts';
import { createApp } from './api/app.ts';
import { makeTokens } from './api/auth/tokens.ts';
import type { ApiDeps } from './api/deps.ts';
import { serve } from './api/serve.ts';
import type { Services } from './cli/services.ts';
import { makeClock } from './clock.ts';
import type { Config } from './config.ts';
import { type Keys, openKeys } from './keys.ts';
import type { Logger } from './logger.ts';
import { kinds } from './rules/kinds/index.ts';
import { authenticateClient, findClient } from './store/clients.ts';
import { fileFailure } from './store/error.ts';
import { openStore, type Store } from './store/open.ts';
import { openReads, type ReadDatabase } from './store/read/database.ts';
import { checkDatabase, countMigrations } from './store/read/health.ts';
import { markInterrupted } from './store/runs.ts';
import type { ControlDeps } from './sync/control/deps.ts';
import type { Declared } from './sync/control/sources.ts';
import { Migrations } from './sync/migrate/service/migrations.ts';
import { Readings } from './sync/readings.ts';
import { readRegulations, regulationsFolder } from './sync/regulation-files.ts';
import type { RunDeps } from './sync/run.ts';
import { createPages } from './web/app.ts';

type Now = () => Date;

function runDeps(store: Store, logger: Logger, removalGuardShare: number, now: Now): RunDeps {
  return {
    store,
    now,
    sleep: async (ms, signal) => {
      await wait(ms, undefined, { signal });
    },
    log: (event, fields) => logger.info(event, fields),
    removalGuardShare,
  };
}

/** What a source cannot tell, by the declarations of its adapter. */
const gapsOf =
  (adapters: readonly Adapter[]) =>
  (source: string): Readonly<Record<string, string>> => {
    const [system, mode] = source.split('/');
    const declared = adapters.find((adapter) => adapter.system === system)?.modes;
    return declared?.find((declaration) => declaration.mode === mode)?.gaps ?? {};
  };

/** What a source tells, by the declarations of its adapter; of one that nobody knows any more, nothing. */
const declaredOf =
  (adapters: readonly Adapter[]) =>
  (source: string): Declared => {
    const [system, mode] = source.split('/');
    const modes = adapters.find((adapter) => adapter.system === system)?.modes;
    const declared = modes?.find((declaration) => declaration.mode === mode);
    return { gives: new Set(declared?.gives), gaps: declared?.gaps ?? {} };
  };

async function controlDeps(store: Store, logger: Logger, adapters: readonly Adapter[]): Promise<ControlDeps> {
  const library = await readRegulations(regulationsFolder, kinds);
  for (const { code, place } of library.faults) logger.warn('regulations.faulty', { code, place });
  const log: ControlDeps['log'] = (event, fields) => logger.info(event, fields);
  return { store, library, kinds, declaredOf: declaredOf(adapters), log };
}

interface ApiParts {
  readonly store: Store;
  readonly reads: ReadDatabase;
  readonly migrations: number;
  readonly keys: Keys;
  readonly logger: Logger;
  readonly adapters: readonly Adapter[];
  readonly control: ControlDeps;
  readonly moves: Migrations;
  readonly readings: Readings;
  readonly run: RunDeps;
  readonly version: string;
  readonly now: Now;
}

function makeApp({
  control,
  store,
  reads,
  migrations,
  moves,
  readings,
  run,
  keys,
  logger,
  adapters,
  version,
  now,
}: ApiParts) {
  const pages = createPages({
    store,
    database: reads,
    control,
    run,
    migrations: moves,
    readings,
    adapters,
    settingsKey: keys.settings,
    gapsOf: gapsOf(adapters),
    now,
    logger,
  });
  const deps: ApiDeps = {
    database: reads,
    store,
    regulations: control,
    migrations: moves,
    clients: {
      find: (clientId) => findClient(store, clientId),
      authenticate: (clientId, secret) => authenticateClient(store, clientId, secret),
    },
    signingKey: keys.token,
    now,
    logger,
    metrics: new Registry(),
    health: {
      check: () => checkDatabase(reads, migrations),
    },
    version,
    gapsOf: gapsOf(adapters),
  };
  return createApp(deps, pages);
}

/** Packs and acts that are asked for over HTTP stand beside the key: both hold what is nobody else's. */
function movesOf(run: RunDeps, keys: Keys, { home }: Config, adapters: readonly Adapter[]): Migrations {
  return new Migrations({
    ...run,
    settingsKey: keys.settings,
    targets,
    titleOf: (system) => adapters.find((adapter) => adapter.system === system)?.title ?? system,
    folder: join(home, 'migrations'),
  });
}

function keysAt(config: Config): Keys {
  try {
    return openKeys(config.home, config.key);
  } catch (error) {
    throw fileFailure(error, config.home);
  }
}

/** How far ahead of the true clock a moment is. */
const aheadOf = (moment: Date): number => moment.getTime() - Date.now();

/**
 * The one place where the program is put together: keys, database, API, adapters. Throws `StoreError` where
 * somebody must act before it can be opened. Another program's embedded database is joined, with that one's clock;
 * `alone` refuses it.
 */
export async function openServices(
  config: Config,
  logger: Logger,
  adapters: readonly Adapter[],
  version: string,
  alone = false,
): Promise<Services> {
  const keys = keysAt(config);
  const { now, startAt } = makeClock(() => new Date());
  const store = await openStore(config.databaseUrl === null ? config : { url: config.databaseUrl }, {
    alone,
  });
  if (store.guestOf) startAt(new Date(Date.now() + store.guestOf.aheadMs));
  const reads = openReads(store.url, {
    onIdleError: () => logger.warn('database.connection_lost', {}),
  });
  const migrations = await countMigrations(reads);
  const interrupted = await markInterrupted(store, now());
  if (interrupted > 0) logger.warn('runs.interrupted', { runs: interrupted });
  const control = await controlDeps(store, logger, adapters);
  const run = runDeps(store, logger, config.removalGuardShare, now);
  const moves = movesOf(run, keys, config, adapters);
  const readings = new Readings({ run, control, adapters, settingsKey: keys.settings });
  const app = makeApp({
    control,
    store,
    reads,
    migrations,
    moves,
    readings,
    run,
    keys,
    logger,
    adapters,
    version,
    now,
  });
  return {
    store,
    settingsKey: keys.settings,
    run,
    migrations: moves,
    startClockAt: async (moment) => {
      startAt(moment);
      await store.tellClock(aheadOf(moment));
    },
    control,
    listen: () => serve(app, config),
    tokenFor: (clientId, scopes) => makeTokens(keys.token, now).issue(clientId, scopes),
    close: async () => {
      await readings.close();
      await moves.close();
      await reads.close();
      await store.close();
    },
  };
}
