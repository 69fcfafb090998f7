import type { Day } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EntityName, Fields } from '../model/entities.ts';
import type { Observed } from '../model/observation.ts';
import type { AdapterContext, AdapterSession } from './contract.ts';

/**
 * A row to be put into another system, in the words of the canonical model; references in `data` hold the target's
 * own keys already. `ourId` is our id of the source's row: the key that the write carries, so that putting the same
 * row twice is putting it once.
 */
export interface TargetRecord<N extends EntityName = EntityName> {
  readonly entity: N;
  readonly ourId: string;
  readonly data: Fields<N>;
  /** The target's key of an earlier write of the same row: then it is changed, not added. */
  readonly targetKey: string | null;
}

/** What became of one {@link TargetRecord}, in the order given. */
export type WriteOutcome =
  | { readonly ok: true; readonly targetKey: string }
  /** `lasting`: trying again will not help (an edit window, a missing right); else the run may try later. */
  | { readonly ok: false; readonly lasting: boolean; readonly diagnostic: Diagnostic };

/** What a system can be given, and what it cannot hold. */
export interface TargetDeclaration {
  /** Entities that it takes, referred-to before referring. Everything else must be there already (and mapped). */
  readonly takes: readonly EntityName[];
  /**
   * What it cannot hold, each with the reason in Russian: `entity`, `entity.field`, or single values of a field as
   * `entity.field=value`, where `*` stands for any text: `mark.value=.`, `lesson.kind=re*`.
   */
  readonly cannot: Readonly<Record<string, string>>;
  /** Whether what we wrote can be taken back. */
  readonly deletes: boolean;
  /** How many records to give at once. */
  readonly batch: number;
  /** Whether it has classes, people and subjects of its own that ours must be matched with. */
  readonly mapped: boolean;
}

/** The words that a system writes marks and attendance in. */
export interface TargetWords {
  /** Tops of its scales: 5 for marks from 1 to 5. */
  readonly scales: readonly number[];
  /** What its codes mean, `rawCode` being the code; of several of one meaning the one that is to be written. */
  readonly attendance: readonly Pick<Fields<'attendance'>, 'status' | 'reason' | 'rawCode'>[];
}

/** What was opened in a target to hold rows, beside the rows themselves: kept by whoever writes, through any end. */
export interface Openings {
  /** Notes one, as soon as the target has it. */
  note(targetKey: string): Promise<void>;
  /** Which of these were opened by us, and are there still as far as we know. */
  among(targetKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** It was taken away again. */
  forget(targetKey: string): Promise<void>;
}

/** What is handed over as one whole: of which school and days, and when the source was read. */
export interface Handover {
  readonly school: string;
  readonly municipality: string;
  readonly period: { readonly from: Day; readonly to: Day };
  /** As ISO 8601; null where no reading of the source is known. */
  readonly extractedAt: string | null;
}

/** An open session for writing. Failures of the whole session are thrown as `AdapterError`. */
export interface TargetSession {
  /** What the target has already, to be matched with ours: classes, groups, people, subjects, terms, work types. */
  catalogue(): AsyncIterable<{ readonly entity: EntityName; readonly records: readonly Observed[] }>;
  /** Its scales and codes, to be matched with ours. Left out where it writes whatever it is given. */
  words?(): Promise<TargetWords>;
  /** The oldest day that it still takes rows of an entity for; null when any. */
  oldestDay(entity: EntityName): Promise<Day | null>;
  write(records: readonly TargetRecord[]): Promise<readonly WriteOutcome[]>;
  /**
   * Looks for rows of which nobody knows whether an earlier write of them came through (its answer was lost, the
   * program died): the key under which each stands, null where it does not, in the order given. Left out where `write`
   * itself sees to it that the same row is never put twice.
   */
  find?(records: readonly TargetRecord[]): Promise<readonly (string | null)[]>;
  /**
   * The keys under which something that is not ours may stand where a new record would go, in the order given; nothing is
   * written for it. Left out where nobody but us writes there.
   */
  placesOf?(records: readonly TargetRecord[]): Promise<readonly (readonly string[])[]>;
  /** Where to note what is opened to hold rows; it goes with the last row that it held. */
  keepOpenings?(openings: Openings): void;
  /** Reads rows that we wrote back, by their keys; a key that is not there is left out. */
  readBack(entity: EntityName, targetKeys: readonly string[]): Promise<readonly Observed[]>;
  /**
   * Says that everything that is to be there is there, and what is to be gone is gone: what is handed over as one whole
   * is made whole now, and is not one before. Left out where every row stands for itself.
   */
  finish?(of?: Handover): Promise<void>;
  /** Takes rows back, children before parents; only where the declaration says `deletes`. */
  remove(entity: EntityName, targetKeys: readonly string[]): Promise<readonly WriteOutcome[]>;
  /** Reads the target whole, as any source: the reconciliation's own look. */
  readonly source: AdapterSession;
  close(): Promise<void>;
}

/** A system that a school can be moved to. */
export interface Target {
  readonly declaration: TargetDeclaration;
  /**
   * The same for one school, where its settings decide over what is held: never more that it cannot hold. Throws
   * `AdapterError` for settings that do not fit. Left out where settings change nothing.
   */
  declarationFor?(settings: unknown): TargetDeclaration;
  /** Opens for writing. Throws `AdapterError` where the account may not write. */
  open(settings: unknown, context: AdapterContext): Promise<TargetSession>;
}
