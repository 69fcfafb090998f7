import type { PullEvent } from './contract.ts';
import { AdapterError } from './errors.ts';
import { rejected } from './events.ts';

/** Failures that are one account's own: the other families' accounts are read all the same. */
const OF_ACCOUNT = new Set(['adapter.wrong_credentials', 'adapter.login_refused', 'adapter.session_lost']);

const isOfAccount = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && OF_ACCOUNT.has(error.diagnostic.code);

/** Progress is counted in hundredths of an account: how many children there are is known only inside. */
const ACCOUNT = 100;

/** How far a reading of several accounts has come. */
export interface AccountPosition {
  readonly account: number;
  /** The last child that is done; empty for none. */
  readonly child: string;
}

export function readAccountCursor(cursor: string | null): AccountPosition {
  const [account = '0', child = ''] = (cursor ?? '').split('/');
  return { account: Number(account) || 0, child };
}

/** What is open for one account. */
export interface OpenAccount {
  leave(): Promise<void>;
}

/** Family accounts, one session after the other: never two at once. */
export class AccountsInTurn<T extends OpenAccount> {
  readonly #count: number;
  readonly #open: (index: number) => Promise<T>;
  #current: { readonly index: number; readonly opened: T } | null = null;

  constructor(count: number, open: (index: number) => Promise<T>) {
    this.#count = count;
    this.#open = open;
  }

  get total(): number {
    return this.#count * ACCOUNT;
  }

  /** Comes in with the first account that lets us in. */
  async openAny(): Promise<void> {
    for (let index = 0; this.#current === null; index += 1) {
      try {
        await this.#enter(index);
      } catch (error) {
        if (!isOfAccount(error) || index + 1 >= this.#count) throw error;
      }
    }
  }

  opened(): T {
    if (this.#current) return this.#current.opened;
    throw new Error('the session is closed');
  }

  /** An account that does not let us in is told and passed over, unless it is the only one. */
  async *tryEnter(index: number): AsyncGenerator<PullEvent, T | null> {
    try {
      return await this.#enter(index);
    } catch (error) {
      if (!isOfAccount(error) || this.#count === 1) throw error;
      const diagnostic = { ...error.diagnostic, place: `accounts[${index}]` };
      yield* rejected([{ entity: 'student', key: null, diagnostic, raw: { account: index } }]);
      return null;
    }
  }

  /** After an account as a whole. */
  checkpointAfter(account: number): PullEvent {
    return {
      kind: 'checkpoint',
      cursor: `${account + 1}/`,
      done: (account + 1) * ACCOUNT,
      total: this.total,
    };
  }

  /** After one child of several; after the last comes the account's own. */
  checkpointWithin({ account, child }: AccountPosition, done: number, of: number): PullEvent {
    return {
      kind: 'checkpoint',
      cursor: `${account}/${child}`,
      done: account * ACCOUNT + Math.floor((ACCOUNT * done) / of),
      total: this.total,
    };
  }

  async close(): Promise<void> {
    const { opened } = this.#current ?? {};
    this.#current = null;
    await opened?.leave();
  }

  async #enter(index: number): Promise<T> {
    if (this.#current?.index === index) return this.#current.opened;
    await this.close();
    const opened = await this.#open(index);
    this.#current = { index, opened };
    return opened;
  }
}
