import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Benches by name; each runs in a process of its own, so that its peak memory is its own. */
const NOT_BENCHES = new Set(['main', 'harness']);

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))
  .filter((name) => !NOT_BENCHES.has(name));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`unknown bench: ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}

for (const name of asked.length > 0 ? asked : names) {
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, `${name}.ts`)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) {
    console.error(`bench ${name} failed with exit code ${status}`);
    process.exitCode = 1;
  }
}
