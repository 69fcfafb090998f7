/**
 * `npm run schema`: renders prisma/schema.prisma from the canonical model. With `--sql` it prints the tables
 * of all entities instead, to write a migration from.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { renderPrismaSchema } from '../src/store/schema/render-prisma.ts';
import { renderEntityTables } from '../src/store/schema/render-sql.ts';

const part = (name: string): string => readFileSync(new URL(`parts/${name}`, import.meta.url), 'utf8');

if (process.argv.includes('--sql')) process.stdout.write(renderEntityTables());
else writeFileSync(new URL('schema.prisma', import.meta.url), renderPrismaSchema(part('base.prisma')));
