import { afterEach, describe, expect, it } from 'vitest';
import type {
  Adapter,
  AdapterContext,
  AdapterSession,
  ModeDeclaration,
  PullEvent,
  PullRequest,
} from '../../src/adapters/contract.ts';
import { AdapterError, type AdapterErrorCode } from '../../src/adapters/errors.ts';
import { type EntityName, entityOf } from '../../src/model/entities.ts';

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
  'truncated JSON',
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

type Recorded = Extract<PullEvent, { kind: 'records' }>;

const isRecords = (event: PullEvent): event is Recorded => event.kind === 'records';

/** The events between one checkpoint and the next. */
function parts(events: readonly PullEvent[]): PullEvent[][] {
  const found: PullEvent[][] = [[]];
  for (const event of events) {
    if (event.kind === 'checkpoint') found.push([]);
    else found.at(-1)?.push(event);
  }
  return found;
}

function faultsOfShape(events: readonly PullEvent[]): string[] {
  return events.filter(isRecords).flatMap(({ entity, records }) =>
    records.flatMap(({ key, data, place }) => {
      const issue = entityOf(entity).observed.safeParse(data).error?.issues[0];
      if (place === '' || key === '') return [`${entity} without key or place`];
      return issue ? [`${entity}.${issue.path.join('.')}: ${issue.code}`] : [];
    }),
  );
}

/** The same key twice: within a part, or later with another content. */
function faultsOfKeys(events: readonly PullEvent[]): string[] {
  const faults: string[] = [];
  const contents = new Map<string, string>();
  for (const part of parts(events)) {
    const here = new Map<string, string>();
    for (const { entity, records } of part.filter(isRecords)) {
      for (const { key, data } of records) {
        const name = `${entity} ${key}`;
        const content = JSON.stringify(data);
        if (here.has(name) && here.get(name) !== content) faults.push(`${name} twice, not the same`);
        if ((contents.get(name) ?? content) !== content) faults.push(`${name} changed within one reading`);
        here.set(name, content);
        contents.set(name, content);
      }
    }
  }
  return faults;
}

const refsOf = (entity: EntityName): [string, string][] =>
  [...entityOf(entity).fields].flatMap(([name, { ref }]) => (ref ? [[name, ref] as [string, string]] : []));

function faultsOfRefs(events: readonly PullEvent[]): string[] {
  const given = new Set<string>();
  const faults: string[] = [];
  for (const { entity, records } of events.filter(isRecords)) {
    const refs = refsOf(entity);
    for (const { key, data } of records) {
      const fields: Readonly<Record<string, unknown>> = { ...data };
      for (const [name, target] of refs) {
        const value = fields[name];
        if (typeof value === 'string' && !given.has(`${target} ${value}`)) faults.push(`${entity}.${name}`);
      }
      given.add(`${entity} ${key}`);
    }
  }
  return [...new Set(faults)];
}

/** `covered` names an owner where the entity has one, and days where it has a day. */
function faultsOfCover(events: readonly PullEvent[], mode: ModeDeclaration): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'covered') return [];
    const { owner, day } = entityOf(event.entity);
    const faults = [
      mode.gives.includes(event.entity) ? '' : 'is not given by this mode',
      owner === null && event.owner !== null ? 'has no owner' : '',
      (day !== null) === (event.from !== null && event.to !== null) ? '' : 'days and entity do not agree',
    ];
    return faults.filter((fault) => fault !== '').map((fault) => `covered ${event.entity} ${fault}`);
  });
}

function faultsOfCheckpoints(events: readonly PullEvent[]): string[] {
  const checkpoints = events.filter((event) => event.kind === 'checkpoint');
  const faults: string[] = [];
  if (events.at(-1)?.kind !== 'checkpoint') faults.push('the last event is no checkpoint');
  if (new Set(checkpoints.map(({ cursor }) => cursor)).size < checkpoints.length)
    faults.push('a cursor twice');
  checkpoints.forEach(({ done, total }, index) => {
    if (done > total || done < (checkpoints[index - 1]?.done ?? 0)) faults.push(`done ${done} of ${total}`);
  });
  return faults;
}

/** At most so many checkpoints are gone on from: the first, the last and some between. */
const RESUMES = 5;

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
    const opened: AdapterFixture[] = [];
    const start = async (from = make): Promise<AdapterFixture> => {
      const fixture = await from();
      opened.push(fixture);
      return fixture;
    };
    afterEach(async () => {
      for (const fixture of opened.splice(0)) await fixture.close();
    });
    const modeOf = ({ adapter, settings }: AdapterFixture) =>
      adapter.modeOf(adapter.settings.parse(settings));

    it('gives records that fit the model, each after what it refers to', async () => {
      const fixture = await start();
      const { events, error } = await readAll(fixture);
      const mode = modeOf(fixture);
      expect(error).toBeNull();
      expect(faultsOfShape(events)).toEqual([]);
      expect(faultsOfKeys(events)).toEqual([]);
      expect(faultsOfRefs(events)).toEqual([]);
      expect(faultsOfCover(events, mode)).toEqual([]);
      expect(faultsOfCheckpoints(events)).toEqual([]);
      const entities = new Set(events.filter(isRecords).map(({ entity }) => entity));
      expect([...entities].filter((entity) => !mode.gives.includes(entity))).toEqual([]);
    });

    it('gives the same twice, and after a checkpoint exactly the rest', async () => {
      const fixture = await start();
      const first = await readAll(fixture);
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

    it('has one session an account and leaves none behind', async () => {
      const fixture = await start();
      await readAll(fixture);
      expect(fixture.sessions()).toMatchObject({ live: 0, maxLivePerAccount: 1 });
    });

    it('stops when told to, without a checkpoint, and logs out', async () => {
      const fixture = await start();
      const reading = await readAll(fixture, { stopAt: (event) => event.kind === 'records' });
      const whole = await readAll(fixture);
      expect(reading.events.length).toBeLessThan(whole.events.length);
      expect(parts(reading.events).length).toBeLessThan(parts(whole.events).length);
      if (reading.error !== null) {
        expect(reading.error).toBeInstanceOf(AdapterError);
        expect((reading.error as AdapterError).diagnostic.code).toBe('adapter.cancelled');
      }
      expect(fixture.sessions().live).toBe(0);
    });

    it('says nothing personal and nothing secret', async () => {
      const fixture = await start();
      const reading = await readAll(fixture);
      for (const secret of fixture.secrets) expect(told(reading)).not.toContain(secret);
    });

    it('looks without reading', async () => {
      const fixture = await start();
      const { context } = watched(new AbortController().signal);
      const session = await fixture.adapter.open(fixture.adapter.settings.parse(fixture.settings), context);
      const report = await session.probe();
      await session.close();
      expect(report.yearStart < report.yearEnd).toBe(true);
      expect(report.version).not.toBe('');
      expect(fixture.sessions().live).toBe(0);
    });

    it.each(Object.entries(failures))('%s', async (_name, failure) => {
      const fixture = await start(failure.make);
      const reading = await readAll(fixture);
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
      for (const secret of fixture.secrets) expect(told(reading)).not.toContain(secret);
      expect(fixture.sessions().live).toBe(0);
    });
  });
}
