import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';
import type { ColumnKind } from '../../model/fields.ts';

/** The PostgreSQL types that our tables use. */
export type SqlType =
  | 'uuid'
  | 'text'
  | 'date'
  | 'timestamptz'
  | 'integer'
  | 'smallint'
  | 'bigint'
  | 'double precision'
  | 'boolean'
  | 'jsonb'
  | 'bytea';

/** A column of an entity's table; `field` is the model's name of it, null for what the store adds. */
export interface Column {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly field: string | null;
}

/** The table of an entity: what the schema, the first migration and the bulk writer are all read off. */
export interface EntityTable {
  readonly entity: EntityName;
  readonly name: string;
  /** In the order in which they stand in the table: the store's own first, then the fields. */
  readonly columns: readonly Column[];
  readonly fields: readonly Column[];
  /** Columns of the one secondary index. */
  readonly index: readonly string[];
}

const SQL_TYPES: Readonly<Record<ColumnKind, SqlType>> = {
  uuid: 'uuid',
  text: 'text',
  day: 'date',
  instant: 'timestamptz',
  // `HH:MM` of the school's own clock: as text it is compared and shown without any conversion.
  time: 'text',
  int: 'integer',
  decimal: 'double precision',
  bool: 'boolean',
  json: 'jsonb',
};

/** `subjectGroup` → `subject_group`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const own = (name: string, type: SqlType, nullable = false): Column => ({
  name,
  type,
  nullable,
  field: null,
});

/**
 * `content_changed_at` and not `changed_at`: a mark has a field `changedAt`, which is the vendor's word; this
 * one is ours, and says when we saw the content differ.
 */
const provenance = (identity: boolean): readonly Column[] => [
  own('school_id', 'uuid'),
  own('id', 'uuid'),
  own('source', 'text'),
  ...(identity ? [own('source_rank', 'smallint')] : []),
  own('external_key', 'text'),
  own('content_hash', 'bytea'),
  own('run_id', 'bigint'),
  own('absent_at', 'timestamptz', true),
  own('first_seen_at', 'timestamptz'),
  own('content_changed_at', 'timestamptz', true),
  own('deleted_at', 'timestamptz', true),
];

/** Where the owner's index does not serve the reads: `[entity, columns after school_id]`. */
const INDEXES: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  enrolment: ['student_id'],
  lesson: ['subject_group_id', 'date'],
  homework: ['class_id', 'due_day'],
  assessment: ['class_id', 'date'],
  substitution: ['lesson_id'],
};

function indexOf(entity: EntityName): readonly string[] {
  const chosen = INDEXES[entity];
  // A request names a student without a school, so this one index begins with the id.
  if (entity === 'student') return ['id'];
  if (chosen) return ['school_id', ...chosen];
  const { owner, day } = entityOf(entity);
  if (owner === null) return [];
  return ['school_id', snakeCase(owner), ...(day === null ? [] : [snakeCase(day)])];
}

function describe(entity: EntityName): EntityTable {
  const { fields, identity } = entityOf(entity);
  const columns = [...fields].map(([field, facts]) => ({
    name: snakeCase(field),
    type: SQL_TYPES[facts.column],
    nullable: facts.nullable,
    field,
  }));
  return {
    entity,
    name: snakeCase(entity),
    columns: [...provenance(identity), ...columns],
    fields: columns,
    index: indexOf(entity),
  };
}

const tables = new Map(entityNames.map((entity) => [entity, describe(entity)]));

/** The table of an entity. */
export function tableOf(entity: EntityName): EntityTable {
  const table = tables.get(entity);
  if (!table) throw new Error(`no table for entity ${entity}`);
  return table;
}

/** The tables of all entities, in the model's order. */
export const entityTables: readonly EntityTable[] = [...tables.values()];
