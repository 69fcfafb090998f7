import { join } from 'node:path';
import type { Target } from '../../../adapters/target.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { type Connection, connectionSettings, listConnections } from '../../../store/connections.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import { type MigrationDeps, refusal } from './deps.ts';

/** Both ends of a migration. */
export interface MigrationEnds {
  readonly source: Connection;
  /** As the store calls the target. */
  readonly name: string;
  readonly system: string;
  readonly target: Target;
  readonly settings: unknown;
}

type Ended = Result<MigrationEnds, Diagnostic>;

/** What is moved to whom: names of connections of the school; `to` may be a target that needs none. */
export interface EndNames {
  readonly schoolId: string;
  readonly from: string;
  readonly to: string;
}

type Deps = Pick<MigrationDeps, 'store' | 'settingsKey' | 'targets' | 'folder'>;

async function connectionsOf({ store }: Deps, schoolId: string): Promise<readonly Connection[]> {
  const all = await listConnections(store);
  return all.filter((one) => one.schoolId === schoolId && one.disabledAt === null);
}

const unknownConnection = (place: string): Diagnostic =>
  refusal(
    'transfer.unknown_connection',
    place,
    'The school has no connection of this name in use.',
    'See: peremena connections list',
  );

const unknownTarget = (place: string, targets: Deps['targets']): Diagnostic =>
  refusal(
    'transfer.unknown_target',
    place,
    'Nothing can be moved there.',
    `Targets: ${Object.keys(targets).join(', ')}.`,
  );

/** A target of files: it stands in a folder and has nothing of its own. */
export function packEnd(
  { targets }: Pick<Deps, 'targets'>,
  source: Connection,
  to: string,
  folder: string,
): Ended {
  const target = targets[to];
  if (!target || target.declaration.mapped) return err(unknownTarget('to', targets));
  const settings = { folder, sourceSystem: source.source };
  return ok({ source, name: `${to}:${folder}`, system: to, target, settings });
}

/** A target that is reached as a source is. */
export async function connectionEnd(deps: Deps, source: Connection, to: Connection): Promise<Ended> {
  // Nothing of one school ever goes to another one's journal.
  if (to.schoolId !== source.schoolId) return err(unknownConnection('to'));
  const target = deps.targets[to.system];
  if (!target || to.connectionId === source.connectionId) return err(unknownTarget('to', deps.targets));
  const settings = await connectionSettings(deps.store, deps.settingsKey, to);
  return ok({ source, name: to.name, system: to.system, target, settings });
}

/** Whether a target needs no connection: files in a folder of ours. */
export const isPack = (targets: Deps['targets'], to: string): boolean =>
  Object.hasOwn(targets, to) && targets[to]?.declaration.mapped === false;

/** Finds both ends by their names, within one school. */
export async function endsBetween(deps: Deps, { schoolId, from, to }: EndNames): Promise<Ended> {
  const known = await connectionsOf(deps, schoolId);
  const source = known.find(({ name }) => name === from);
  if (!source) return err(unknownConnection('from'));
  // One pack a connection: its folder is ours to name.
  if (isPack(deps.targets, to))
    return packEnd(deps, source, to, join(deps.folder, schoolId, `${to}-${source.name}`));
  const target = known.find(({ name }) => name === to);
  return target ? connectionEnd(deps, source, target) : err(unknownConnection('to'));
}

/** `exchange-pack:/where/it/stands` as its two parts; null for the name of a connection. */
export function packOf(targets: Deps['targets'], name: string): { system: string; folder: string } | null {
  const cut = name.indexOf(':');
  const system = name.slice(0, Math.max(0, cut));
  return isPack(targets, system) ? { system, folder: name.slice(cut + 1) } : null;
}

/** Finds both ends of a migration that was begun before. */
export async function endsOf(deps: Deps, { schoolId, source, target }: Transfer): Promise<Ended> {
  const known = await connectionsOf(deps, schoolId);
  const from = known.filter((one) => one.source === source).sort((a, b) => b.rank - a.rank)[0];
  if (!from) return err(unknownConnection('from'));
  const pack = packOf(deps.targets, target);
  if (pack) return packEnd(deps, from, pack.system, pack.folder);
  const to = known.find(({ name }) => name === target);
  return to ? connectionEnd(deps, from, to) : err(unknownConnection('to'));
}

/** What the target of a migration says of itself; null where its connection is gone. */
export async function declarationOf(
  deps: Deps,
  { schoolId, target }: Transfer,
): Promise<Target['declaration'] | null> {
  const pack = packOf(deps.targets, target);
  const system =
    pack?.system ?? (await connectionsOf(deps, schoolId)).find(({ name }) => name === target)?.system;
  return (system === undefined ? null : deps.targets[system]?.declaration) ?? null;
}
