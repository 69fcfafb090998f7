import { type EntityName, entityOf } from '../../model/entities.ts';
import type { ColumnKind } from '../../model/fields.ts';
import type { Kept } from '../../rules/facts.ts';
import { tableOf } from '../schema/columns.ts';
import { type Asker, type Cell, filled, instantOf, intervalOf } from './raw-rows.ts';

const asText = (cell: string): unknown => cell;

/** Cells as the model has them. */
const READERS: Readonly<Record<ColumnKind, (cell: string) => unknown>> = {
  uuid: asText,
  text: asText,
  time: asText,
  day: asText,
  instant: (cell) => new Date(instantOf(cell)).toISOString(),
  int: Number,
  decimal: Number,
  bool: (cell) => cell === 't',
  json: (cell) => JSON.parse(cell) as unknown,
};

/** Reads the live rows of an entity whole, as they are; of the sources named. For what a school has few of. */
export async function readKept<N extends EntityName>(
  asker: Asker,
  schoolId: string,
  entity: N,
  sources: readonly string[],
): Promise<readonly Kept<N>[]> {
  const { name, fields } = tableOf(entity);
  const kinds = [...entityOf(entity).fields.values()].map(({ column }) => READERS[column]);
  const columns = fields.map((field) => `t."${field.name}"`).join(', ');
  const rows = await asker.rows(
    `kept-${name}`,
    `select t.id, t.absent_at, t.first_seen_at, ${columns} from "${name}" t
     where t.school_id = $1 and t.source = any($2::text[]) and t.deleted_at is null order by t.id`,
    [schoolId, sources],
  );
  const read = (cell: Cell | undefined, index: number): unknown =>
    cell === null || cell === undefined ? null : kinds[index]?.(cell);
  return rows.map(([id, absentAt, seenAt, ...cells]) => {
    const values = fields.map(({ field }, index) => [field, read(cells[index], index)] as const);
    const own = { id: filled(id), entered: intervalOf(absentAt ?? null, seenAt ?? null) };
    // The columns are made of the entity's fields, in their order and of their kinds.
    return { ...Object.fromEntries(values), ...own } as unknown as Kept<N>;
  });
}
