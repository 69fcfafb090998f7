/**
 * Canonical marks → committed rows, through everything that a run's write does: references, ids, hashes,
 * comparison with what is there, what is gone, coverage, progress. Limit: COPY of the very same rows straight into
 * the very same empty table.
 */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, peakMb, report, withStore } from './harness.ts';
import { copyMarks, dumpMarks } from './ingest-parts/limit.ts';
import { MARKS_A_STUDENT } from './ingest-parts/marks.ts';
import { prismaWays } from './ingest-parts/prisma-ways.ts';
import { makeConnection, readSchool } from './ingest-parts/read-school.ts';

const STUDENTS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 3;
const ROWS = STUDENTS * MARKS_A_STUDENT;

await withStore(async (store) => {
  const client = await store.connect();
  const file = join(tmpdir(), `peremena-bench-${process.pid}.copy`);
  const figures: number[] = [];
  const limits: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.query('TRUNCATE mark, coverage, history');
      await client.query('CHECKPOINT');
      const { seconds, added } = await readSchool(store, await makeConnection(store), STUDENTS);
      if (added !== ROWS) throw new Error(`${added} rows of ${ROWS} were written`);
      figures.push(Math.round(ROWS / seconds));
      await dumpMarks(client, file);
      limits.push(Math.round(ROWS / (await copyMarks(client, file))));
    }
    const ownPeakMb = peakMb();
    report({
      bench: 'ingest',
      figure: median(figures),
      unit: 'rows/s',
      limit: median(limits),
      rows: ROWS,
      figures,
      limits,
      ...(await prismaWays(store)),
      peakMbBeforePrisma: ownPeakMb,
    });
  } finally {
    await client.end();
    await rm(file, { force: true });
  }
});
