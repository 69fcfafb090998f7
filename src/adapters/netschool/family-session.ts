import type { AdapterContext, AdapterSession, ProbeReport, PullEvent, PullRequest } from '../contract.ts';
import { AdapterError } from '../errors.ts';
import { readDiaryStart, type Visit } from './child.ts';
import { covered, records, rejected } from './events.ts';
import { pullChild } from './family.ts';
import { type Opened, openAccount } from './open-account.ts';
import { ReportDesk } from './reports/desk.ts';
import { rangeWithin, readBase, type SchoolBase, yearRow } from './school-base.ts';
import type { Settings } from './settings.ts';

/** Failures that are one account's own: the other families' accounts are read all the same. */
const OF_ACCOUNT = new Set(['adapter.wrong_credentials', 'adapter.login_refused', 'adapter.session_lost']);

const isOfAccount = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && OF_ACCOUNT.has(error.diagnostic.code);

/** Progress is counted in hundredths of an account: how many children there are is known only inside. */
const ACCOUNT = 100;

interface Position {
  readonly account: number;
  /** The last child that is done; empty for none. */
  readonly child: string;
}

const cursorOf = ({ account, child }: Position): string => `${account}/${child}`;

function readCursor(cursor: string | null): Position {
  const [account = '0', child = ''] = (cursor ?? '').split('/');
  return { account: Number(account) || 0, child };
}

/** Family accounts, one session after the other. */
export class FamilySession implements AdapterSession {
  readonly #settings: Settings;
  readonly #context: AdapterContext;
  #current: { readonly index: number; readonly opened: Opened } | null = null;

  constructor(settings: Settings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** Comes in with the first account that lets us in. */
  async open(): Promise<void> {
    for (let index = 0; this.#current === null; index += 1) {
      try {
        await this.#enter(index);
      } catch (error) {
        if (!isOfAccount(error) || index + 1 >= this.#settings.accounts.length) throw error;
      }
    }
  }

  async probe(): Promise<ProbeReport> {
    const { client, schoolName } = this.#opened();
    const base = await readBase(client);
    const { children } = await readDiaryStart(client);
    const students = this.#settings.accounts.length === 1 ? children.length : null;
    return {
      version: client.traits.version,
      schoolName,
      timeZone: this.#settings.timeZone,
      yearStart: base.startDay,
      yearEnd: base.endDay,
      students,
    };
  }

  async *pull(request: PullRequest): AsyncGenerator<PullEvent> {
    const begin = readCursor(request.after);
    const total = this.#settings.accounts.length * ACCOUNT;
    let toldBase = request.after !== null;
    for (let index = begin.account; index < this.#settings.accounts.length; index += 1) {
      const done = index === begin.account ? begin.child : '';
      const opened = yield* this.#tryEnter(index);
      if (opened) {
        const base = await readBase(opened.client);
        if (!toldBase) yield* tellBase(base);
        toldBase = true;
        yield* this.#pullAccount({ account: index, child: done }, opened, base, request);
      }
      yield {
        kind: 'checkpoint',
        cursor: cursorOf({ account: index + 1, child: '' }),
        done: (index + 1) * ACCOUNT,
        total,
      };
    }
  }

  async close(): Promise<void> {
    const { opened } = this.#current ?? {};
    this.#current = null;
    await opened?.leave();
  }

  #opened(): Opened {
    if (this.#current) return this.#current.opened;
    throw new Error('the session is closed');
  }

  async #enter(index: number): Promise<Opened> {
    if (this.#current?.index === index) return this.#current.opened;
    await this.close();
    const account = this.#settings.accounts[index];
    if (!account) throw new Error(`there is no account ${index}`);
    const opened = await openAccount(this.#settings, account, this.#context);
    this.#current = { index, opened };
    return opened;
  }

  /** An account that does not let us in is told and passed over, unless it is the only one. */
  async *#tryEnter(index: number): AsyncGenerator<PullEvent, Opened | null> {
    try {
      return await this.#enter(index);
    } catch (error) {
      if (!isOfAccount(error) || this.#settings.accounts.length === 1) throw error;
      const diagnostic = { ...error.diagnostic, place: `accounts[${index}]` };
      yield* rejected([{ entity: 'student', key: null, diagnostic, raw: { account: index } }]);
      return null;
    }
  }

  async *#pullAccount(
    position: Position,
    { client }: Opened,
    base: SchoolBase,
    request: PullRequest,
  ): AsyncGenerator<PullEvent> {
    const range = rangeWithin(base, request);
    if (!range) return;
    const start = await readDiaryStart(client);
    const desk = new ReportDesk(client, base.yearId);
    const visit: Visit = { client, desk, base, start };
    const first = start.children.findIndex(({ id }) => id === position.child) + 1;
    try {
      for (const [index, child] of start.children.entries()) {
        if (index < first) continue;
        yield* pullChild(visit, child, range);
        // After the last child of an account comes the account's own checkpoint.
        if (index + 1 === start.children.length) return;
        const done = position.account * ACCOUNT + Math.floor((ACCOUNT * (index + 1)) / start.children.length);
        const cursor = cursorOf({ account: position.account, child: child.id });
        yield { kind: 'checkpoint', cursor, done, total: this.#settings.accounts.length * ACCOUNT };
      }
    } finally {
      await desk.close();
    }
  }
}

function* tellBase(base: SchoolBase): Generator<PullEvent> {
  yield* rejected(base.rejects);
  yield* records('academicYear', [yearRow(base)]);
  yield* records('workType', base.workTypeRows);
  if (base.rejects.length === 0) yield covered('workType');
}
