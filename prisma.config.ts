import { defineConfig } from 'prisma/config';

// Only `prisma migrate` connects by this; the program itself is given its address by src/config.ts.
const url = process.env['DATABASE_URL'];

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
