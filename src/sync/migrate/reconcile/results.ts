import type { EntityName } from '../../../model/entities.ts';
import { putPlanned, type Settled, settleRows } from '../../../store/transfer/rows.ts';
import type { EndState, PlannedRow, Transfer, TransferRow } from '../../../store/transfer/types.ts';
import { endStates } from '../../../store/transfer/types.ts';
import type { TransferDeps } from '../deps.ts';
import type { ComparedRow } from './page.ts';
import type { Difference, EntityResult } from './types.ts';

/** The reason under which a row is left that differs. */
const REASONS: Readonly<Record<Difference['kind'], string>> = {
  missing: 'transfer.not_kept',
  differs: 'transfer.altered',
  outdated: 'transfer.changed_since',
  not_planned: 'transfer.not_yet',
  gone: 'transfer.gone',
};

const NONE: EntityResult = { source: 0, arrived: 0, changed: 0, held: 0, left: 0, gone: 0 };

/** Where a row stands after both sides were read. */
interface Standing {
  readonly end: EndState;
  readonly reason: string | null;
}

function standingOf({ row, difference }: ComparedRow): Standing {
  if (difference) return { end: 'left', reason: REASONS[difference.kind] };
  const end = endStates.find((state) => state === row?.state);
  // What is still to be written has not arrived.
  if (!end || !row) return { end: 'left', reason: 'transfer.not_yet' };
  return { end, reason: row.reason };
}

/** Counts how rows stand, and writes down where that is not as the run left them. */
export class Results {
  readonly #deps: TransferDeps;
  readonly #transfer: Transfer;
  readonly #entities = new Map<EntityName, EntityResult>();
  readonly #reasons = new Map<string, number>();

  constructor(deps: TransferDeps, transfer: Transfer) {
    this.#deps = deps;
    this.#transfer = transfer;
  }

  async add(entity: EntityName, rows: readonly ComparedRow[]): Promise<void> {
    for (const row of rows) this.#count(entity, standingOf(row));
    await this.#noteNew(entity, rows);
    await this.#noteDiffering(entity, rows);
  }

  addGone(entity: EntityName, rows: number): void {
    if (rows === 0) return;
    const before = this.#entities.get(entity) ?? NONE;
    this.#entities.set(entity, { ...before, gone: before.gone + rows });
  }

  /** Notes the source's own count. Throws where a row got lost on the way: the four must add up to it. */
  balance(entity: EntityName, source: number): void {
    const before = this.#entities.get(entity) ?? NONE;
    const sum = before.arrived + before.changed + before.held + before.left;
    if (sum !== source) {
      throw new Error(`${entity}: the source has ${source} rows, and ${sum} are accounted for`);
    }
    if (source > 0 || before.gone > 0) this.#entities.set(entity, { ...before, source });
  }

  end() {
    return {
      entities: Object.fromEntries(this.#entities),
      reasons: Object.fromEntries([...this.#reasons].sort()),
    };
  }

  #count(entity: EntityName, { end, reason }: Standing): void {
    const before = this.#entities.get(entity) ?? NONE;
    this.#entities.set(entity, { ...before, [end]: before[end] + 1 });
    for (const one of reason?.split(' ') ?? []) this.#reasons.set(one, (this.#reasons.get(one) ?? 0) + 1);
  }

  /** What no plan has seen is written down as well, so that the list of rows is whole. */
  async #noteNew(entity: EntityName, rows: readonly ComparedRow[]): Promise<void> {
    const planned = rows.flatMap(({ row, source, place }): PlannedRow[] =>
      row === null
        ? [
            {
              ...place,
              rowId: source.rowId,
              fate: 'leave',
              reason: REASONS.not_planned,
              sourceHash: '',
              matchedKey: null,
            },
          ]
        : [],
    );
    if (planned.length === 0) return;
    await putPlanned(this.#deps.store, this.#transfer, this.#transfer.planNo, entity, planned);
  }

  async #noteDiffering(entity: EntityName, rows: readonly ComparedRow[]): Promise<void> {
    const settled = rows.flatMap(({ row, difference }): Settled[] =>
      row !== null && difference !== null ? [leftOf(row, difference)] : [],
    );
    await settleRows(this.#deps.store, this.#transfer, entity, settled);
  }
}

/** The next plan finds it left and writes it again. */
const leftOf = (row: TransferRow, { kind }: Difference): Settled => ({
  ...row,
  state: 'left',
  reason: REASONS[kind],
  writtenHash: null,
  targetKey: kind === 'missing' ? null : row.targetKey,
});
