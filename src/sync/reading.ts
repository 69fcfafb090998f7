import type { AdapterSession, PullEvent, PullRequest } from '../adapters/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Observed } from '../model/observation.ts';
import type { Ingest } from '../store/ingest.ts';
import { checkRecord, type YearBounds } from './check-record.ts';
import { plus, type RunCounts } from './counts.ts';

/** How far a run is. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
  readonly counts: RunCounts;
}

type RecordsEvent = Extract<PullEvent, { kind: 'records' }>;
type RejectedEvent = Extract<PullEvent, { kind: 'rejected' }>;
type CheckpointEvent = Extract<PullEvent, { kind: 'checkpoint' }>;

/** Puts what a session yields into the store, checkpoint by checkpoint, and counts what became of it. */
export class Reading {
  readonly #ingest: Ingest;
  readonly #year: YearBounds;
  readonly #onProgress: (progress: RunProgress) => void;
  #counts: RunCounts;

  constructor(
    ingest: Ingest,
    year: YearBounds,
    counts: RunCounts,
    onProgress: (progress: RunProgress) => void,
  ) {
    this.#ingest = ingest;
    this.#year = year;
    this.#counts = counts;
    this.#onProgress = onProgress;
  }

  /** As of the last checkpoint: what came after it is not stored, so it is not counted either. */
  get counts(): RunCounts {
    return this.#counts;
  }

  /** Reads to the end, or until the signal stops the session. */
  async follow(session: AdapterSession, request: PullRequest): Promise<void> {
    let pending = this.#counts;
    for await (const event of session.pull(request)) {
      if (event.kind === 'records') pending = await this.#records(event, pending);
      else if (event.kind === 'rejected') pending = await this.#rejected(event, pending);
      else if (event.kind === 'covered') {
        await this.#ingest.cover(event.entity, event.owner, event.from, event.to);
      } else pending = await this.#checkpoint(event, pending);
    }
  }

  async #records({ entity, records }: RecordsEvent, counts: RunCounts): Promise<RunCounts> {
    const wrong: { readonly record: Observed; readonly diagnostic: Diagnostic }[] = [];
    const good = records.filter((record) => {
      const diagnostic = checkRecord(entity, record, this.#year);
      if (diagnostic) wrong.push({ record, diagnostic });
      return diagnostic === null;
    });
    await this.#ingest.add(entity, good);
    await this.#ingest.quarantine(
      wrong.map(({ record, diagnostic }) => ({ entity, key: record.key, diagnostic, raw: record.data })),
    );
    return plus(counts, entity, { read: records.length, quarantined: wrong.length });
  }

  async #rejected({ entity, key, diagnostic, raw }: RejectedEvent, counts: RunCounts): Promise<RunCounts> {
    await this.#ingest.quarantine([{ entity, key, diagnostic, raw }]);
    return plus(counts, entity, { read: 1, quarantined: 1 });
  }

  async #checkpoint({ cursor, done, total }: CheckpointEvent, pending: RunCounts): Promise<RunCounts> {
    let counts = pending;
    for (const [entity, outcome] of await this.#ingest.settle()) {
      const { refused, added, ...sums } = outcome;
      counts = plus(counts, entity, { ...sums, new: added, quarantined: refused.length });
      await this.#ingest.quarantine(
        refused.map(({ record, diagnostic }) => ({ entity, key: record.key, diagnostic, raw: record.data })),
      );
    }
    await this.#ingest.checkpoint({ cursor, done, total, counts });
    this.#counts = counts;
    this.#onProgress({ done, total, counts });
    return counts;
  }
}
