import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Store } from '../../store/open.ts';
import { type KnownRow, knownRows, type TransferKey } from '../../store/transfer/rows.ts';
import type { SourceRow } from '../../store/transfer/types.ts';

/** Whether a row that another one refers to is, or will be, in the target. */
export interface Referent {
  readonly goes: boolean;
  /** Its key there; null until it is written. */
  readonly key: string | null;
  /** What it is known by as long as its key is not: our id, or the key of the mapping. */
  readonly name: string;
}

/** Answers for the rows that a page was loaded for. */
export type Referents = (entity: EntityName, id: string) => Referent;

const REMEMBERED = 50_000;

/** The reference fields of an entity with the entities that they name. */
export const referencesOf = (entity: EntityName): readonly { field: string; to: EntityName }[] =>
  [...entityOf(entity).fields].flatMap(([field, { ref }]) =>
    ref === undefined ? [] : [{ field, to: ref as EntityName }],
  );

/** Whether a row that others refer to counts as going; a plan looks at what is said, a run at what is done. */
export type Goes = (row: KnownRow) => boolean;

const willGo = ({ fate }: KnownRow): boolean => fate === 'arrive' || fate === 'change';

/** For a plan: what the same plan has said. */
export const goesByPlan =
  (planNo: number): Goes =>
  (row) =>
    row.planNo === planNo && willGo(row);

/** For a dry run: what would go, unless it was tried and refused. */
export const goesInTheory: Goes = (row) => willGo(row) && row.state !== 'left';

/** For a run: what the target has. */
export const goesInFact: Goes = (row) => willGo(row) && row.targetKey !== null;

/** Looks up what rows refer to, a page at a time; what many refer to is remembered. */
export class References {
  readonly #store: Store;
  readonly #transfer: TransferKey;
  readonly #goes: Goes;
  readonly #known = new Map<string, Referent>();
  /** What a dry run would have written down. */
  readonly #imagined = new Map<string, Referent>();

  constructor(store: Store, transfer: TransferKey, goes: Goes) {
    this.#store = store;
    this.#transfer = transfer;
    this.#goes = goes;
  }

  /** Notes that a row does not go after all, without it being written anywhere. */
  imagineLeft(entity: EntityName, id: string): void {
    this.#imagined.set(`${entity}/${id}`, { goes: false, key: null, name: id });
  }

  /** Makes the referents of these rows known. */
  async load(rows: readonly SourceRow[]): Promise<Referents> {
    if (this.#known.size > REMEMBERED) this.#known.clear();
    const wanted = new Map<EntityName, Set<string>>();
    for (const { entity, data } of rows) {
      for (const { field, to } of referencesOf(entity)) {
        const id = data[field];
        if (typeof id !== 'string' || this.#known.has(`${to}/${id}`)) continue;
        wanted.set(to, (wanted.get(to) ?? new Set()).add(id));
      }
    }
    for (const [entity, ids] of wanted) await this.#look(entity, ids);
    return (entity, id) =>
      this.#imagined.get(`${entity}/${id}`) ??
      this.#known.get(`${entity}/${id}`) ?? { goes: false, key: null, name: id };
  }

  async #look(entity: EntityName, ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) this.#known.set(`${entity}/${id}`, { goes: false, key: null, name: id });
    for (const row of await knownRows(this.#store, this.#transfer, entity, [...ids])) {
      const { rowId, targetKey, ours } = row;
      const name = !ours && targetKey !== null ? targetKey : rowId;
      this.#known.set(`${entity}/${rowId}`, { goes: this.#goes(row), key: targetKey, name });
    }
  }
}
