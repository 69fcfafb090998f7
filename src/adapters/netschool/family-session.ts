import { type AccountPosition, AccountsInTurn, readAccountCursor } from '../accounts-in-turn.ts';
import type { AdapterContext, AdapterSession, ProbeReport, PullEvent, PullRequest } from '../contract.ts';
import { covered, records, rejected } from '../events.ts';
import { readDiaryStart, type Visit } from './child.ts';
import { pullChild } from './family.ts';
import { type Opened, openAccount } from './open-account.ts';
import { ReportDesk } from './reports/desk.ts';
import { rangeWithin, readBase, type SchoolBase, yearRow } from './school-base.ts';
import type { Settings } from './settings.ts';

/** Family accounts, one session after the other. */
export class FamilySession implements AdapterSession {
  readonly #settings: Settings;
  readonly #accounts: AccountsInTurn<Opened>;

  constructor(settings: Settings, context: AdapterContext) {
    this.#settings = settings;
    this.#accounts = new AccountsInTurn(settings.accounts.length, async (index) => {
      const account = settings.accounts[index];
      if (!account) throw new Error(`there is no account ${index}`);
      return openAccount(settings, account, context);
    });
  }

  open(): Promise<void> {
    return this.#accounts.openAny();
  }

  async probe(): Promise<ProbeReport> {
    const { client, schoolName } = this.#accounts.opened();
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
    const begin = readAccountCursor(request.after);
    let toldBase = request.after !== null;
    for (let index = begin.account; index < this.#settings.accounts.length; index += 1) {
      const done = index === begin.account ? begin.child : '';
      const opened = yield* this.#accounts.tryEnter(index);
      if (opened) {
        const base = await readBase(opened.client);
        if (!toldBase) yield* tellBase(base);
        toldBase = true;
        yield* this.#pullAccount({ account: index, child: done }, opened, base, request);
      }
      yield this.#accounts.checkpointAfter(index);
    }
  }

  close(): Promise<void> {
    return this.#accounts.close();
  }

  async *#pullAccount(
    position: AccountPosition,
    { client }: Opened,
    base: SchoolBase,
    request: PullRequest,
  ): AsyncGenerator<PullEvent> {
    const range = rangeWithin(base, request);
    if (!range) return;
    const start = await readDiaryStart(client);
    const desk = new ReportDesk(client, base.yearId);
    const visit: Visit = { client, desk, base, start };
    const { children } = start;
    const first = children.findIndex(({ id }) => id === position.child) + 1;
    try {
      for (const [index, child] of children.entries()) {
        if (index < first) continue;
        yield* pullChild(visit, child, range);
        // After the last child of an account comes the account's own checkpoint.
        if (index + 1 === children.length) return;
        const { account } = position;
        yield this.#accounts.checkpointWithin({ account, child: child.id }, index + 1, children.length);
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
