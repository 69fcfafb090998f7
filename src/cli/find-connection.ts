import type { Adapter } from '../adapters/contract.ts';
import { type Connection, getConnection } from '../store/connections.ts';
import type { Store } from '../store/open.ts';
import { CommandError } from './errors.ts';

/** The connection that a person named. */
export async function findConnection(store: Store, name: string): Promise<Connection> {
  const connection = await getConnection(store, name);
  if (connection) return connection;
  throw new CommandError({
    code: 'cli.unknown_connection',
    place: name,
    message: 'There is no connection of this name.',
    hint: 'List them with: peremena connections list',
  });
}

/** The adapter of a system. */
export function findAdapter(adapters: readonly Adapter[], system: string): Adapter {
  const adapter = adapters.find((one) => one.system === system);
  if (adapter) return adapter;
  throw new CommandError({
    code: 'cli.invalid_argument',
    place: '--system',
    message: `There is no adapter for «${system}».`,
    hint: `Systems that can be read: ${adapters.map((one) => one.system).join(', ')}.`,
  });
}
