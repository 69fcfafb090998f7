import type { PullEvent } from '../../../src/adapters/contract.ts';
import { AdapterError } from '../../../src/adapters/errors.ts';
import type {
  Target,
  TargetDeclaration,
  TargetRecord,
  TargetSession,
  WriteOutcome,
} from '../../../src/adapters/target.ts';
import type { Day } from '../../../src/model/dates.ts';
import type { EntityName, Fields } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';

/** The program dies here: no failure that anybody is told of. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** What happens at one step of the target's work. */
export type Fault =
  /** The program dies, before or after the step was done. */
  | 'kill'
  | 'kill_after'
  /** The target is away: nothing done. */
  | 'away'
  /** The right to write is gone: nothing done. */
  | 'forbid'
  /** It is done, and the answer is lost. */
  | 'lose'
  /** One row is put off, not done or done. */
  | 'busy'
  | 'busy_done'
  /** Answered as done, and not done. */
  | 'drop'
  /** A person asks to pause. */
  | 'pause';

/** A row as the target has it. */
export interface Kept {
  readonly entity: EntityName;
  readonly ourId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a scripted target behaves; all of it may be changed on the way. */
export interface Script {
  declaration: TargetDeclaration;
  /** By the number of the step; steps are counted over all sessions. */
  faults: ReadonlyMap<number, Fault>;
  oldest: Day | null;
  /** Refuses single rows for good. */
  refuse: (record: TargetRecord) => string | null;
  /** What it never gives back. */
  stays: (entity: EntityName) => string | null;
  /** What the target makes of what it is given. */
  alter: (record: TargetRecord) => Readonly<Record<string, unknown>>;
  onPause: () => Promise<void>;
  mayWrite: boolean;
  /** What it has of its own, to be matched. */
  catalogue: readonly { readonly entity: EntityName; readonly records: readonly Observed[] }[];
  year: { readonly from: Day; readonly to: Day };
}

export const takes = ['lesson', 'homework', 'assessment', 'mark', 'attendance', 'termMark'] as const;

export const plainDeclaration: TargetDeclaration = {
  takes,
  cannot: {},
  deletes: true,
  batch: 4,
  mapped: true,
};

const adapterError = (code: 'adapter.unavailable' | 'adapter.forbidden') =>
  new AdapterError({ code, place: 'script', message: 'as the test wants it', hint: 'none' });

const putOff: WriteOutcome = {
  ok: false,
  lasting: false,
  diagnostic: { code: 'scripted.busy', place: 'script', message: 'later', hint: 'wait' },
};

/** A target in memory that does what a test wrote down. The same row given twice without a key stands there twice. */
export class ScriptedTarget implements Target {
  readonly rows = new Map<string, Kept>();
  readonly script: Script;
  readonly waits: number[] = [];
  steps = 0;
  writes = 0;

  constructor(script: Partial<Script> = {}) {
    this.script = {
      declaration: plainDeclaration,
      faults: new Map(),
      oldest: null,
      refuse: () => null,
      stays: () => null,
      alter: ({ data }) => data,
      onPause: async () => undefined,
      mayWrite: true,
      catalogue: [],
      year: { from: '2025-09-01', to: '2026-05-31' },
      ...script,
    };
  }

  get declaration(): TargetDeclaration {
    return this.script.declaration;
  }

  /** Everything that the target has, in a form that two targets can be compared in. */
  content(): readonly (readonly [key: string, row: Kept])[] {
    return [...this.rows].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  async open(): Promise<TargetSession> {
    if (!this.script.mayWrite) throw adapterError('adapter.forbidden');
    const { catalogue } = this.script;
    return {
      catalogue: async function* () {
        yield* catalogue;
      },
      oldestDay: async () => this.script.oldest,
      write: (records) => this.#write(records),
      find: async (records) => records.map((record) => this.#find(record)),
      readBack: (entity, keys) => this.#step(() => this.#read(entity, keys)),
      remove: (entity, keys) => this.#remove(entity, keys),
      source: {
        probe: async () => ({
          version: '1',
          schoolName: 'Школа',
          timeZone: 'Asia/Barnaul',
          yearStart: this.script.year.from,
          yearEnd: this.script.year.to,
          students: null,
        }),
        pull: () => this.#pull(),
        close: async () => undefined,
      },
      close: async () => undefined,
    };
  }

  /** One step: what is to go wrong at it goes wrong. */
  async #step<T>(work: () => T): Promise<T> {
    const fault = this.script.faults.get(this.steps);
    this.steps += 1;
    if (fault === 'kill') throw new Killed();
    if (fault === 'away') throw adapterError('adapter.unavailable');
    if (fault === 'forbid') throw adapterError('adapter.forbidden');
    if (fault === 'pause') await this.script.onPause();
    const result = work();
    if (fault === 'kill_after') throw new Killed();
    if (fault === 'lose') throw adapterError('adapter.unavailable');
    return result;
  }

  /** Everything, entity by entity, as any reading gives it. */
  async *#pull(): AsyncGenerator<PullEvent> {
    for (const entity of this.declaration.takes) {
      const records = this.#read(entity, [...this.rows.keys()]);
      if (records.length > 0) yield { kind: 'records', entity, records };
    }
  }

  async #write(records: readonly TargetRecord[]): Promise<readonly WriteOutcome[]> {
    const outcomes: WriteOutcome[] = [];
    for (const record of records) outcomes.push(await this.#writeOne(record));
    return outcomes;
  }

  async #writeOne(record: TargetRecord): Promise<WriteOutcome> {
    const fault = this.script.faults.get(this.steps);
    const code = this.script.refuse(record);
    return this.#step((): WriteOutcome => {
      if (fault === 'busy') return putOff;
      if (code !== null) {
        const diagnostic = { code, place: 'script', message: 'refused', hint: 'none' };
        return { ok: false, lasting: true, diagnostic };
      }
      const targetKey = record.targetKey ?? this.#freeKey(record);
      this.writes += 1;
      if (fault !== 'drop') {
        const { entity, ourId } = record;
        this.rows.set(targetKey, { entity, ourId, data: this.script.alter(record) });
      }
      return fault === 'busy_done' ? putOff : { ok: true, targetKey };
    });
  }

  #freeKey({ entity, ourId }: TargetRecord): string {
    for (let copy = 1; ; copy += 1) {
      const key = copy === 1 ? `${entity}:${ourId}` : `${entity}:${ourId}#${copy}`;
      if (!this.rows.has(key)) return key;
    }
  }

  #find({ entity, ourId }: TargetRecord): string | null {
    for (const [key, row] of this.rows) if (row.entity === entity && row.ourId === ourId) return key;
    return null;
  }

  #read(entity: EntityName, keys: readonly string[]): readonly Observed[] {
    return keys.flatMap((key) => {
      const row = this.rows.get(key);
      return row?.entity === entity ? [{ key, data: row.data as Fields<EntityName>, place: key }] : [];
    });
  }

  async #remove(entity: EntityName, keys: readonly string[]): Promise<readonly WriteOutcome[]> {
    const outcomes: WriteOutcome[] = [];
    for (const targetKey of keys) {
      outcomes.push(
        await this.#step((): WriteOutcome => {
          const code = this.script.stays(entity);
          if (code === null && this.rows.delete(targetKey)) return { ok: true, targetKey };
          const diagnostic = {
            code: code ?? 'scripted.unknown',
            place: 'script',
            message: 'no such row',
            hint: '',
          };
          return { ok: false, lasting: true, diagnostic };
        }),
      );
    }
    return outcomes;
  }
}
