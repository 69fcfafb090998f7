/**
 * All rules of one act and the federal norms over a school for a year. Figure: rows a second; limit: reading the same
 * rows once, class by class, and doing nothing with them. The larger school must not need more memory.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, peakMb, report, secondsOf, withStore } from './harness.ts';
import { readOnce } from './rules-parts/limit.ts';
import { controlled, evaluate } from './rules-parts/school.ts';
import { seedYear } from './rules-parts/seed.ts';

const STUDENTS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 3;
const SMALL = 250;

/** As the program itself is bounded (docs/decisions/0015-bounded-heap.md). */
const BOUNDS = ['--max-old-space-size=256', '--max-semi-space-size=8'];

const words = (students: number): string[] => [
  ...BOUNDS,
  '--import',
  'tsx',
  fileURLToPath(import.meta.url),
  String(students),
];

if (!BOUNDS.every((bound) => process.execArgv.includes(bound))) {
  process.exit(spawnSync(process.execPath, words(STUDENTS), { stdio: 'inherit' }).status ?? 1);
}

/** The peak of a school of a quarter of the size, in a process of its own. */
function peakOfSmall(): number {
  const { stdout } = spawnSync(process.execPath, words(SMALL), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (JSON.parse(stdout) as { peakMb: number }).peakMb;
}

await withStore(async (store) => {
  await seedYear(store, STUDENTS);
  const deps = await controlled(store);
  let units = 0;
  const first = await secondsOf(async () => {
    ({ units } = await evaluate(deps, 'full'));
  });
  const full: number[] = [];
  const limits: number[] = [];
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    full.push(await secondsOf(() => evaluate(deps, 'full')));
    const peak = peakMb();
    limits.push(
      await secondsOf(async () => {
        rows = await readOnce(store);
      }),
    );
    if (STUDENTS === SMALL && round === 0) {
      console.log(JSON.stringify({ peakMb: peak }));
      return;
    }
  }
  const { rows: found } = await store.pool.query<{ verdict: string; count: number }>(
    'SELECT verdict, count(*)::int AS count FROM finding GROUP BY verdict ORDER BY verdict',
  );
  report({
    bench: 'rules-full',
    figure: rows / median(full),
    unit: 'rows/s',
    limit: rows / median(limits),
    students: STUDENTS,
    rows,
    units,
    seconds: Number(median(full).toFixed(2)),
    firstSeconds: Number(first.toFixed(2)),
    limitSeconds: Number(median(limits).toFixed(2)),
    findings: JSON.stringify(Object.fromEntries(found.map(({ verdict, count }) => [verdict, count]))),
    ...(STUDENTS > SMALL ? { peakMbOfSmall: peakOfSmall() } : {}),
  });
});
