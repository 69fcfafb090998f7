import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { getSchool } from '../../../store/schools.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import type { Act } from '../act/act.ts';
import { readAct } from '../act/verify.ts';
import { type ActFiles, actFiles, writeAct } from '../act/write.ts';
import { actGround, actLines } from '../act-ground.ts';
import { reconcileTransfer } from '../reconcile/reconcile.ts';
import type { Reconciliation } from '../reconcile/types.ts';
import type { Mapping } from '../resolve.ts';
import { type MigrationDeps, refusal } from './deps.ts';
import type { MigrationEnds } from './ends.ts';

/** Where the acts of a migration stand that were asked for from afar. */
export const actFolder = (
  { folder }: Pick<MigrationDeps, 'folder'>,
  { schoolId, transferId }: Transfer,
): string => join(folder, schoolId, `act-${transferId}`);

/** The numbers of a migration's acts, the oldest first: each is made once and stays. */
async function actNumbers(folder: string, transferId: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const shape = new RegExp(`^act-${transferId}-(\\d+)\\.json$`);
  const numbers = names.flatMap((name) => shape.exec(name)?.[1] ?? []).map(Number);
  return numbers.sort((left, right) => left - right);
}

/** The number of the act to be made next. */
export async function nextActNumber(folder: string, { transferId }: Transfer): Promise<string> {
  const last = (await actNumbers(folder, transferId)).at(-1) ?? 0;
  return `${transferId}-${last + 1}`;
}

/** An act as it is kept. */
export interface KeptAct {
  readonly act: Act;
  readonly files: ActFiles;
}

/** The last act of a migration. */
export async function lastAct(
  deps: Pick<MigrationDeps, 'folder'>,
  transfer: Transfer,
): Promise<Result<KeptAct, Diagnostic>> {
  const folder = actFolder(deps, transfer);
  const last = (await actNumbers(folder, transfer.transferId)).at(-1);
  if (last === undefined) {
    const hint = 'Have one made first.';
    return err(refusal('transfer.no_act', `transfer/${transfer.transferId}`, 'No act of it was made.', hint));
  }
  const files = actFiles(folder, `${transfer.transferId}-${last}`);
  const act = await readAct(files.json);
  return act.ok ? ok({ act: act.value, files }) : act;
}

const PACK_TITLE = 'Пакет обмена';

/** Reads both journals afresh, holds them against each other, and writes the act. */
export async function makeAct(
  deps: MigrationDeps,
  transfer: Transfer,
  ends: MigrationEnds,
  {
    mapping,
    signal,
    folder,
    number,
  }: {
    readonly mapping: Mapping;
    readonly signal: AbortSignal;
    readonly folder: string;
    readonly number: string;
  },
): Promise<Result<KeptAct & { readonly found: Reconciliation }, Diagnostic>> {
  const { source, target, settings, system, name } = ends;
  const found = await reconcileTransfer(deps, transfer.transferId, { target, settings, mapping, signal });
  if (!found.ok) return found;
  const school = await getSchool(deps.store, source.schoolId);
  if (!school) throw new Error('a connection of a school that is not there');
  const { mapped } = target.declaration;
  const sides = {
    number,
    source: { title: deps.titleOf(source.system), place: source.name },
    // Where a pack stands on our disk is nobody's business who signs.
    target: mapped
      ? { title: deps.titleOf(system), place: name }
      : { title: PACK_TITLE, place: basename(name) },
  };
  const ground = await actGround(deps.store, transfer, school, found.value, sides);
  const made = await writeAct(folder, ground, actLines(deps.store, transfer));
  return ok({ ...made, found: found.value });
}
