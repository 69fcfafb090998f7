import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { noteTransfer } from '../../../store/transfer/notes.ts';
import { askToPause, getTransfer, listTransfers } from '../../../store/transfer/transfers.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import type { TransferTarget } from '../deps.ts';
import { dryRunTransfer, type ForeseenRow } from '../dry-run.ts';
import { failureOf } from '../failures.ts';
import type { PlacedMapping } from '../mapping/placed.ts';
import type { MappingFile } from '../mapping/types.ts';
import { planTransfer } from '../plan.ts';
import { reconcileTransfer } from '../reconcile/reconcile.ts';
import type { Mapping } from '../resolve.ts';
import { rollbackTransfer } from '../rollback.ts';
import { checkRun, runTransfer } from '../run.ts';
import { Activities, type Activity, type ActivityHandle, type ActivityKind } from './activities.ts';
import { actFolder, makeAct, nextActNumber } from './acts.ts';
import { beginMigration, type PlanRequest } from './begin.ts';
import { type MigrationDeps, refusal } from './deps.ts';
import { type EndNames, endsBetween, endsOf, type MigrationEnds } from './ends.ts';
import { type Foreseen, ForeseenBook } from './foreseen.ts';
import {
  type AnswerTaken,
  answerLine,
  type MappingAnswer,
  mappingToPlan,
  mappingToRun,
  takeMapping,
} from './mapping.ts';

/** A migration with what is under way of it in this program, or was last. */
export interface MigrationView {
  readonly transfer: Transfer;
  readonly activity: Activity | null;
}

/** How to plan: see {@link PlanRequest}; `renew` makes the mapping anew, with the answers that still hold. */
export type Planning = PlanRequest & { readonly renew?: boolean | undefined };

type Told<T = MigrationView> = Promise<Result<T, Diagnostic>>;
type Work = (
  where: TransferTarget,
  handle: ActivityHandle,
  ends: MigrationEnds,
) => Promise<Diagnostic | null>;

const underway = (place: string): Diagnostic =>
  refusal(
    'transfer.already_running',
    place,
    'A migration of this school is being worked on.',
    'Wait until it ends, or pause it.',
  );

const errorOf = (result: Result<unknown, Diagnostic>): Diagnostic | null => (result.ok ? null : result.error);

/**
 * Moving journals as one service: whatever asks for it (command line, API, web) asks here. Long work runs in this
 * program, one piece a school at a time, and is watched; what is wrong with a request is told before it begins.
 */
export class Migrations {
  readonly deps: MigrationDeps;
  readonly #activities: Activities;
  readonly #foreseen = new Map<string, Foreseen>();

  constructor(deps: MigrationDeps) {
    this.deps = deps;
    this.#activities = new Activities(deps);
  }

  /** The migrations of a school, the newest first. */
  async list(schoolId: string): Promise<readonly MigrationView[]> {
    return (await listTransfers(this.deps.store, schoolId)).map((transfer) => this.#view(transfer));
  }

  /** A migration of a school, or null. */
  async find(schoolId: string, transferId: string): Promise<MigrationView | null> {
    const transfer = await getTransfer(this.deps.store, transferId);
    return transfer?.schoolId === schoolId ? this.#view(transfer) : null;
  }

  /** Begins a migration between two ends, or goes on with the one that there is, and plans it. */
  async plan(names: EndNames, planning: Planning, by: string): Told {
    if (this.#activities.isBusy(names.schoolId)) return err(underway('from'));
    const ends = await endsBetween(this.deps, names);
    return ends.ok ? this.#planBetween(ends.value, planning, by) : ends;
  }

  /** Plans a migration again: after answers, and for what the school has changed since. */
  async planAgain({ transfer }: MigrationView, planning: Planning, by: string): Told {
    if (this.#activities.isBusy(transfer.schoolId)) return err(underway(`transfer/${transfer.transferId}`));
    const ends = await endsOf(this.deps, transfer);
    if (!ends.ok) return ends;
    if (transfer.state === 'rolled_back') {
      const hint = 'Begin a new one.';
      return err(refusal('transfer.rolled_back', 'migrationId', 'This transfer was rolled back.', hint));
    }
    return this.#planBetween(ends.value, planning, by, transfer);
  }

  /** Writes what the plan says, or goes on with it. */
  async run({ transfer }: MigrationView, by: string): Told {
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped;
    const wrong = await checkRun(this.deps, transfer, mapped.value);
    if (wrong) return err(wrong);
    const work: Work = async (where, { progress }) => {
      const report = await runTransfer(this.deps, transfer.transferId, { ...where, onProgress: progress });
      return report.ok ? report.value.error : report.error;
    };
    return this.#begin(transfer, mapped.value, 'run', work, by);
  }

  /** Asks whoever runs a migration to stop behind the next batch; false where nobody does. */
  async pause({ transfer }: MigrationView, by: string): Promise<boolean> {
    const asked = await askToPause(this.deps.store, transfer);
    if (asked) await this.#note(transfer, 'pause', by);
    return asked;
  }

  /** Reads both journals afresh and holds them against each other. */
  async reconcile({ transfer }: MigrationView, by: string): Told {
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped;
    const work: Work = async (where) =>
      errorOf(await reconcileTransfer(this.deps, transfer.transferId, where));
    return this.#begin(transfer, mapped.value, 'reconcile', work, by);
  }

  /** The same, and writes an act of it. */
  async act({ transfer }: MigrationView, by: string): Told {
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped;
    const folder = actFolder(this.deps, transfer);
    const number = await nextActNumber(folder, transfer);
    const work: Work = async ({ mapping, signal }, _, ends) =>
      errorOf(await makeAct(this.deps, transfer, ends, { mapping, signal, folder, number }));
    return this.#begin(transfer, mapped.value, 'act', work, by, { number });
  }

  /** Takes back from the target what was written there. */
  async rollback({ transfer }: MigrationView, by: string): Told {
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped;
    const work: Work = async (where) =>
      errorOf(await rollbackTransfer(this.deps, transfer.transferId, where));
    return this.#begin(transfer, mapped.value, 'rollback', work, by);
  }

  /** Tells of every row what a run would make of it, page after page; nothing is written. */
  async dryRun(
    { transfer }: MigrationView,
    tell: (rows: readonly ForeseenRow[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Diagnostic | null> {
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped.error;
    let ended: (wrong: Diagnostic | null) => void = () => undefined;
    const end = new Promise<Diagnostic | null>((resolve) => {
      ended = resolve;
    });
    const begun = this.#activities.start(
      transfer.schoolId,
      transfer.transferId,
      'dry_run',
      async (handle) => {
        const both = AbortSignal.any([signal, handle.signal]);
        const where = { ...mapped.value, signal: both };
        try {
          return errorOf(await dryRunTransfer(this.deps, transfer.transferId, where, tell));
        } catch (error) {
          // Whoever asked has gone away: there is nobody to be told.
          if (signal.aborted) return null;
          throw error;
        }
      },
    );
    if (begun === null) return underway(`transfer/${transfer.transferId}`);
    const unwatch = this.#activities.watch(transfer.transferId, ({ endedAt, error }) => {
      if (endedAt !== null) ended(error);
    });
    return end.finally(unwatch);
  }

  /** Begins a dry run whose counts are kept, for who looks at them later; {@link foreseen} tells them. */
  async foresee({ transfer }: MigrationView): Told {
    const { schoolId, transferId } = transfer;
    const mapped = await this.#settled(transfer);
    if (!mapped.ok) return mapped;
    const wrong = await checkRun(this.deps, transfer, mapped.value);
    if (wrong) return err(wrong);
    const begun = this.#activities.start(schoolId, transferId, 'dry_run', async ({ signal }) => {
      const book = new ForeseenBook();
      const where = { ...mapped.value, signal };
      try {
        const told = await dryRunTransfer(this.deps, transferId, where, (rows) => book.add(rows));
        if (told.ok) this.#foreseen.set(transferId, book.told(this.deps.now(), transfer));
        return errorOf(told);
      } catch (error) {
        return failureOf(this.deps.store, error);
      }
    });
    return begun ? ok(this.#view(transfer)) : err(underway(`transfer/${transferId}`));
  }

  /** What the last {@link foresee} of a migration said since the program began; null where there was none. */
  foreseen(transferId: string): Foreseen | null {
    return this.#foreseen.get(transferId) ?? null;
  }

  /** See {@link takeMapping}. */
  async takeMapping({ transfer }: MigrationView, mapping: PlacedMapping, by: string) {
    const taken: Result<MappingFile, readonly Diagnostic[]> = await takeMapping(this.deps, transfer, mapping);
    if (taken.ok) await this.#note(transfer, 'mapping-taken', by);
    return taken;
  }

  /** See {@link answerLine}. */
  async answer({ transfer }: MigrationView, answer: MappingAnswer, by: string) {
    const taken: Result<AnswerTaken, readonly Diagnostic[]> = await answerLine(this.deps, transfer, answer);
    if (taken.ok) await this.#note(transfer, 'mapping-answered', by, { entity: answer.entity });
    return taken;
  }

  /** Tells of what becomes of a migration's work in this program from now on; what is given back ends it. */
  watch(transferId: string, watcher: (activity: Activity) => void): () => void {
    return this.#activities.watch(transferId, watcher);
  }

  /** When nothing of a school is under way in this program. */
  idle(schoolId: string): Promise<void> {
    return this.#activities.idle(schoolId);
  }

  /** Stops what is under way behind its next batch, and waits for it. */
  close(): Promise<void> {
    return this.#activities.close();
  }

  #view(transfer: Transfer): MigrationView {
    return { transfer, activity: this.#activities.of(transfer.transferId) };
  }

  async #planBetween(
    ends: MigrationEnds,
    { renew = false, ...request }: Planning,
    by: string,
    given?: Transfer,
  ): Told {
    const begun = await this.#beginBetween(ends, request, given);
    if (!begun.ok) return begun;
    const transfer = begun.value;
    const { target, settings } = ends;
    return this.#start(transfer, 'plan', by, {}, async ({ signal }) => {
      const mapping = await mappingToPlan(this.deps, transfer, ends, { renew, signal });
      if (!mapping.ok) return mapping.error;
      const where = { target, settings, mapping: mapping.value, signal };
      return errorOf(await planTransfer(this.deps, transfer.transferId, where));
    });
  }

  async #beginBetween(ends: MigrationEnds, request: PlanRequest, given?: Transfer): Told<Transfer> {
    try {
      return await beginMigration(this.deps, ends, request, given);
    } catch (error) {
      // The target's own settings may not be what it takes.
      return err(await failureOf(this.deps.store, error));
    }
  }

  async #settled(
    transfer: Transfer,
  ): Promise<Result<MigrationEnds & { readonly mapping: Mapping }, Diagnostic>> {
    if (this.#activities.isBusy(transfer.schoolId)) return err(underway(`transfer/${transfer.transferId}`));
    const ends = await endsOf(this.deps, transfer);
    if (!ends.ok) return ends;
    return ok({ ...ends.value, mapping: await mappingToRun(this.deps, transfer, ends.value) });
  }

  #begin(
    transfer: Transfer,
    ends: MigrationEnds & { readonly mapping: Mapping },
    kind: ActivityKind,
    work: Work,
    by: string,
    details: Readonly<Record<string, string>> = {},
  ): Told {
    const { target, settings, mapping } = ends;
    return this.#start(transfer, kind, by, details, (handle) =>
      work({ target, settings, mapping, signal: handle.signal }, handle, ends),
    );
  }

  async #start(
    transfer: Transfer,
    kind: ActivityKind,
    by: string,
    details: Readonly<Record<string, string>>,
    work: (handle: ActivityHandle) => Promise<Diagnostic | null>,
  ): Told {
    const { schoolId, transferId } = transfer;
    const begun = this.#activities.start(schoolId, transferId, kind, async (handle) => {
      // Who has it done is written down before anything is: a step without a name must not be.
      await this.#note(transfer, kind, by, details);
      try {
        return await work(handle);
      } catch (error) {
        return failureOf(this.deps.store, error);
      }
    });
    return begun ? ok(this.#view(transfer)) : err(underway(`transfer/${transferId}`));
  }

  #note(transfer: Transfer, step: string, by: string, details: Readonly<Record<string, string>> = {}) {
    const note = { action: `migration-${step}`, by, at: this.deps.now(), details };
    return noteTransfer(this.deps.store, transfer, note);
  }
}
