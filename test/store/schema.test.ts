import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { entityTables } from '../../src/store/schema/columns.ts';
import { renderPrismaSchema } from '../../src/store/schema/render-prisma.ts';
import { testStore } from '../database.ts';

const file = (name: string): string => readFileSync(new URL(`../../prisma/${name}`, import.meta.url), 'utf8');

/** Tables that are about no school. */
const ofInstallation = new Set(['client', 'person', 'session', '_prisma_migrations']);

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

describe('schema', () => {
  it('is what `npm run schema` renders from the model', () => {
    expect(file('schema.prisma')).toBe(renderPrismaSchema(file('parts/base.prisma')));
  });

  it('has in the migrated database exactly the columns that the model has', async () => {
    const { rows } = await store.pool.query<{
      table: string;
      column: string;
      type: string;
      nullable: boolean;
    }>(
      `SELECT table_name AS "table", column_name AS "column", udt_name AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
    );
    const short: Record<string, string> = {
      integer: 'int4',
      smallint: 'int2',
      bigint: 'int8',
      'double precision': 'float8',
      boolean: 'bool',
    };
    for (const table of entityTables) {
      expect(rows.filter((row) => row.table === table.name).map(({ table: _, ...column }) => column)).toEqual(
        table.columns.map(({ name, type, nullable }) => ({
          column: name,
          type: short[type] ?? type,
          nullable,
        })),
      );
    }
  });

  it('answers a query of every Prisma model', async () => {
    const models = [...file('schema.prisma').matchAll(/^model (\w+) \{/gm)].map((match) => match[1] ?? '');
    expect(models.length).toBeGreaterThan(entityTables.length);
    for (const model of models) {
      const name = model.charAt(0).toLowerCase() + model.slice(1);
      const delegate = Reflect.get(store.prisma, name) as { findFirst(): Promise<unknown> };
      expect(await delegate.findFirst(), model).toBeNull();
    }
  });

  it('begins the primary key of every table of a school with the school', async () => {
    const { rows } = await store.pool.query<{ table: string; first: string }>(
      `SELECT c.conrelid::regclass::text AS "table", a.attname AS first
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace`,
    );
    const tables = await store.pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );

    const first = new Map(rows.map((row) => [row.table, row.first]));
    for (const { name } of tables.rows) {
      if (!ofInstallation.has(name)) expect([name, first.get(name)]).toEqual([name, 'school_id']);
    }
    expect(tables.rows.length).toBe((file('schema.prisma').match(/^model /gm)?.length ?? 0) + 1);
  });

  it('lets no foreign key cross schools', async () => {
    const { rows } = await store.pool.query<{ name: string; table: string; pairs: string[] }>(
      `SELECT c.conname AS name, c.conrelid::regclass::text AS "table", array_agg(a.attname || '>' || b.attname) AS pairs
       FROM pg_constraint c
       CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k(own, foreign_key)
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
       JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.foreign_key
       WHERE c.contype = 'f' GROUP BY c.conname, c.conrelid`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { name, pairs } of rows.filter(({ table }) => !ofInstallation.has(table)))
      expect([name, pairs]).toEqual([name, expect.arrayContaining(['school_id>school_id'])]);
  });

  it('puts no more than one index beside the key of an entity', async () => {
    const { rows } = await store.pool.query<{ table: string; indexes: number }>(
      `SELECT tablename AS "table", count(*)::int AS indexes FROM pg_indexes WHERE schemaname = 'public'
       GROUP BY tablename`,
    );
    const entities = new Set(entityTables.map((table) => table.name));
    for (const { table, indexes } of rows) if (entities.has(table)) expect(indexes).toBeLessThanOrEqual(2);
  });
});
