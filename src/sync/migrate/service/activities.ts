import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { TransferProgress } from '../progress.ts';

/** What can be under way in this program. */
export const activityKinds = ['plan', 'run', 'dry_run', 'reconcile', 'act', 'rollback'] as const;

/** See {@link activityKinds}. */
export type ActivityKind = (typeof activityKinds)[number];

/** One piece of work on a migration: under way while `endedAt` is null. */
export interface Activity {
  readonly transferId: string;
  readonly kind: ActivityKind;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Null as long as nothing can be said. */
  readonly progress: TransferProgress | null;
  /** Why it did not come to its end; null where it did, or is under way. */
  readonly error: Diagnostic | null;
}

/** What a piece of work is given. */
export interface ActivityHandle {
  readonly signal: AbortSignal;
  readonly progress: (progress: TransferProgress) => void;
}

/** Told of everything that becomes of a migration's work. */
export type Watcher = (activity: Activity) => void;

interface Deps {
  readonly now: () => Date;
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
}

/** Where it broke, without the message: that may hold a value of somebody's. */
function traceOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const trace = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const told = trace.slice(0, 8).map((line) => line.trim());
  return { kind: error.constructor.name, trace: told.join(' < ') };
}

const broken = (transferId: string): Diagnostic => ({
  code: 'transfer.broken',
  place: `transfer/${transferId}`,
  message: 'Something broke on our side.',
  hint: 'The log says where. What was written is kept; try again.',
});

interface Underway {
  readonly controller: AbortController;
  readonly transferId: string;
  readonly ended: Promise<void>;
}

/** The work on migrations in this program: at most one piece a school at a time. */
export class Activities {
  readonly #deps: Deps;
  readonly #underway = new Map<string, Underway>();
  readonly #last = new Map<string, Activity>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  #closed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What is under way, or was last, of a migration. */
  of(transferId: string): Activity | null {
    return this.#last.get(transferId) ?? null;
  }

  isBusy(schoolId: string): boolean {
    return this.#closed || this.#underway.has(schoolId);
  }

  /** Begins a piece of work; null where the school has one under way. The work gives back why it did not end well. */
  start(
    schoolId: string,
    transferId: string,
    kind: ActivityKind,
    work: (handle: ActivityHandle) => Promise<Diagnostic | null>,
  ): Activity | null {
    if (this.isBusy(schoolId)) return null;
    const controller = new AbortController();
    const begun = {
      transferId,
      kind,
      startedAt: this.#deps.now(),
      endedAt: null,
      progress: null,
      error: null,
    };
    this.#tell(begun);
    const ended = this.#follow(begun, work, controller.signal).finally(() => this.#underway.delete(schoolId));
    this.#underway.set(schoolId, { controller, transferId, ended });
    return begun;
  }

  /** Tells of everything that becomes of a migration's work from now on; what is given back ends it. */
  watch(transferId: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(transferId) ?? new Set();
    this.#watchers.set(transferId, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(transferId);
    };
  }

  /** When nothing of a school is under way any more. */
  async idle(schoolId: string): Promise<void> {
    await this.#underway.get(schoolId)?.ended;
  }

  /** Stops everything behind the next batch and waits for it; nothing is begun any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#underway.values()];
    for (const { controller } of all) controller.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #tell(activity: Activity): void {
    this.#last.set(activity.transferId, activity);
    for (const watcher of this.#watchers.get(activity.transferId) ?? []) watcher(activity);
  }

  async #follow(
    begun: Activity,
    work: (handle: ActivityHandle) => Promise<Diagnostic | null>,
    signal: AbortSignal,
  ): Promise<void> {
    let current = begun;
    const progress = (made: TransferProgress) => {
      current = { ...current, progress: made };
      this.#tell(current);
    };
    let error: Diagnostic | null;
    try {
      error = await work({ signal, progress });
    } catch (defect) {
      this.#deps.log('transfer.broken', { transferId: begun.transferId, ...traceOf(defect) });
      error = broken(begun.transferId);
    }
    this.#tell({ ...current, endedAt: this.#deps.now(), error });
  }
}
