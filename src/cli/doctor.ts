import type { Command } from 'commander';
import type { Diagnostic } from '../model/diagnostic.ts';
import { connectionSettings, listConnections } from '../store/connections.ts';
import { StoreError } from '../store/error.ts';
import { serverVersion } from '../store/open.ts';
import { exitCodes } from './errors.ts';
import { findAdapter } from './find-connection.ts';
import type { CommandContext, Services } from './services.ts';

interface Finding {
  readonly what: string;
  readonly diagnostic: Diagnostic | null;
}

const fine = (what: string): Finding => ({ what, diagnostic: null });

async function lookAtConnections(context: CommandContext, services: Services): Promise<Finding[]> {
  const connections = await listConnections(services.store);
  return Promise.all(
    connections.map(async (connection) => {
      const what = `settings of connection ${connection.name}`;
      try {
        const settings = await connectionSettings(services.store, services.settingsKey, connection);
        findAdapter(context.adapters, connection.system).settings.parse(settings);
        return fine(what);
      } catch (error) {
        if (error instanceof StoreError) return { what, diagnostic: error.diagnostic };
        const hint = 'Add the connection again with the right settings.';
        const message = 'The settings are not as the adapter needs them.';
        return {
          what,
          diagnostic: { code: 'adapter.settings_invalid', place: connection.name, message, hint },
        };
      }
    }),
  );
}

async function lookAtPort(services: Services): Promise<Finding> {
  const { guestOf } = services.store;
  // The port may well be that program's own, and is then as it should be.
  if (guestOf) return fine(`the port of the API: left to process ${guestOf.pid}, which works in this folder`);
  const served = await services.listen();
  if (!served.ok) return { what: 'the port of the API', diagnostic: served.error };
  const what = `the port of the API: ${served.value.port} is free`;
  await served.value.close();
  return fine(what);
}

async function lookAround(context: CommandContext): Promise<Finding[]> {
  let services: Services;
  try {
    services = await context.open();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [{ what: 'the database', diagnostic: error.diagnostic }];
  }
  try {
    return [
      fine(`Node.js ${process.version}`),
      fine(`PostgreSQL ${await serverVersion(services.store)}, tables up to date`),
      await lookAtPort(services),
      ...(await lookAtConnections(context, services)),
    ];
  } finally {
    await services.close();
  }
}

const told = ({ what, diagnostic }: Finding): string[] =>
  diagnostic
    ? [`✗ ${what}`, `    ${diagnostic.code}: ${diagnostic.message}`, `    ${diagnostic.hint}`]
    : [`✓ ${what}`];

/** Looks at everything that the program stands on. */
export const doctorCommand = (program: Command, context: CommandContext): Command =>
  program
    .command('doctor')
    .description('look at everything that the program stands on')
    .action(async () => {
      const findings = await lookAround(context);
      context.output.result(findings, findings.flatMap(told));
      if (findings.some(({ diagnostic }) => diagnostic)) process.exitCode = exitCodes.failed;
    });
