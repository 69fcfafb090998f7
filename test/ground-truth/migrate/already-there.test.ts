import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import type { TargetSession } from '../../../src/adapters/target.ts';
import type { EntityName, Fields } from '../../../src/model/entities.ts';
import type { Observed } from '../../../src/model/observation.ts';
import type { Store } from '../../../src/store/open.ts';
import type { TransferRow } from '../../../src/store/transfer/types.ts';
import { withTarget } from '../../../src/sync/migrate/deps.ts';
import { dryRunTransfer } from '../../../src/sync/migrate/dry-run.ts';
import type { MappingFile } from '../../../src/sync/migrate/mapping/types.ts';
import { mappingFrom, noMapping } from '../../../src/sync/migrate/resolve.ts';
import { testStore } from '../../database.ts';
import { beginMove, type Move, moveAll, settingsOf } from './move.ts';
import { type OldJournal, openOldJournal } from './old-journal.ts';

const DAYS = { from: '2025-10-01', to: '2025-10-31' } as const;

let store: Store;
let old: OldJournal;
/** A move into an empty journal: it tells where everything goes. */
let empty: Move;
/** A journal that teachers have begun to work in. */
let begun: Move;
let file: MappingFile;
beforeAll(async () => {
  store = await testStore();
  old = await openOldJournal(store, { grades: [7], students: 8, ...DAYS, asOf: '2025-11-05T12:00' });
  await old.read();
  empty = await beginMove(old);
  begun = await beginMove(old);
  file = await begun.propose();
}, 120_000);
afterAll(async () => {
  await begun.close();
  await empty.close();
  await old.close();
  await store.close();
});

const inside = <T>({ deps, aim }: Move, work: (session: TargetSession) => Promise<T>): Promise<T> =>
  withTarget(
    deps,
    {
      target: dnevnikTarget,
      settings: settingsOf(aim, aim.tokens.admin),
      mapping: noMapping,
      signal: new AbortController().signal,
    },
    work,
  );

/** The first rows of an entity that the empty journal took, as they stand there. */
async function movedRows(entity: EntityName, count: number) {
  const rows = (await empty.rows((row) => row.entity === entity && row.state !== 'left')).slice(0, count);
  const read = await inside(empty, (session) =>
    session.readBack(
      entity,
      rows.flatMap(({ targetKey }) => targetKey ?? []),
    ),
  );
  return rows.map(({ rowId, targetKey }) => {
    const found = read.find(({ key }) => key === targetKey) as Observed;
    return { rowId, data: found.data as Readonly<Record<string, unknown>> };
  });
}

/** What teachers enter in the journal that is moved to. */
interface Entered {
  readonly rowId: string;
  readonly entity: EntityName;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isSame: boolean;
  readonly key: string;
}

/** Every second row as it is in the old journal, the others otherwise. */
async function enter(
  entity: EntityName,
  count: number,
  otherwise: (before: Readonly<Record<string, unknown>>) => object,
): Promise<Entered[]> {
  const rows = await movedRows(entity, count);
  return inside(begun, async (session) => {
    const entered: Entered[] = [];
    for (const [index, { rowId, data: before }] of rows.entries()) {
      const isSame = index % 2 === 0;
      // A mark of a teacher stands on a work of this journal.
      const data = {
        ...before,
        ...('assessmentId' in before && { assessmentId: null }),
        ...(!isSame && otherwise(before)),
      };
      const fields = data as unknown as Fields<EntityName>;
      const [outcome] = await session.write([
        { entity, ourId: `teacher-${index}`, data: fields, targetKey: null },
      ]);
      if (!outcome?.ok) throw new Error(`${entity}: ${outcome?.diagnostic.code}`);
      entered.push({ rowId, entity, data, isSame, key: outcome.targetKey });
    }
    return entered;
  });
}

/** What stands under the keys of teachers' rows, by key. */
const standingOf = (entered: readonly Entered[]) =>
  inside(begun, async (session) => {
    const found = new Map<string, unknown>();
    for (const { entity, key } of entered) {
      const [row] = await session.readBack(entity, [key]);
      found.set(`${entity}/${key}`, row?.data ?? null);
    }
    return found;
  });

describe('into a journal that teachers have begun to work in', { timeout: 180_000 }, () => {
  let entered: Entered[];
  let before: Map<string, unknown>;
  let counts: unknown;

  it('has rows of teachers in the place of ours', async () => {
    await moveAll(empty, file);
    entered = [
      ...(await enter('attendance', 4, ({ status }) =>
        status === 'late'
          ? { status: 'absent', reason: 'sick', rawCode: null }
          : { status: 'late', reason: null, rawCode: null },
      )),
      ...(await enter('termMark', 4, ({ value }) => ({ value: value === '2' ? '3' : '2' }))),
      ...(await enter('mark', 1, () => ({}))),
    ];
    expect(entered.filter(({ isSame }) => isSame)).toHaveLength(5);
    before = await standingOf(entered);
    counts = begun.aim.written;
    expect([...before.values()]).not.toContain(null);
  });

  it('leaves every one of them as it is, and says of each row of ours what stands in its place', async () => {
    expect(await begun.plan(file)).toMatchObject({ ok: true });
    const foreseen = new Map<string, readonly [string, string | null]>();
    const where = {
      target: dnevnikTarget,
      settings: settingsOf(begun.aim, begun.aim.tokens.admin),
      mapping: mappingFrom(file),
      signal: new AbortController().signal,
    };
    await dryRunTransfer(begun.deps, begun.transfer.transferId, where, (rows) => {
      for (const { entity, rowId, state, reason } of rows)
        foreseen.set(`${entity}/${rowId}`, [state, reason]);
    });
    expect(begun.aim.written).toEqual(counts);
    await moveAll(begun, file);
    expect(await standingOf(entered)).toEqual(before);
    const rows = new Map((await begun.rows()).map((row) => [row.rowId, row]));
    for (const { rowId, isSame, entity } of entered) {
      // A mark of ours has a work of its own, beside that of the teacher.
      if (entity === 'mark') continue;
      const row = rows.get(rowId) as TransferRow;
      expect(row.ours, entity).toBe(false);
      if (isSame) expect(['arrived', 'changed']).toContain(row.state);
      else expect(row).toMatchObject({ state: 'left', reason: 'target.occupied' });
    }
    // Where a lesson is not written yet, what stands in it is only seen by the run.
    for (const row of [...rows.values()].filter(({ entity }) => entity === 'termMark'))
      expect(foreseen.get(`${row.entity}/${row.rowId}`)).toEqual([row.state, row.reason]);
  });

  it('does it again without a write', async () => {
    const { asked } = begun.aim.writes;
    await moveAll(begun, file);
    expect(begun.aim.writes.asked).toBe(asked);
  });

  it('counts what was opened for marks as ours, and what teachers entered as theirs', async () => {
    const { surplus, differing } = await begun.reconcile(file);
    expect(differing).toBe(0);
    const theirs = surplus
      .filter(({ entity }) => entity !== 'lesson')
      .map(({ entity, rows }) => [entity, rows]);
    // The teacher's own mark, and the work that it stands on.
    expect(Object.fromEntries(theirs)).toEqual({ attendance: 2, termMark: 2, mark: 1, assessment: 1 });
    expect((await empty.reconcile(file)).surplus.filter(({ entity }) => entity !== 'lesson')).toEqual([]);
  });

  it('takes back what is ours, works and all, and nothing else', async () => {
    expect(await begun.rollback(file)).toMatchObject({ ok: true });
    expect(await standingOf(entered)).toEqual(before);
    expect(begun.aim.written).toEqual(counts);
    expect(await empty.rollback(file)).toMatchObject({ ok: true });
    expect(empty.aim.written).toMatchObject({ marks: 0, entries: 0, works: 0 });
  });
});
