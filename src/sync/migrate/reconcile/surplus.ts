import type { TargetDeclaration, TargetSession } from '../../../adapters/target.ts';
import { type EntityName, entityOf } from '../../../model/entities.ts';
import type { Observed } from '../../../model/observation.ts';
import { openingsOf } from '../../../store/transfer/openings.ts';
import { keysTaken } from '../../../store/transfer/rows.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import type { TransferDeps } from '../deps.ts';
import { twinOf } from '../twins.ts';
import type { Surplus } from './types.ts';

/** Keys that are looked up together: a look-up goes over all rows of the entity. */
const TOGETHER = 10_000;
/** So many keys of an entity are named. */
const NAMED = 100;

/** Gathers what the target has and nobody accounts for. */
class Finding {
  readonly #deps: Pick<TransferDeps, 'store'>;
  readonly #transfer: Transfer;
  readonly #waiting = new Map<EntityName, string[]>();
  readonly #found = new Map<EntityName, { rows: number; keys: string[] }>();

  constructor(deps: Pick<TransferDeps, 'store'>, transfer: Transfer) {
    this.#deps = deps;
    this.#transfer = transfer;
  }

  async add(entity: EntityName, keys: readonly string[]): Promise<void> {
    const waiting = [...(this.#waiting.get(entity) ?? []), ...keys];
    this.#waiting.set(entity, waiting);
    if (waiting.length >= TOGETHER) await this.#look(entity);
  }

  async end(): Promise<readonly Surplus[]> {
    for (const entity of [...this.#waiting.keys()]) await this.#look(entity);
    return [...this.#found].map(([entity, { rows, keys }]) => ({ entity, rows, keys }));
  }

  async #unknown(entity: EntityName, keys: readonly string[]): Promise<readonly string[]> {
    const known = await keysTaken(this.#deps.store, this.#transfer, entity, keys);
    return keys.filter((key) => !known.has(key));
  }

  async #look(entity: EntityName): Promise<void> {
    const keys = [...new Set(this.#waiting.get(entity))];
    this.#waiting.delete(entity);
    const unknown = await this.#unknown(entity, keys);
    const other = twinOf(entity);
    const nobodys = other ? await this.#unknown(other, unknown) : unknown;
    const opened = await openingsOf(this.#deps.store, this.#transfer).among(nobodys);
    const surplus = nobodys.filter((key) => !opened.has(key));
    if (surplus.length === 0) return;
    const before = this.#found.get(entity) ?? { rows: 0, keys: [] };
    this.#found.set(entity, {
      rows: before.rows + surplus.length,
      keys: [...before.keys, ...surplus].slice(0, NAMED),
    });
  }
}

/** A target may tell of more days than it is asked for. */
const isOfTransfer =
  (entity: EntityName, { fromDay, toDay }: Transfer) =>
  ({ data }: Observed): boolean => {
    const { day } = entityOf(entity);
    if (day === null) return true;
    const on = String((data as Readonly<Record<string, unknown>>)[day]);
    return fromDay <= on && on <= toDay;
  };

/**
 * Reads the target whole, and finds rows that no row of the transfer stands for: its own timetable, what is entered there
 * already, or something of ours that came to stand there twice. What we opened to hold rows is ours.
 */
export async function findSurplus(
  deps: Pick<TransferDeps, 'store'>,
  transfer: Transfer,
  { takes }: TargetDeclaration,
  session: TargetSession,
): Promise<readonly Surplus[]> {
  const finding = new Finding(deps, transfer);
  const range = { from: transfer.fromDay, to: transfer.toDay, after: null };
  for await (const event of session.source.pull(range)) {
    if (event.kind !== 'records' || !takes.includes(event.entity)) continue;
    const { entity, records } = event;
    const keys = records.filter(isOfTransfer(entity, transfer)).map(({ key }) => key);
    await finding.add(entity, keys);
  }
  return finding.end();
}
