import { type AccountPosition, AccountsInTurn, readAccountCursor } from '../accounts-in-turn.ts';
import type { AdapterContext, AdapterSession, ProbeReport, PullEvent, PullRequest } from '../contract.ts';
import { AdapterError } from '../errors.ts';
import { covered, records, rejected } from '../events.ts';
import { readChild } from './child.ts';
import { pullChild } from './family.ts';
import { readBase, type SchoolBase } from './school-base.ts';
import type { Settings } from './settings.ts';
import { openToken, type Visitor } from './visitor.ts';

const noChildren = (): AdapterError =>
  new AdapterError({
    code: 'adapter.forbidden',
    place: 'users/me/context',
    message: 'the token is neither of a student nor of a parent of the school',
    hint: 'Use the token of a student or of a parent, or the staff mode.',
  });

/** Tokens of families, one after the other. */
export class FamilySession implements AdapterSession {
  readonly #settings: Settings;
  readonly #tokens: AccountsInTurn<Visitor>;

  constructor(settings: Settings, context: AdapterContext) {
    this.#settings = settings;
    this.#tokens = new AccountsInTurn(settings.tokens.length, (index) =>
      openToken(settings, settings.tokens[index] ?? '', context),
    );
  }

  open(): Promise<void> {
    return this.#tokens.openAny();
  }

  async probe(): Promise<ProbeReport> {
    const visitor = this.#tokens.opened();
    const [person] = visitor.children;
    if (!person) throw noChildren();
    const { classes } = await readChild(visitor, person);
    const periods = classes.flatMap((one) => one.periods);
    return {
      version: 'v2',
      schoolName: visitor.schoolName,
      timeZone: this.#settings.timeZone,
      yearStart: periods.map(({ startDay }) => startDay).toSorted()[0] ?? '',
      yearEnd:
        periods
          .map(({ endDay }) => endDay)
          .toSorted()
          .at(-1) ?? '',
      students: this.#settings.tokens.length === 1 ? visitor.children.length : null,
    };
  }

  async *pull(request: PullRequest): AsyncGenerator<PullEvent> {
    const begin = readAccountCursor(request.after);
    let toldBase = request.after !== null;
    for (let index = begin.account; index < this.#settings.tokens.length; index += 1) {
      const done = index === begin.account ? begin.child : '';
      const visitor = yield* this.#tokens.tryEnter(index);
      if (visitor) {
        const base = await readBase(visitor.client);
        if (!toldBase) yield* tellBase(base);
        toldBase = true;
        yield* this.#pullToken({ account: index, child: done }, visitor, base, request);
      }
      yield this.#tokens.checkpointAfter(index);
    }
  }

  close(): Promise<void> {
    return this.#tokens.close();
  }

  async *#pullToken(
    { account, child }: AccountPosition,
    visitor: Visitor,
    base: SchoolBase,
    request: PullRequest,
  ): AsyncGenerator<PullEvent> {
    const { children } = visitor;
    if (children.length === 0) {
      const error = noChildren();
      // One family without children here is no reason to leave the others unread.
      if (this.#settings.tokens.length === 1) throw error;
      const diagnostic = { ...error.diagnostic, place: `tokens[${account}]` };
      yield* rejected([{ entity: 'student', key: null, diagnostic, raw: { account } }]);
      return;
    }
    const first = children.findIndex(({ personId }) => personId === child) + 1;
    for (const [index, person] of children.entries()) {
      if (index < first) continue;
      yield* pullChild(visitor, base, person, request);
      // After the last child of a token comes the token's own checkpoint.
      if (index + 1 === children.length) return;
      yield this.#tokens.checkpointWithin({ account, child: person.personId }, index + 1, children.length);
    }
  }
}

function* tellBase(base: SchoolBase): Generator<PullEvent> {
  yield* rejected(base.rejects);
  yield* records('workType', base.workTypeRows);
  if (base.rejects.length === 0) yield covered('workType');
}
