import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import { addConnection, type Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { createSchool } from '../../../src/store/schools.ts';
import { createTransfer } from '../../../src/store/transfer/transfers.ts';
import type { TransferDeps } from '../../../src/sync/migrate/deps.ts';
import { withTarget } from '../../../src/sync/migrate/deps.ts';
import { proposeMapping } from '../../../src/sync/migrate/mapping/propose.ts';
import { readMappingGround } from '../../../src/sync/migrate/mapping-ground.ts';
import { planTransfer } from '../../../src/sync/migrate/plan.ts';
import { reconcileTransfer } from '../../../src/sync/migrate/reconcile/reconcile.ts';
import { mappingFrom, noMapping } from '../../../src/sync/migrate/resolve.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { runSync } from '../../../src/sync/run.ts';
import { type Simulated, simulated } from '../../adapters/netschool/simulated.ts';
import { testStore } from '../../database.ts';
import { KEY } from '../../store/school.ts';
import { OPERATOR } from './school.ts';

const SCHOOL = { seed: 11, schools: 1, studentsPerSchool: 24, startYear: 2025, weeks: 3 } as const;

let store: Store;
let source: Simulated;
let aim: DnevnikSimulator;
beforeAll(async () => {
  store = await testStore();
  source = await simulated({ students: SCHOOL.studentsPerSchool, weeks: SCHOOL.weeks });
  aim = await startDnevnik({ municipality: makeMunicipality(SCHOOL), empty: true });
});
afterAll(async () => {
  await source.close();
  await aim.close();
  await store.close();
});

const signal = new AbortController().signal;

function depsOf(): TransferDeps {
  return {
    store,
    now: () => new Date('2025-09-25T09:00:00Z'),
    sleep: async () => undefined,
    log: () => undefined,
  };
}

/** Reads the old journal into the store, as the first step of any move. */
async function readSource(): Promise<Connection> {
  const { schoolId } = await createSchool(store, {
    name: 'Школа',
    municipality: 'Озёрск',
    timeZone: source.settings.timeZone ?? 'Asia/Barnaul',
    weekDays: 6,
  });
  const { settings } = source;
  const connection = await addConnection(
    store,
    KEY,
    { schoolId, name: 'old', system: 'netschool', mode: 'staff', rank: 50, settings },
    new Date('2025-09-01T00:00:00Z'),
  );
  const report = await runSync(
    { ...depsOf(), removalGuardShare: 0.2 },
    {
      connection,
      adapter: source.adapter,
      settings,
      ...source.range,
      dryRun: false,
      allowRemoval: false,
      signal,
      onProgress: () => undefined,
    },
  );
  expect(report.error).toBeNull();
  await store.pool.query(
    `INSERT INTO consent (school_id, id, source, external_key, content_hash, run_id, first_seen_at, student_id, purpose,
       operator, state, signer_guardian_id, signed_by_student, from_day)
     SELECT school_id, gen_random_uuid(), 'peremena/register', id::text, '', 0, now(), id, 'transfer', $2, 'given',
       gen_random_uuid(), 'yes', '2025-09-01' FROM student WHERE school_id = $1`,
    [schoolId, OPERATOR],
  );
  return connection;
}

const aimSettings = () =>
  settingsSchema.parse({
    host: aim.profile,
    baseUrl: aim.baseUrl,
    schoolId: String(aim.schools[0]?.id),
    timeZone: aim.schools[0]?.timeZone,
    mode: 'staff',
    tokens: [aim.tokens.admin],
    requestsPerSecond: 10_000,
    attendance: { Pass: { status: 'absent', reason: 'excused' } },
    writes: 'unconfirmed',
  });

describe('from one vendor to another', () => {
  it('moves a school of «Сетевой город» into an empty one of «Дневник.ру»', async () => {
    const connection = await readSource();
    const deps = depsOf();
    const transfer = await createTransfer(store, {
      schoolId: connection.schoolId,
      source: connection.source,
      target: 'new',
      operator: OPERATOR,
      fromDay: source.range.from,
      toDay: source.range.to,
      switchDay: null,
      policy: {},
      createdAt: deps.now(),
    });
    const where = { target: dnevnikTarget, settings: aimSettings(), signal };
    const ground = await withTarget(deps, { ...where, mapping: noMapping }, (session) =>
      readMappingGround(
        store,
        transfer,
        { system: 'dnevnik', declaration: dnevnikTarget.declaration },
        session,
        deps.now(),
      ),
    );
    const file = proposeMapping(ground);
    expect(file.lines.filter(({ how }) => how === 'question' || how === 'leave')).toEqual([]);
    const move = { ...where, mapping: mappingFrom(file), onProgress: () => undefined };
    const planned = await planTransfer(deps, transfer.transferId, move);
    if (!planned.ok) throw new Error(planned.error.code);
    const { entities, reasons } = planned.value.inventory;
    expect(reasons['transfer.kept_here/mark.value=.']).toBe(entities.mark?.leave);

    aim.setQuirks({ dropEveryNthWrite: 100 });
    expect(await runTransfer(deps, transfer.transferId, move)).toMatchObject({
      ok: true,
      value: { state: 'done' },
    });
    // What the run did not notice is found here, and brought by the next one.
    expect(await reconcileTransfer(deps, transfer.transferId, move)).toMatchObject({ ok: true });
    aim.setQuirks({ dropEveryNthWrite: 0 });
    expect(await planTransfer(deps, transfer.transferId, move)).toMatchObject({ ok: true });
    expect(await runTransfer(deps, transfer.transferId, move)).toMatchObject({
      ok: true,
      value: { state: 'done' },
    });
    const found = await reconcileTransfer(deps, transfer.transferId, move);
    if (!found.ok) throw new Error(found.error.code);
    expect(found.value.differences).toEqual([]);
    for (const [entity, { rows, arrive, change, hold, leave }] of Object.entries(entities)) {
      expect([entity, found.value.entities[entity]]).toEqual([
        entity,
        { source: rows, arrived: arrive, changed: change, held: hold, left: leave, gone: 0 },
      ]);
    }
    for (const { expected, target } of found.value.marks) expect(target).toEqual(expected);
  }, 180_000);
});
