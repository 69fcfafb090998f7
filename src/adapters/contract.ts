import type { z } from 'zod';
import type { Day } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EntityName } from '../model/entities.ts';
import type { Observed } from '../model/observation.ts';

/**
 * What one way of reading a system gives and does not give. `gaps` name what the source cannot tell, as
 * `entity` or `entity.field`, each with the reason in Russian, because a report's empty cell shows it.
 */
export interface ModeDeclaration {
  readonly mode: string;
  /** In plain Russian, for the person who connects a school. */
  readonly title: string;
  readonly gives: readonly EntityName[];
  readonly gaps: Readonly<Record<string, string>>;
  /** Of two sources that tell of the same student's marks, the one of higher rank is shown. 1…100. */
  readonly rank: number;
  /**
   * Who a person is, and what classes and subjects there are, several sources may tell: the one of higher
   * authority decides. 1…100. A family's diary is the richer diary (rank) and knows less of people.
   */
  readonly authority: number;
}

/** What the first look at a system found: shown before anything is read («проверить связь»). */
export interface ProbeReport {
  readonly version: string;
  readonly schoolName: string;
  readonly timeZone: string;
  readonly yearStart: Day;
  readonly yearEnd: Day;
  /** How many students the account can read; null where only reading everything would tell. */
  readonly students: number | null;
}

/** What to read. Days are inclusive and in the school's own calendar. */
export interface PullRequest {
  readonly from: Day;
  readonly to: Day;
  /** The cursor of the last committed checkpoint of an interrupted run, or null to read from the start. */
  readonly after: string | null;
}

/**
 * What a reading yields, in order. The consumer commits everything before a checkpoint in one transaction;
 * a reading that is asked to go on `after` that checkpoint's cursor yields what came behind it.
 *
 * - `records`: rows, referred-to before referring (students before their marks), any number a batch;
 * - `rejected`: one vendor record that could not be understood; it goes to quarantine, the reading goes on.
 *   `raw` is what the vendor sent, cut to what matters;
 * - `covered`: «within these bounds I have given every row of `entity`»: only this lets a row that is no
 *   longer there be marked deleted. `owner` is the vendor's key of the entity's owner reference (a student,
 *   a class), null for the whole school; `from`…`to` bound the entity's day, null where it has none. It
 *   stands between the same two checkpoints as the rows that it speaks of;
 * - `checkpoint`: a point to go on from; `done` of `total` for the progress bar.
 */
export type PullEvent =
  | { readonly kind: 'records'; readonly entity: EntityName; readonly records: readonly Observed[] }
  | {
      readonly kind: 'rejected';
      readonly entity: EntityName;
      readonly key: string | null;
      readonly diagnostic: Diagnostic;
      readonly raw: unknown;
    }
  | {
      readonly kind: 'covered';
      readonly entity: EntityName;
      readonly owner: string | null;
      readonly from: Day | null;
      readonly to: Day | null;
    }
  | { readonly kind: 'checkpoint'; readonly cursor: string; readonly done: number; readonly total: number };

/** An open session with a vendor's system. Failures are thrown as `AdapterError`. */
export interface AdapterSession {
  /** Looks without reading marks. */
  probe(): Promise<ProbeReport>;
  /** Reads. Ends early, without a checkpoint, when the session's signal aborts. */
  pull(request: PullRequest): AsyncIterable<PullEvent>;
  /** Logs out, always; a failure to log out is logged, not thrown. */
  close(): Promise<void>;
}

/** What an adapter is given beside its settings: nothing of ours is reached for from inside. */
export interface AdapterContext {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Waits; passed in so that tests need not. Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Events worth a log line. Fields carry no personal data. */
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;
}

/** One kind of vendor system. `settings` marks its secret fields with `.meta({ secret: true })`. */
export interface Adapter<Settings extends z.ZodType = z.ZodType> {
  readonly system: string;
  readonly title: string;
  readonly settings: Settings;
  readonly modes: readonly ModeDeclaration[];
  /** Which of the modes these settings choose. */
  modeOf(settings: z.infer<Settings>): ModeDeclaration;
  /** Opens a session for one school: finds the version, logs in. */
  open(settings: z.infer<Settings>, context: AdapterContext): Promise<AdapterSession>;
}
