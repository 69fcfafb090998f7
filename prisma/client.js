// Generates the Prisma client without a network: `prisma generate` needs no schema engine, but looks for one,
// and takes any file that exists.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const manifest = require.resolve('prisma/package.json');
const { bin } = require(manifest);
const { status, error } = spawnSync(
  process.execPath,
  [join(dirname(manifest), bin.prisma), 'generate', '--no-hints'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
if (error) throw error;
process.exitCode = status ?? 1;
