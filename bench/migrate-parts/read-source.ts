/** Reads the old journal into the store, and enters everybody's consent to the move. Prints whose rows they are. */
import { adapterOf } from '../../src/adapters/registry.ts';
import { addConnection } from '../../src/store/connections.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createSchool } from '../../src/store/schools.ts';
import { runSync } from '../../src/sync/run.ts';
import { secondsOf } from '../harness.ts';
import { depsOf, OPERATOR, type SimulatorCard } from './card.ts';

const [, , url = '', told = ''] = process.argv;
const { system, range, settings } = JSON.parse(told) as SimulatorCard;

async function readSchool(store: Store) {
  const adapter = adapterOf(system);
  if (!adapter) throw new Error('no adapter');
  const timeZone = String(settings['timeZone']);
  const school = { name: 'Школа', municipality: 'Озёрск', timeZone, weekDays: null };
  const { schoolId } = await createSchool(store, school);
  const fresh = { schoolId, name: `bench-${schoolId}`, system, mode: 'staff', rank: 50, settings };
  const connection = await addConnection(store, Buffer.alloc(32, 1), fresh, new Date());
  const report = await runSync(
    { ...depsOf(store), removalGuardShare: 0.2 },
    {
      connection,
      adapter,
      settings,
      ...range,
      dryRun: false,
      allowRemoval: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  if (report.error) throw new Error(report.error.message);
  return { schoolId, source: connection.source };
}

const consent = `INSERT INTO consent (school_id, id, source, external_key, content_hash, run_id, first_seen_at, student_id,
    purpose, operator, state, signer_guardian_id, signed_by_student, from_day)
  SELECT school_id, gen_random_uuid(), 'peremena/register', id::text, '', 0, now(), id, 'transfer', $2, 'given',
    gen_random_uuid(), 'yes', '2025-09-01' FROM student WHERE school_id = $1`;

const store = await openStore({ url });
try {
  let found = { schoolId: '', source: '' };
  const seconds = await secondsOf(async () => {
    found = await readSchool(store);
  });
  await store.pool.query(consent, [found.schoolId, OPERATOR]);
  await store.pool.query('VACUUM ANALYZE');
  console.log(JSON.stringify({ ...found, seconds }));
} finally {
  await store.close();
}
