import { instantSql } from './reach.ts';

/**
 * Part `held` of a statement about one student, behind part `who`: changes that came after the window of the
 * school's act and have no permit. Nearly always empty.
 */
export const heldPart = `
held as materialized (
  select w.entity, w.row_id, w.accepted, w.since, w.finding_id
  from who join withheld w on w.school_id = who.school_id and w.student_id = who.id
)`;

/** Joins what is held of the row `alias`, as `h`. */
export const joinHeld = (entity: 'mark' | 'attendance' | 'termMark', alias: string): string =>
  `left join held h on h.entity = '${entity}' and h.row_id = ${alias}.id`;

/** The accepted value of a column; that of the row itself where nothing is held. */
export const accepted = (column: string, field: string, cast = ''): string =>
  `case when h.row_id is null then ${column} else (h.accepted->>'${field}')${cast} end`;

/**
 * Which rows `alias` are there: those that are not deleted; of the held ones those of which something was accepted,
 * deleted meanwhile or not. Whoever sees what waits sees also what was added.
 */
export const present = (alias: string, pending: boolean): string =>
  `case when h.row_id is null then ${alias}.deleted_at is null
    else h.accepted is not null${pending ? ` or ${alias}.deleted_at is null` : ''} end`;

/** Whether everybody sees the row: only such rows are counted. */
export const shown = 'h.row_id is null or h.accepted is not null';

/** What waits, as JSON; `value` is SQL of the row's own value. */
export const pendingJson = (alias: string, value: string): string =>
  `case when h.row_id is not null then json_build_object(
    'value', case when ${alias}.deleted_at is null then ${value} end,
    'since', ${instantSql('h.since')}, 'findingId', h.finding_id) end`;

/** A member of a JSON object that only those get who see what waits. */
export const pendingMember = (alias: string, pending: boolean): string =>
  pending ? `, 'pending', ${alias}.pending` : '';
