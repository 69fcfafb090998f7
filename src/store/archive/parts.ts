import pg from 'pg';
import type { Day } from '../../model/dates.ts';
import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import { snakeCase, tableOf } from '../schema/columns.ts';

/** Whose year, and its days. */
export interface YearOfSchool {
  readonly schoolId: string;
  readonly from: Day;
  readonly to: Day;
}

/**
 * A part of an archive: one table's rows of the year. `records` are what the year is about and are held to their digest
 * for ever; the rest (people, classes, who was where) goes on changing in the journal and is kept as it was.
 */
export interface ArchivePart {
  readonly name: string;
  readonly table: string;
  readonly isRecord: boolean;
  readonly columns: readonly string[];
}

/** Records without a day of their own. */
const RECORDS: ReadonlySet<EntityName> = new Set(['academicYear', 'term', 'schoolBreak', 'termMark']);

/** Papers are kept for longer than a year and by rules of their own. */
const LEFT_OUT: ReadonlySet<EntityName> = new Set(['account', 'consent', 'healthSheet']);

const isRecord = (entity: EntityName): boolean => entityOf(entity).day !== null || RECORDS.has(entity);

/** The parts of an archive, what is referred to before what refers to it. */
export const archiveParts: readonly ArchivePart[] = [
  {
    name: 'identity',
    table: 'identity',
    isRecord: false,
    columns: ['school_id', 'system', 'entity', 'external_key', 'row_id'],
  },
  ...entityNames
    .filter((entity) => !LEFT_OUT.has(entity))
    .map((entity) => ({
      name: entity,
      table: tableOf(entity).name,
      isRecord: isRecord(entity),
      columns: tableOf(entity).columns.map(({ name }) => name),
    })),
];

/** What makes the rows of a table the same rows in the same order, always. */
const KEYS: Readonly<Record<string, string>> = { identity: 't.system, t.entity, t.external_key' };

const overlap = (from: Day, to: Day): string => `t.start_day <= ${to} AND t.end_day >= ${from}`;

/** Which rows of a part are of the year, as SQL with its values written in: COPY takes no parameters. */
function within({ name }: ArchivePart, year: YearOfSchool): string {
  const [from, to] = [pg.escapeLiteral(year.from), pg.escapeLiteral(year.to)];
  if (name === 'academicYear' || name === 'term' || name === 'schoolBreak') return overlap(from, to);
  if (name === 'termMark') {
    return `(EXISTS (SELECT FROM term q WHERE q.school_id = t.school_id AND q.id = t.term_id
      AND q.start_day <= ${to} AND q.end_day >= ${from})
      OR EXISTS (SELECT FROM academic_year q WHERE q.school_id = t.school_id AND q.id = t.academic_year_id
      AND t.term_id IS NULL AND q.start_day <= ${to} AND q.end_day >= ${from}))`;
  }
  const day = name === 'identity' ? null : entityOf(name as EntityName).day;
  return day === null ? 'true' : `t."${snakeCase(day)}" BETWEEN ${from} AND ${to}`;
}

/**
 * One JSON text a row, in the order of their ids. Columns are named: one that a later version adds does not change
 * what an old year was.
 */
export function linesSql(part: ArchivePart, year: YearOfSchool, schema = 'public'): string {
  const columns = part.columns.map((column) => `t."${column}"`).join(', ');
  return `SELECT row_to_json(r)::text FROM (SELECT ${columns} FROM ${pg.escapeIdentifier(schema)}."${part.table}" t
    WHERE t.school_id = ${pg.escapeLiteral(year.schoolId)} AND ${within(part, year)}
    ORDER BY ${KEYS[part.name] ?? 't.id'}) r`;
}
