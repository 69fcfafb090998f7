import type { EntityName } from '../../../model/entities.ts';
import type { RowState, Transfer } from '../../../store/transfer/types.ts';
import type { ForeseenRow } from '../dry-run.ts';

/** Rows of which a dry run says the same, with the first of them. */
export interface ForeseenGroup {
  readonly entity: EntityName;
  readonly state: RowState;
  readonly reason: string | null;
  readonly rows: number;
  readonly first: readonly string[];
}

/** What a dry run said: of how many rows what, and by which plan. */
export interface Foreseen {
  readonly at: Date;
  readonly planNo: number;
  readonly groups: readonly ForeseenGroup[];
}

/** Of each group so many rows are kept to be looked at: a school has a hundred thousand. */
const MOST_FIRST = 20;

/** Counts what a dry run tells, page after page. */
export class ForeseenBook {
  readonly #groups = new Map<string, { group: ForeseenGroup; first: string[]; rows: number }>();

  add(rows: readonly ForeseenRow[]): void {
    for (const { entity, state, reason, rowId } of rows) {
      const key = `${entity} ${state} ${reason ?? ''}`;
      const known = this.#groups.get(key) ?? {
        group: { entity, state, reason, rows: 0, first: [] },
        first: [],
        rows: 0,
      };
      known.rows += 1;
      if (known.first.length < MOST_FIRST) known.first.push(rowId);
      this.#groups.set(key, known);
    }
  }

  told(at: Date, { planNo }: Pick<Transfer, 'planNo'>): Foreseen {
    const groups = [...this.#groups.values()].map(({ group, first, rows }) => ({ ...group, first, rows }));
    return { at, planNo, groups };
  }
}
