import type { EntityName } from '../../model/entities.ts';
import type { Store } from '../open.ts';
import { COLUMNS, type RowFilter, type TransferKey } from './rows.ts';
import type { TransferRow } from './types.ts';

const NONE = '00000000-0000-0000-0000-000000000000';

/** As `transfer_row_place_idx` has it. */
const PLACE = `coalesce(class_id, '${NONE}'::uuid), coalesce(subject_id, '${NONE}'::uuid), row_id`;

const FIRST = [NONE, NONE, NONE] as const;

const placeOf = ({ classId, subjectId, rowId }: TransferRow) =>
  [classId ?? NONE, subjectId ?? NONE, rowId] as const;

/**
 * Rows of one entity by class and subject, page after page to the end: neighbours share lessons and works, which a
 * target is asked about. Rows may be settled meanwhile, and keep their places.
 */
export async function* rowPagesByPlace(
  store: Store,
  { schoolId, transferId }: TransferKey,
  filter: Pick<RowFilter, 'fates' | 'states'> & { readonly entity: EntityName },
  size: number,
): AsyncGenerator<readonly TransferRow[]> {
  const { entity, fates, states } = filter;
  let after: readonly [string, string, string] = FIRST;
  for (;;) {
    const { rows } = await store.pool.query<TransferRow>(
      `SELECT ${COLUMNS} FROM transfer_row
       WHERE school_id = $1 AND transfer_id = $2 AND entity = $3 AND (${PLACE}) > ($4::uuid, $5::uuid, $6::uuid)
         AND ($7::text[] IS NULL OR fate = ANY ($7)) AND ($8::text[] IS NULL OR state = ANY ($8))
       ORDER BY ${PLACE} LIMIT ${size}`,
      [schoolId, transferId, entity, ...after, fates ?? null, states ?? null],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    after = placeOf(last);
  }
}
