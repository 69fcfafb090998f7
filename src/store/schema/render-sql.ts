import { type Column, type EntityTable, entityTables } from './columns.ts';

const sqlType = (column: Column): string => (column.type === 'timestamptz' ? 'timestamptz(3)' : column.type);

const columnLine = (column: Column): string =>
  `  "${column.name}" ${sqlType(column)}${column.nullable ? '' : ' NOT NULL'},`;

function createTable(table: EntityTable): string {
  const lines = [
    `CREATE TABLE "${table.name}" (`,
    ...table.columns.map(columnLine),
    `  CONSTRAINT "${table.name}_pkey" PRIMARY KEY ("school_id", "id")`,
    ');',
  ];
  if (table.index.length > 0) {
    const columns = table.index.map((name) => `"${name}"`).join(', ');
    lines.push(`CREATE INDEX "${table.name}_${table.index.join('_')}_idx" ON "${table.name}" (${columns});`);
  }
  return lines.join('\n');
}

/** CREATE TABLE and CREATE INDEX of every entity, for a migration that makes them all. */
export const renderEntityTables = (): string => `${entityTables.map(createTable).join('\n\n')}\n`;
