import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REGISTER_SOURCE } from '../../../src/model/disclosure.ts';
import { entityNames } from '../../../src/model/entities.ts';
import { rowId } from '../../../src/model/ids.ts';
import { recordKinds } from '../../../src/rules/kinds/record-kinds.ts';
import { entrySchema } from '../../../src/rules/regulation.ts';
import { putAdoption } from '../../../src/store/adoptions.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ControlDeps } from '../../../src/sync/control/deps.ts';
import { controlSchool } from '../../../src/sync/control/evaluate-school.ts';
import { schoolRows } from '../../api/rows.ts';
import { testStore } from '../../database.ts';
import { newConnection } from '../../store/school.ts';
import { DAYS, readJournal } from './journal.ts';
import { controlDeps } from './small-school.ts';
import { tinyAct } from './tiny-kinds.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

const window = (more: object) =>
  entrySchema.parse({
    id: 'window',
    kind: 'edit_window',
    clause: 'п. 1',
    says: 'окно',
    effect: 'withhold',
    parameters: { record: 'mark', window: { closes: 'after_days', days: 7 }, ...more },
  });

const deps = (familyGaps: Readonly<Record<string, string>>, entry: object): ControlDeps => ({
  ...controlDeps(store, [tinyAct({ entries: [window(entry)] })]),
  kinds: recordKinds,
  declaredOf: (source) => ({
    gives: new Set(entityNames),
    gaps: source === 'netschool/family' ? familyGaps : {},
  }),
});

interface Options {
  readonly familyGaps?: Readonly<Record<string, string>>;
  /** More of the entry's parameters. */
  readonly entry?: object;
}

/** A school that is read by its staff and by families, and evaluated after each reading. */
async function school({ familyGaps = {}, entry = {} }: Options = {}) {
  const staff = await newConnection(store);
  const { schoolId } = staff;
  const family = await newConnection(store, 'family', schoolId);
  const adoption = { regulation: 'tiny', from: '2025-09-01', to: null, choices: {} };
  await putAdoption(store, schoolId, adoption, { now: new Date('2025-09-01T00:00:00Z'), by: 'test' });
  let now = new Date('2025-09-09T04:00:00Z');
  const control = (what: 'full' | 'run', through = store) =>
    controlSchool({ ...deps(familyGaps, entry), store: through }, { schoolId, now, what });
  /** The first days' marks of the only student, as a journal shows them at noon of a day. */
  const readOnly = async (from: Connection, day: string, ...values: readonly (string | null)[]) => {
    now = new Date(`${day}T05:00:00Z`);
    const marks = DAYS.map((_, index) => [values[index] ?? null, null] as const);
    const shown = { marks, topics: [], termMark: null, both: false, hours: 0 };
    await readJournal(store, from, now, shown);
  };
  const read: typeof readOnly = async (...reading) => {
    await readOnly(...reading);
    await control('run');
  };
  const row = ({ source }: Connection, day: string = DAYS[0]) =>
    rowId({ schoolId, source, entity: 'mark', key: `${day}/0` });
  const withheld = async () => {
    const { rows } = await store.pool.query<{ source: string; accepted: string | null; finding: string }>(
      `SELECT k.source, w.accepted->>'value' AS accepted, w.finding_id AS finding FROM withheld w
       JOIN mark k ON k.school_id = w.school_id AND k.id = w.row_id WHERE w.school_id = $1 ORDER BY 1 DESC, k.date`,
      [schoolId],
    );
    return rows;
  };
  const findings = () =>
    store.prisma.finding.findMany({ where: { schoolId, verdict: 'violated', NOT: { state: 'mended' } } });
  const permit = async (of: Connection, value: string) => {
    const studentId = (await store.prisma.student.findFirstOrThrow({ where: { schoolId, externalKey: '0' } }))
      .id;
    const given = { studentId, target: 'mark', targetId: row(of), value, state: 'granted' };
    await schoolRows(store, schoolId, REGISTER_SOURCE).put('amendmentPermit', 'p', {
      ...given,
      ground: 'teacher_illness',
      document: '1',
      documentDay: '2025-09-25',
      decidedAt: now.toISOString(),
    });
    await control('full');
  };
  return { staff, family, read, readOnly, row, withheld, findings, permit, control };
}

type School = Awaited<ReturnType<typeof school>>;

/** Both journals showed 3 long after the window had closed; then both showed 5. */
async function changedInBoth({ staff, family, read }: School): Promise<void> {
  for (const source of [staff, family]) await read(source, '2025-09-20', '3');
  for (const source of [staff, family]) await read(source, '2025-09-25', '5');
}

describe('a late change in a school of two sources', () => {
  it('is one finding, and withheld in both', async () => {
    const one = await school();
    await changedInBoth(one);
    const found = await one.findings();
    expect(found.map(({ rows }) => rows)).toEqual([[{ entity: 'mark', id: one.row(one.staff) }]]);
    const finding = found[0]?.findingId;
    expect(await one.withheld()).toEqual([
      { source: 'netschool/staff', accepted: '3', finding },
      { source: 'netschool/family', accepted: '3', finding },
    ]);
    expect(await one.control('full')).toMatchObject({ opened: 0, changed: 0, mended: 0 });
    expect(await one.withheld()).toHaveLength(2);
  });

  it.each(['staff', 'family'] as const)('is let go in both by a permit for the row of %s', async (mode) => {
    const one = await school();
    await changedInBoth(one);
    await one.permit(one[mode], '5');
    expect((await one.findings()).map(({ state }) => state)).toEqual(['permitted']);
    expect(await one.withheld()).toEqual([]);
  });

  it('stays withheld in both under a permit for something else', async () => {
    const one = await school();
    await changedInBoth(one);
    await one.permit(one.family, '4');
    expect(await one.withheld()).toHaveLength(2);
  });

  it('is a finding of its own where only the other source shows it', async () => {
    const one = await school();
    for (const source of [one.staff, one.family]) await one.read(source, '2025-09-20', '3');
    await one.read(one.family, '2025-09-25', '5');
    const found = await one.findings();
    expect(found.map(({ rows }) => rows)).toEqual([[{ entity: 'mark', id: one.row(one.family) }]]);
    expect(await one.withheld()).toEqual([
      { source: 'netschool/family', accepted: '3', finding: found[0]?.findingId },
    ]);
    const { rows } = await store.pool.query(
      'SELECT sum(violated)::int AS violated FROM tally WHERE school_id = $1',
      [one.staff.schoolId],
    );
    expect(rows).toEqual([{ violated: 1 }]);
  });

  it('is withheld in a source that was read for the first time after it', async () => {
    const one = await school();
    await one.read(one.staff, '2025-09-20', '3');
    await one.read(one.staff, '2025-09-25', '5');
    await one.read(one.family, '2025-09-26', '5');
    expect((await one.withheld()).map(({ source, accepted }) => [source, accepted])).toEqual([
      ['netschool/staff', '3'],
      ['netschool/family', '3'],
    ]);
  });

  it('is withheld in a source that does not tell what the entry needs', async () => {
    const familyGaps = { 'mark.assessmentId': 'дневник этого не показывает' };
    const one = await school({ familyGaps, entry: { exceptWorkTypes: ['Проект'] } });
    await changedInBoth(one);
    expect((await one.withheld()).map(({ source, accepted }) => [source, accepted])).toEqual([
      ['netschool/staff', '3'],
      ['netschool/family', '3'],
    ]);
  });

  it('is not looked for where as many alike marks stand in the other source', async () => {
    const one = await school();
    await one.read(one.staff, '2025-09-20', '3', null, '5');
    await one.read(one.family, '2025-09-20', '3', null, '5');
    await one.read(one.staff, '2025-09-25', '5', null, '5');
    expect((await one.withheld()).map(({ source }) => source)).toEqual(['netschool/staff']);
  });

  it('is withheld when it is a mark that was added, or one that went', async () => {
    const one = await school();
    const { staff, family } = one;
    for (const source of [staff, family]) await one.read(source, '2025-09-20', '3', null);
    for (const source of [staff, family]) await one.read(source, '2025-09-25', null, '2');
    expect((await one.withheld()).map(({ source, accepted }) => [source, accepted])).toEqual([
      ['netschool/staff', '3'],
      ['netschool/staff', null],
      ['netschool/family', '3'],
      ['netschool/family', null],
    ]);
    expect(await one.findings()).toHaveLength(2);
  });
});

/** The store, with something that happens just before the first evaluation is saved. */
function interrupted(before: () => Promise<void>): Store {
  let first = true;
  const pool = new Proxy(store.pool, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'connect') return typeof member === 'function' ? member.bind(target) : member;
      return async () => {
        if (first) {
          first = false;
          await before();
        }
        return target.connect();
      };
    },
  });
  return { ...store, pool };
}

it('keeps what a reading holds while an evaluation is under way', async () => {
  const one = await school();
  const { staff } = one;
  await one.read(staff, '2025-09-20', '3');
  await one.control(
    'full',
    interrupted(() => one.readOnly(staff, '2025-09-25', '5')),
  );
  expect(await one.withheld()).toMatchObject([{ accepted: '3', finding: null }]);
  await one.control('run');
  expect(await one.withheld()).toMatchObject([{ accepted: '3', finding: expect.any(String) }]);
});
