import { type EntityName, entityOf } from '../../model/entities.ts';
import { tableOf } from '../schema/columns.ts';

/** Last time a row's place was seen by an earlier run of the source, as SQL over a row `t` of the table. */
export function lastSeenSql(entity: EntityName): string {
  const { owner, day } = entityOf(entity);
  const column = (field: string): string =>
    tableOf(entity).fields.find((candidate) => candidate.field === field)?.name ?? field;
  const owners = owner === null ? '' : `, t."${column(owner)}"`;
  const within = day === null ? '' : `AND t."${column(day)}" BETWEEN c.from_day AND c.to_day`;
  return `greatest(t.first_seen_at, t.content_changed_at, t.deleted_at, (SELECT max(c.seen_at) FROM coverage c
    WHERE c.school_id = t.school_id AND c.source = t.source AND c.entity = '${entity}' AND c.run_id <> $2
      AND c.owner_id IN ('00000000-0000-0000-0000-000000000000'${owners}) ${within}))`;
}
