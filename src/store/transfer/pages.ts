import { type EntityName, entityNames } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { rowsBehind, type TransferKey } from './rows.ts';
import type { RowState, TransferRow } from './types.ts';

/** Which rows, and from where on. */
export interface RowPageRequest {
  /** Null: of every entity, in the order of the model. */
  readonly entity: EntityName | null;
  readonly states: readonly RowState[] | null;
  readonly after: { readonly entity: EntityName; readonly rowId: string } | null;
  readonly limit: number;
}

/** The next rows of a transfer behind a place: by entity in the order of the model, then by id. */
export async function nextRows(
  store: Store,
  transfer: TransferKey,
  { entity, states, after, limit }: RowPageRequest,
): Promise<readonly TransferRow[]> {
  const asked = entity === null ? entityNames : [entity];
  const from = after === null ? 0 : Math.max(0, asked.indexOf(after.entity));
  const rows: TransferRow[] = [];
  for (const name of asked.slice(from)) {
    const behind = after?.entity === name ? after.rowId : null;
    const filter = { entity: name, ...(states === null ? {} : { states }) };
    rows.push(...(await rowsBehind(store, transfer, filter, behind, limit - rows.length)));
    if (rows.length >= limit) break;
  }
  return rows;
}
