import type { Adapter, ProbeReport } from '../adapters/contract.ts';
import { AdapterError } from '../adapters/errors.ts';
import type { Day } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Connection, connectionSettings } from '../store/connections.ts';
import { StoreError } from '../store/error.ts';
import type { ControlDeps } from './control/deps.ts';
import { controlSchool } from './control/evaluate-school.ts';
import { type RunDeps, type RunReport, runSync } from './run.ts';

/** What readings that are asked for from afar stand on. */
export interface ReadingDeps {
  readonly run: RunDeps;
  readonly control: ControlDeps;
  readonly adapters: readonly Adapter[];
  /** Opens the settings of connections. */
  readonly settingsKey: Buffer;
}

/** What to read, and whether a person has decided that much may be removed. */
export interface ReadingRequest {
  readonly from: Day | null;
  readonly to: Day | null;
  readonly allowRemoval: boolean;
}

/** What a look at a source found, or why it could not look. */
export interface Probe {
  readonly at: Date;
  readonly found: Result<ProbeReport, Diagnostic>;
}

interface Underway {
  readonly controller: AbortController;
  runId: string | null;
  readonly ended: Promise<void>;
}

const PROBE_MS = 60_000;

const busy = (place: string): Diagnostic => ({
  code: 'run.already_running',
  place,
  message: 'This connection is being read.',
  hint: 'Wait until it ends, or stop it.',
});

const noAdapter = (place: string): Diagnostic => ({
  code: 'adapter.settings_invalid',
  place,
  message: 'No adapter reads this system.',
  hint: 'Add the connection again with a system that can be read.',
});

/** Readings of sources in this program: one at a time a connection, told of as they go on. */
export class Readings {
  readonly #deps: ReadingDeps;
  readonly #underway = new Map<string, Underway>();
  readonly #probes = new Map<string, Probe>();
  readonly #waiting = new Map<string, Set<() => void>>();
  #closed = false;

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
  }

  /** Whether this program reads the connection now. */
  isBusy({ connectionId }: Pick<Connection, 'connectionId'>): boolean {
    return this.#closed || this.#underway.has(connectionId);
  }

  /** Whether a run is under way in this program. */
  isHere(runId: string): boolean {
    return [...this.#underway.values()].some((one) => one.runId === runId);
  }

  /** Begins to read; gives back the number of the run. What keeps it from beginning is told. */
  async start(connection: Connection, request: ReadingRequest): Promise<Result<string, Diagnostic>> {
    if (this.isBusy(connection)) return err(busy(connection.name));
    const adapter = this.#adapterOf(connection);
    if (!adapter) return err(noAdapter(connection.name));
    const controller = new AbortController();
    let begun: (runId: string) => void = () => undefined;
    const begins = new Promise<string>((resolve) => {
      begun = resolve;
    });
    const work = this.#read(connection, adapter, request, controller.signal, (runId) => {
      underway.runId = runId;
      begun(runId);
    });
    const ended = work.then(
      () => undefined,
      () => undefined,
    );
    const underway: Underway = { controller, runId: null, ended };
    this.#underway.set(connection.connectionId, underway);
    void ended.then(() => {
      this.#underway.delete(connection.connectionId);
      if (underway.runId !== null) this.#tell(underway.runId);
    });
    // What fails before there is a run is the asker's to be told; later the run's own row says it.
    const failed = work.then((wrong) => wrong ?? null);
    const first = await Promise.race([begins, failed]);
    if (typeof first === 'string') {
      failed.catch((error: unknown) => this.#noteDefect(connection, error));
      return ok(first);
    }
    return err(first ?? busy(connection.name));
  }

  /** Stops a run behind its next checkpoint; false where this program does not read it. */
  stop(runId: string): boolean {
    const here = [...this.#underway.values()].find((one) => one.runId === runId);
    here?.controller.abort();
    return here !== undefined;
  }

  /** When something becomes of a run that is under way here. */
  changed(runId: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(runId) ?? new Set();
      this.#waiting.set(runId, waiting.add(resolve));
    });
  }

  /** When nothing of a connection is under way any more. */
  async idle({ connectionId }: Pick<Connection, 'connectionId'>): Promise<void> {
    await this.#underway.get(connectionId)?.ended;
  }

  /** Looks at a source without reading marks; what was found is kept until the next look. */
  async probe(connection: Connection): Promise<Probe> {
    const found = await this.#look(connection);
    const probe = { at: this.#deps.run.now(), found };
    this.#probes.set(connection.connectionId, probe);
    return probe;
  }

  /** What the last look at a source found since the program began; null where nobody looked. */
  lastProbe({ connectionId }: Pick<Connection, 'connectionId'>): Probe | null {
    return this.#probes.get(connectionId) ?? null;
  }

  /** Stops everything behind its next checkpoint and waits for it; nothing is begun any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#underway.values()];
    for (const { controller } of all) controller.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #adapterOf({ system }: Connection): Adapter | undefined {
    return this.#deps.adapters.find((adapter) => adapter.system === system);
  }

  #tell(runId: string): void {
    const waiting = this.#waiting.get(runId);
    this.#waiting.delete(runId);
    for (const resolve of waiting ?? []) resolve();
  }

  async #explained(error: unknown): Promise<Diagnostic> {
    if (error instanceof AdapterError) return error.diagnostic;
    const failure = await this.#deps.run.store.explain(error);
    if (failure instanceof StoreError) return failure.diagnostic;
    throw error;
  }

  #noteDefect({ name }: Connection, error: unknown): void {
    const kind = error instanceof Error ? error.constructor.name : typeof error;
    const trace = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 8).join(' < ') : '';
    this.#deps.run.log('run.broken', { connectionName: name, kind, trace });
  }

  /** Null where it came to an end that its run tells of. */
  async #read(
    connection: Connection,
    adapter: Adapter,
    request: ReadingRequest,
    signal: AbortSignal,
    begun: (runId: string) => void,
  ): Promise<Diagnostic | null> {
    const { run, settingsKey } = this.#deps;
    let runId: string | null = null;
    try {
      const settings = await connectionSettings(run.store, settingsKey, connection);
      const report = await runSync(run, {
        ...request,
        connection,
        adapter,
        settings,
        dryRun: false,
        signal,
        onBegun: (one) => {
          runId = one.runId;
          begun(one.runId);
        },
        onProgress: () => runId !== null && this.#tell(runId),
      });
      this.#tell(report.runId);
      await this.#judge(connection, report, signal);
      return null;
    } catch (error) {
      return this.#explained(error);
    }
  }

  /** What was stored is held against the school's acts at once, also when the reading broke off behind a checkpoint. */
  async #judge({ schoolId }: Connection, { state, error }: RunReport, signal: AbortSignal): Promise<void> {
    const isOurs = error?.code.startsWith('store.') ?? false;
    if (state === 'failed' || isOurs || signal.aborted) return;
    const { run, control } = this.#deps;
    await controlSchool(control, { schoolId, now: run.now(), what: 'run' });
  }

  async #look(connection: Connection): Promise<Result<ProbeReport, Diagnostic>> {
    const adapter = this.#adapterOf(connection);
    if (!adapter) return err(noAdapter(connection.name));
    const { run, settingsKey } = this.#deps;
    try {
      const raw = await connectionSettings(run.store, settingsKey, connection);
      const settings = adapter.settings.safeParse(raw);
      if (!settings.success) return err(noAdapter(connection.name));
      const { now, sleep, log } = run;
      const session = await adapter.open(settings.data, {
        signal: AbortSignal.timeout(PROBE_MS),
        now,
        sleep,
        log,
      });
      try {
        return ok(await session.probe());
      } finally {
        await session.close();
      }
    } catch (error) {
      return err(await this.#explained(error));
    }
  }
}
