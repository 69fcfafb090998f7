import { type Column, type EntityTable, entityTables, type SqlType } from './columns.ts';

const PRISMA_TYPES: Readonly<Record<SqlType, string>> = {
  uuid: 'String|@db.Uuid',
  text: 'String|',
  date: 'DateTime|@db.Date',
  timestamptz: 'DateTime|@db.Timestamptz(3)',
  integer: 'Int|',
  smallint: 'Int|@db.SmallInt',
  bigint: 'BigInt|',
  'double precision': 'Float|',
  boolean: 'Boolean|',
  jsonb: 'Json|',
  bytea: 'Bytes|',
};

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const modelName = (entity: string): string => entity.charAt(0).toUpperCase() + entity.slice(1);

function fieldLine(column: Column): string {
  const [type = '', native = ''] = PRISMA_TYPES[column.type].split('|');
  const name = camelCase(column.name);
  const attributes = [native, name === column.name ? '' : `@map("${column.name}")`];
  return [
    '  ',
    name,
    ' ',
    type,
    column.nullable ? '?' : '',
    ...attributes.filter(Boolean).map((a) => ` ${a}`),
  ].join('');
}

function model(table: EntityTable): string {
  const lines = table.columns.map(fieldLine);
  const keys = ['', '  @@id([schoolId, id])'];
  if (table.index.length > 0) keys.push(`  @@index([${table.index.map(camelCase).join(', ')}])`);
  keys.push(`  @@map("${table.name}")`);
  return [`model ${modelName(table.entity)} {`, ...lines, ...keys, '}'].join('\n');
}

/** The whole of `schema.prisma`: the hand-written part, then a model for every entity. */
export const renderPrismaSchema = (handWritten: string): string =>
  `${[
    '// Rendered by `npm run schema` from src/model/entities.ts and prisma/parts/base.prisma. Do not edit.',
    handWritten.trim(),
    ...entityTables.map(model),
  ].join('\n\n')}\n`;
