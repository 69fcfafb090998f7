import type { TargetSession } from '../../adapters/target.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { handoverOf } from '../../store/transfer/handover.ts';
import { openingsOf } from '../../store/transfer/openings.ts';
import { tallyTransfer, transferProgress } from '../../store/transfer/tallies.ts';
import { changeTransfer, getTransfer, whileAlone } from '../../store/transfer/transfers.ts';
import type { Transfer } from '../../store/transfer/types.ts';
import { declarationOf, type TransferDeps, type TransferTarget, withTarget } from './deps.ts';
import { settleDoubts } from './doubts.ts';
import { countEnds, type EndCounts } from './ends.ts';
import { busy, failureOf } from './failures.ts';
import { readBasis } from './ground.ts';
import { OPEN_QUESTION } from './inventory.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { ProgressMeter, type TransferProgress } from './progress.ts';
import { takeBackGone } from './take-back.ts';
import { writeEntity } from './write-entity.ts';

/** How to run a transfer. */
export interface TransferRun extends TransferTarget {
  readonly onProgress: (progress: TransferProgress) => void;
  readonly patience?: Patience;
}

/** How a run of a transfer ended: `paused` can be gone on with, `error` says why where nobody asked for it. */
export interface TransferReport {
  readonly transferId: string;
  readonly state: 'done' | 'paused';
  readonly counts: EndCounts;
  readonly error: Diagnostic | null;
}

const refusal = (
  { transferId }: Transfer,
  code: Diagnostic['code'],
  message: string,
  hint: string,
): Diagnostic => ({ code, place: `transfer/${transferId}`, message, hint });

/** Why a transfer may not be run as it stands; nothing has been written then. */
export async function checkRun(
  { store }: TransferDeps,
  transfer: Transfer,
  { mapping }: Pick<TransferTarget, 'mapping'>,
): Promise<Diagnostic | null> {
  if (transfer.state === 'rolled_back') {
    return refusal(transfer, 'transfer.rolled_back', 'This transfer was rolled back.', 'Begin a new one.');
  }
  if (transfer.plannedAt === null) {
    return refusal(transfer, 'transfer.not_planned', 'There is no whole plan of it.', 'Plan it first.');
  }
  if (transfer.mappingVersion !== mapping.version) {
    return refusal(
      transfer,
      'transfer.mapping_changed',
      'The plan was made with another mapping than the one that is given now.',
      'Plan it again with this mapping.',
    );
  }
  const asked = (await tallyTransfer(store, transfer)).filter(({ reason }) => reason === OPEN_QUESTION);
  if (asked.length === 0) return null;
  const rows = asked.reduce((sum, tally) => sum + tally.rows, 0);
  return refusal(
    transfer,
    'transfer.open_questions',
    `${rows} rows wait for an answer in the mapping.`,
    'Answer its questions, or say that these are to be left, and plan again.',
  );
}

async function writeAll(
  deps: TransferDeps,
  transfer: Transfer,
  run: TransferRun,
  session: TargetSession,
): Promise<'done' | 'paused'> {
  const declaration = declarationOf(run);
  session.keepOpenings?.(openingsOf(deps.store, transfer));
  const { ground } = await readBasis(deps, transfer, declaration, run.mapping, session);
  const meter = new ProgressMeter(await transferProgress(deps.store, transfer), deps.now, run.onProgress);
  const patience = run.patience ?? PATIENCE;
  const work = { deps, transfer, ground, session, meter, patience, signal: run.signal };
  for (const entity of declaration.takes) {
    if (!(await writeEntity(work, entity))) return 'paused';
  }
  await settleDoubts(work);
  if (!(await takeBackGone(work))) return 'paused';
  await session.finish?.(await handoverOf(deps.store, transfer));
  return 'done';
}

/** A failure pauses the transfer: what was written before is committed, and it can be gone on with. */
async function runAlone(
  deps: TransferDeps,
  transfer: Transfer,
  run: TransferRun,
): Promise<Omit<TransferReport, 'transferId' | 'counts'>> {
  const { store } = deps;
  await changeTransfer(store, transfer, { state: 'running', error: null });
  try {
    const state = await withTarget(deps, run, (session) => writeAll(deps, transfer, run, session));
    await changeTransfer(store, transfer, {
      state,
      finishedAt: state === 'done' ? deps.now() : null,
      ...(await transferProgress(store, transfer)),
    });
    return { state, error: null };
  } catch (error) {
    if (run.signal.aborted) return pauseWith(deps, transfer, null);
    return pauseWith(deps, transfer, await failureOf(store, error));
  }
}

async function pauseWith(deps: TransferDeps, transfer: Transfer, error: Diagnostic | null) {
  await changeTransfer(deps.store, transfer, { state: 'paused', error });
  return { state: 'paused' as const, error };
}

/**
 * Writes what the plan says: in batches, each noted before it is given and settled after it was read back, so that a
 * program killed anywhere goes on without writing anything twice. Refusals leave everything as it was.
 */
export async function runTransfer(
  deps: TransferDeps,
  transferId: string,
  run: TransferRun,
): Promise<Result<TransferReport, Diagnostic>> {
  const { store } = deps;
  const found = await getTransfer(store, transferId);
  if (!found) throw new Error('a transfer that was never begun');
  const alone = await whileAlone(store, found, async () => {
    const transfer = (await getTransfer(store, transferId)) ?? found;
    const wrong = await checkRun(deps, transfer, run);
    return wrong ? err(wrong) : ok(await runAlone(deps, transfer, run));
  });
  if (!alone) return err(busy(transferId));
  if (!alone.result.ok) return alone.result;
  const counts = countEnds(await tallyTransfer(store, found));
  deps.log('transfer.ended', { transferId, state: alone.result.value.state });
  return ok({ transferId, counts, ...alone.result.value });
}
