/**
 * `npm run schema`: renders prisma/schema.prisma from the canonical model. With `--sql` it prints the tables
 * of all entities instead, which is what the first migration was made of; later migrations are written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { renderPrismaSchema } from '../src/store/schema/render-prisma.ts';
import { renderEntityTables } from '../src/store/schema/render-sql.ts';

const part = (name: string): string => readFileSync(new URL(`parts/${name}`, import.meta.url), 'utf8');

if (process.argv.includes('--sql')) process.stdout.write(`${part('base.sql')}\n${renderEntityTables()}`);
else writeFileSync(new URL('schema.prisma', import.meta.url), renderPrismaSchema(part('base.prisma')));
