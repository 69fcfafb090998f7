import type { AdapterContext, AdapterSession, ProbeReport, PullEvent, PullRequest } from '../contract.ts';
import { contractBroken } from '../contract-broken.ts';
import { byId } from './groups.ts';
import type { Settings } from './settings.ts';
import { aboutSchool, rangeOf, yearOf } from './staff-base.ts';
import { readBook, type StaffBook } from './staff-book.ts';
import { pullClass } from './staff-class.ts';
import { pullMoved } from './staff-moved.ts';
import { openToken, type Visitor } from './visitor.ts';

/** Before the first class, and behind all of them. */
const START = 'school';
const MOVED = 'moved';

const checkpoint = (cursor: string, done: number, { classes }: StaffBook): PullEvent => ({
  kind: 'checkpoint',
  cursor,
  done,
  total: classes.length + 1,
});

/** A token of an employee: the whole school, class by class. */
export class StaffSession implements AdapterSession {
  readonly #settings: Settings;
  readonly #context: AdapterContext;
  #visitor: Visitor | null = null;
  #book: Promise<StaffBook> | null = null;

  constructor(settings: Settings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
  }

  async open(): Promise<void> {
    this.#visitor = await openToken(this.#settings, this.#settings.tokens[0] ?? '', this.#context);
  }

  async probe(): Promise<ProbeReport> {
    const { schoolName } = this.visitor;
    const book = await this.readBook();
    const year = yearOf(book);
    if (!year) throw contractBroken('edu-groups/reporting-periods $', 'no class has terms');
    return {
      version: 'v2',
      schoolName,
      timeZone: this.#settings.timeZone,
      yearStart: year.from,
      yearEnd: year.to,
      students: new Set(book.classes.flatMap(({ members }) => [...members.keys()])).size,
    };
  }

  async *pull(request: PullRequest): AsyncGenerator<PullEvent> {
    const { client } = this.visitor;
    const book = await this.readBook();
    const { after } = request;
    if (after === null) {
      yield* aboutSchool(book);
      yield checkpoint(START, 0, book);
    }
    if (after === MOVED) return;
    const range = rangeOf(book, request);
    for (const [index, one] of book.classes.entries()) {
      const { key } = one.group;
      if (after !== null && after !== START && byId(key, after) <= 0) continue;
      yield* pullClass(client, book, one, range);
      yield checkpoint(key, index + 1, book);
    }
    for (const student of [...book.moved].toSorted(byId)) yield* pullMoved(client, book, student, range);
    yield checkpoint(MOVED, book.classes.length + 1, book);
  }

  async close(): Promise<void> {
    const visitor = this.#visitor;
    this.#visitor = null;
    await visitor?.leave();
  }

  get visitor(): Visitor {
    if (this.#visitor) return this.#visitor;
    throw new Error('the session is closed');
  }

  /** Read once a session, whoever asks first. */
  readBook(): Promise<StaffBook> {
    this.#book ??= readBook(this.visitor.client).catch((error: unknown) => {
      this.#book = null;
      throw error;
    });
    return this.#book;
  }
}
