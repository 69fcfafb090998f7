import type { TargetRecord, TargetSession, WriteOutcome } from '../../adapters/target.ts';
import type { EntityName, Fields } from '../../model/entities.ts';
import type { Settled } from '../../store/transfer/rows.ts';
import { differences } from './compare.ts';
import { isPassing } from './failures.ts';
import type { Judgement } from './judge.ts';
import type { Patience, Waiting } from './patience.ts';

/** A row to be written. */
export interface Writing {
  readonly entity: EntityName;
  readonly rowId: string;
  readonly judgement: Judgement;
  /** Of an earlier write. */
  readonly targetKey: string | null;
  /** Whether an earlier write of it was given and never answered. */
  readonly doubtful: boolean;
}

/** Which of these keys stand for other rows of ours already. */
export type Taken = (keys: readonly string[]) => Promise<readonly string[]>;

/** A row on its way. */
interface Underway {
  readonly row: Writing;
  key: string | null;
  doubtful: boolean;
  tries: number;
  rewrites: number;
}

/** A row in the words of the target, to be written under a key or as a new one. */
export function recordAt({ entity, rowId, judgement }: Writing, targetKey: string | null): TargetRecord {
  if (!judgement.data) throw new Error('a row without content was to be written');
  return { entity, ourId: rowId, data: judgement.data as Fields<EntityName>, targetKey };
}

const recordOf = ({ row, key }: Underway): TargetRecord => recordAt(row, key);

function settled({ row, key }: Underway, left: string | null): Settled {
  const { rowId, judgement } = row;
  const state = judgement.fate === 'change' ? 'changed' : 'arrived';
  return {
    rowId,
    fate: judgement.fate,
    state: left === null ? state : 'left',
    reason: left ?? judgement.reason,
    sourceHash: judgement.hash,
    writtenHash: left === null ? judgement.hash : null,
    targetKey: key,
  };
}

/** Writes one batch until each of its rows has come to an end: written and read back the same, or left. */
export class BatchWriting {
  readonly #session: TargetSession;
  readonly #entity: EntityName;
  readonly #patience: Patience;
  readonly #waiting: Waiting;
  readonly #taken: Taken;
  readonly #done: Settled[] = [];
  #pending: Underway[];

  constructor(
    session: TargetSession,
    entity: EntityName,
    rows: readonly Writing[],
    patience: Patience,
    waiting: Waiting,
    taken: Taken,
  ) {
    this.#taken = taken;
    this.#session = session;
    this.#entity = entity;
    this.#patience = patience;
    this.#waiting = waiting;
    this.#pending = rows.map((row) => ({
      row,
      key: row.targetKey,
      doubtful: row.doubtful,
      tries: 0,
      rewrites: 0,
    }));
  }

  /** Throws what ends the whole session; rows without an end stay as they are, in doubt. */
  async finish(): Promise<readonly Settled[]> {
    while (this.#pending.length > 0) {
      try {
        if (await this.#round()) this.#waiting.reset();
        else await this.#waiting.pause(null);
      } catch (error) {
        if (!isPassing(error) || this.#waiting.over) throw error;
        for (const one of this.#pending) one.doubtful = true;
        await this.#waiting.pause(error.retryAfterMs);
      }
    }
    return this.#done;
  }

  /** One go at everything that is pending; whether anything came through. */
  async #round(): Promise<boolean> {
    const before = this.#pending;
    const found = await this.#find(before.filter(({ doubtful, key }) => doubtful && key === null));
    const outcomes = await this.#write(before.filter((one) => !found.includes(one)));
    const there = [...found, ...outcomes.written];
    await this.#confirm(there);
    return there.length > 0 || outcomes.refused > 0;
  }

  /** What an unanswered write brought through after all is not written again. */
  async #find(doubtful: readonly Underway[]): Promise<readonly Underway[]> {
    if (doubtful.length === 0 || !this.#session.find) return [];
    const found = await this.#session.find(doubtful.map(recordOf));
    const keys = await this.#ownKeys(found);
    return doubtful.filter((one, index) => {
      one.key = keys[index] ?? null;
      one.doubtful = one.key !== null;
      return one.key !== null;
    });
  }

  /** A target may know rows by their content alone: what stands there for another row, alike in all, is not this one. */
  async #ownKeys(found: readonly (string | null)[]): Promise<readonly (string | null)[]> {
    const keys = found.filter((key) => key !== null);
    const taken = new Set(keys.length === 0 ? [] : await this.#taken(keys));
    const settledKeys = [...this.#done, ...this.#pending].flatMap((one) => {
      const key = 'targetKey' in one ? one.targetKey : one.key;
      return key === null ? [] : [key];
    });
    for (const key of settledKeys) taken.add(key);
    return found.map((key) => {
      if (key === null || taken.has(key)) return null;
      taken.add(key);
      return key;
    });
  }

  async #write(rows: readonly Underway[]): Promise<{ written: readonly Underway[]; refused: number }> {
    if (rows.length === 0) return { written: [], refused: 0 };
    const outcomes = await this.#session.write(rows.map(recordOf));
    if (outcomes.length !== rows.length) throw new Error('the target did not answer for every row');
    let refused = 0;
    const written = rows.filter((one, index) => {
      const outcome = outcomes[index] as WriteOutcome;
      if (outcome.ok) {
        one.key = outcome.targetKey;
        return true;
      }
      one.doubtful = true;
      one.tries += 1;
      if (outcome.lasting || one.tries >= this.#patience.tries) {
        this.#end(one, outcome.diagnostic.code);
        refused += 1;
      }
      return false;
    });
    return { written, refused };
  }

  /** Reads back what should be there and holds it against what was given. */
  async #confirm(there: readonly Underway[]): Promise<void> {
    if (there.length === 0) return;
    const keys = there.flatMap(({ key }) => (key === null ? [] : [key]));
    const read = await this.#session.readBack(this.#entity, keys);
    const byKey = new Map(read.map(({ key, data }) => [key, data as Readonly<Record<string, unknown>>]));
    for (const one of there) {
      const data = one.key === null ? undefined : byKey.get(one.key);
      const given = one.row.judgement.data ?? {};
      if (data && differences(this.#entity, given, data).length === 0) this.#end(one, null);
      else this.#again(one, data !== undefined);
    }
  }

  /** The target took it and did not keep it, or has it otherwise. */
  #again(one: Underway, present: boolean): void {
    one.doubtful = false;
    if (!present) one.key = null;
    // A write that an earlier program left in doubt is only now found to be of older content: that is no failure.
    one.rewrites += 1;
    if (one.rewrites > this.#patience.rewrites) {
      this.#end(one, present ? 'transfer.altered' : 'transfer.not_kept');
    }
  }

  #end(one: Underway, left: string | null): void {
    this.#done.push(settled(one, left));
    this.#pending = this.#pending.filter((other) => other !== one);
  }
}
