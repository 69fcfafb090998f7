import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Adapter,
  AdapterContext,
  AdapterSession,
  ModeDeclaration,
  PullEvent,
  PullRequest,
} from '../../src/adapters/contract.ts';
import { AdapterError, type AdapterErrorCode } from '../../src/adapters/errors.ts';
import {
  faultsOfCheckpoints,
  faultsOfCover,
  faultsOfKeys,
  faultsOfRefs,
  faultsOfShape,
  isRecords,
  parts,
} from './adapter-checks.ts';

/** A vendor's system that can be read, and what it says of how it was read. */
export interface AdapterFixture {
  readonly adapter: Adapter;
  readonly settings: unknown;
  /** What must never stand in a log line or an error: passwords, tokens, people's names. */
  readonly secrets: readonly string[];
  readonly range: Pick<PullRequest, 'from' | 'to'>;
  /** What the vendor counted. */
  sessions(): { readonly live: number; readonly maxLivePerAccount: number; readonly logins: number };
  /** Something that happens to the vendor's system while it is being read. */
  onEvent?(event: PullEvent): void;
  close(): Promise<void>;
}

/** Ways to fail that every system has in some form. `reads`: the adapter copes, and reads everything. */
export const FAILURES = [
  'wrong password',
  'password log-in switched off',
  'blocked by a proxy',
  'a right that the account lacks',
  'session ended once',
  'session ended again and again',
  'brought session that is over',
  'page instead of JSON',
  'truncated JSON, then whole',
  'truncated JSON for ever',
  'changed answer',
  '503 with Retry-After, then well',
  '503 for ever',
  'connection reset, then well',
  'connection reset for ever',
  'report that never completes',
  'another school',
] as const;

export type FailureName = (typeof FAILURES)[number];

export interface FailureCase {
  readonly make: () => Promise<AdapterFixture>;
  readonly code: AdapterErrorCode | 'reads';
  /** What the place of the error must say. */
  readonly place?: RegExp;
}

/** A pull as a whole, with what was said on the way. */
export interface Reading {
  readonly events: readonly PullEvent[];
  readonly error: unknown;
  readonly log: readonly string[];
  readonly pauses: readonly number[];
}

interface Watched {
  readonly context: AdapterContext;
  readonly log: string[];
  readonly pauses: number[];
}

function watched(signal: AbortSignal): Watched {
  const log: string[] = [];
  const pauses: number[] = [];
  const context: AdapterContext = {
    signal,
    now: () => new Date(),
    sleep: async (ms) => {
      signal.throwIfAborted();
      pauses.push(ms);
    },
    log: (event, fields) => log.push(`${event} ${JSON.stringify(fields)}`),
  };
  return { context, log, pauses };
}

interface ReadOptions {
  readonly after?: string | null;
  /** Called with each event; stops the reading when it returns true. */
  readonly stopAt?: (event: PullEvent) => boolean;
}

/** Opens, reads, closes; catches what is thrown. */
export async function readAll(fixture: AdapterFixture, options: ReadOptions = {}): Promise<Reading> {
  const stop = new AbortController();
  const { context, log, pauses } = watched(stop.signal);
  const events: PullEvent[] = [];
  let session: AdapterSession | null = null;
  let error: unknown = null;
  try {
    session = await fixture.adapter.open(fixture.adapter.settings.parse(fixture.settings), context);
    for await (const event of session.pull({ ...fixture.range, after: options.after ?? null })) {
      events.push(event);
      fixture.onEvent?.(event);
      if (options.stopAt?.(event)) stop.abort();
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    await session?.close();
  }
  return { events, error, log, pauses };
}

/** At most so many checkpoints are gone on from: the first, the last and some between. */
const RESUMES = 3;

function someCheckpoints(events: readonly PullEvent[]): number[] {
  const all = events.flatMap((event, index) => (event.kind === 'checkpoint' ? [index] : []));
  const step = Math.max(1, Math.ceil(all.length / RESUMES));
  return all.filter((_index, turn) => turn % step === 0 || turn === all.length - 1);
}

const told = (reading: Reading): string => {
  const error = reading.error instanceof AdapterError ? reading.error : null;
  return [...reading.log, error?.message, JSON.stringify(error?.diagnostic), String(error?.cause ?? '')].join(
    '\n',
  );
};

/**
 * What every adapter owes to whoever runs it. Each system's tests call it for each of its versions and
 * modes; the registry's test fails for a system that does not.
 */
export function adapterContract(
  name: string,
  make: () => Promise<AdapterFixture>,
  failures: Readonly<Partial<Record<FailureName, FailureCase>>> = {},
): void {
  describe(`adapter contract: ${name}`, () => {
    let fixture: AdapterFixture;
    let first: Reading;
    let mode: ModeDeclaration;
    beforeAll(async () => {
      fixture = await make();
      mode = fixture.adapter.modeOf(fixture.adapter.settings.parse(fixture.settings));
      first = await readAll(fixture);
    });
    afterAll(() => fixture.close());

    it('gives records that fit the model, each after what it refers to', () => {
      expect(first.error).toBeNull();
      expect(faultsOfShape(first.events)).toEqual([]);
      expect(faultsOfKeys(first.events)).toEqual([]);
      expect(faultsOfRefs(first.events)).toEqual([]);
      expect(faultsOfCover(first.events, mode)).toEqual([]);
      expect(faultsOfCheckpoints(first.events)).toEqual([]);
      const entities = new Set(first.events.filter(isRecords).map(({ entity }) => entity));
      expect([...entities].filter((entity) => !mode.gives.includes(entity))).toEqual([]);
    });

    it('gives the same twice, and after a checkpoint exactly the rest', async () => {
      const second = await readAll(fixture);
      expect(second.events).toEqual(first.events);
      for (const index of someCheckpoints(first.events)) {
        const event = first.events[index];
        const after = event?.kind === 'checkpoint' ? event.cursor : null;
        const rest = await readAll(fixture, { after });
        expect(rest.error).toBeNull();
        expect(rest.events).toEqual(first.events.slice(index + 1));
      }
    });

    it('stops when told to, without a checkpoint', async () => {
      const reading = await readAll(fixture, { stopAt: (event) => event.kind === 'records' });
      expect(parts(reading.events).length).toBeLessThan(parts(first.events).length);
      if (reading.error !== null) {
        expect(reading.error).toBeInstanceOf(AdapterError);
        expect((reading.error as AdapterError).diagnostic.code).toBe('adapter.cancelled');
      }
    });

    it('looks without reading', async () => {
      const { context } = watched(new AbortController().signal);
      const session = await fixture.adapter.open(fixture.adapter.settings.parse(fixture.settings), context);
      const report = await session.probe();
      await session.close();
      expect(report.yearStart < report.yearEnd).toBe(true);
      expect(report.version).not.toBe('');
    });

    it('has one session an account, leaves none behind, and says nothing personal or secret', () => {
      expect(fixture.sessions()).toMatchObject({ live: 0, maxLivePerAccount: 1 });
      for (const secret of fixture.secrets) expect(told(first)).not.toContain(secret);
    });

    it.each(Object.entries(failures))('%s', async (_name, failure) => {
      const failing = await failure.make();
      const reading = await readAll(failing).finally(() => failing.close());
      if (failure.code === 'reads') {
        expect(reading.error).toBeNull();
        expect(faultsOfCheckpoints(reading.events)).toEqual([]);
      } else {
        expect(reading.error).toBeInstanceOf(AdapterError);
        const { diagnostic } = reading.error as AdapterError;
        expect(diagnostic).toMatchObject({ code: failure.code });
        expect(diagnostic.place).toMatch(failure.place ?? /./);
        expect(diagnostic.hint).not.toBe('');
      }
      for (const secret of failing.secrets) expect(told(reading)).not.toContain(secret);
      expect(failing.sessions().live).toBe(0);
    });
  });
}
