import type { Adapter, AdapterSession, ProbeReport, PullEvent } from '../adapters/contract.ts';
import { AdapterError } from '../adapters/errors.ts';
import { type Day, dayIn } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Connection } from '../store/connections.ts';
import { type Ingest, openIngest } from '../store/ingest.ts';
import type { Store } from '../store/open.ts';
import { checkRecord, type YearBounds } from './check-record.ts';
import { plus, type RunCounts } from './counts.ts';
import { guardRemoval } from './guard.ts';

/** What a run needs from outside itself. */
export interface RunDeps {
  readonly store: Store;
  readonly adapterOf: (system: string) => Adapter | undefined;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;
  /** See {@link guardRemoval}. */
  readonly removalGuardShare: number;
}

/** What to read, and how. Without days: the academic year that the source shows. */
export interface RunRequest {
  readonly connection: Connection;
  readonly from: Day | null;
  readonly to: Day | null;
  /** Only say what would change. */
  readonly dryRun: boolean;
  /** A person has looked: remove even more than the guard lets go. */
  readonly allowRemoval: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

export interface RunProgress {
  readonly done: number;
  readonly total: number;
  readonly counts: RunCounts;
}

/** How a run ended. `stopped`: the guard against mass deletion asks a person; all else is stored. */
export interface RunReport {
  readonly runId: string;
  readonly state: 'succeeded' | 'failed' | 'stopped' | 'interrupted';
  readonly dryRun: boolean;
  readonly counts: RunCounts;
  readonly error: Diagnostic | null;
}
