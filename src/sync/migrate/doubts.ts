import type { TargetRecord } from '../../adapters/target.ts';
import type { EntityName, Fields } from '../../model/entities.ts';
import { keysTaken, rowPages, type Settled, settleRows } from '../../store/transfer/rows.ts';
import { formerRows } from '../../store/transfer/source-rows.ts';
import type { Fate, TransferRow } from '../../store/transfer/types.ts';
import { type JudgeGround, judge } from './judge.ts';
import { type Goes, References, type Referents } from './references.ts';
import { isMapped, type Mapping } from './resolve.ts';
import { stateOf } from './take-back.ts';
import type { TransferWork } from './transfer-work.ts';

const PAGE = 500;

/** The ground on which the row was given to the target before it was found that it must not be. */
const asBefore = (ground: JudgeGround): JudgeGround => ({
  ...ground,
  heldBack: () => null,
  oldestDay: () => null,
});

/** What a row referred to when it was given away, whether or not that still goes. */
const stood: Goes = ({ targetKey }) => targetKey !== null;

const withMapping =
  (mapping: Mapping, referents: Referents): Referents =>
  (entity, id) => {
    const said = isMapped(entity) ? mapping.resolve(entity, id) : null;
    if (said?.kind !== 'target') return referents(entity, id);
    return { goes: true, key: said.targetKey, name: said.targetKey };
  };

type DoubtWork = Pick<TransferWork, 'deps' | 'transfer' | 'ground' | 'session'>;

/** What was given to the target, as far as it can be made again; references as they stand there now. */
async function recordsOf(
  { deps, transfer, ground }: DoubtWork,
  entity: EntityName,
  rows: readonly TransferRow[],
): Promise<ReadonlyMap<string, TargetRecord>> {
  const ids = rows.map(({ rowId }) => rowId);
  const former = await formerRows(deps.store, transfer.schoolId, entity, ids);
  const known = await new References(deps.store, transfer, stood).load([...former.values()]);
  const referents = withMapping(ground.mapping, known);
  const records = new Map<string, TargetRecord>();
  for (const [ourId, row] of former) {
    const { data } = judge(row, asBefore(ground), referents);
    if (data) records.set(ourId, { entity, ourId, data: data as Fields<EntityName>, targetKey: null });
  }
  return records;
}

async function keysOf(
  work: DoubtWork,
  entity: EntityName,
  rows: readonly TransferRow[],
): Promise<ReadonlyMap<string, string>> {
  const { session } = work;
  const records = [...(await recordsOf(work, entity, rows)).values()];
  if (!session.find || records.length === 0) return new Map();
  const keys = await session.find(records);
  const known = keys.filter((key) => key !== null);
  const taken = await keysTaken(work.deps.store, work.transfer, entity, known);
  return new Map(
    records.flatMap(({ ourId }, index) => {
      const key = keys[index] ?? null;
      return key === null || taken.has(key) ? [] : [[ourId, key] as const];
    }),
  );
}

const settled = (row: TransferRow, key: string | null): Settled => ({
  ...row,
  state: stateOf(row.fate, key === null),
  targetKey: key,
});

/** Finds out of rows that are not to be in the target whether a write that nobody answered put them there. */
export async function settleDoubts(
  work: DoubtWork,
  fates: readonly Fate[] = ['gone', 'hold', 'leave'],
): Promise<void> {
  const { deps, transfer, ground } = work;
  for (const entity of ground.declaration.takes) {
    const filter = { entity, fates, states: ['writing'] } as const;
    for await (const page of rowPages(deps.store, transfer, filter, PAGE)) {
      const unknown = page.filter(({ targetKey }) => targetKey === null);
      const found = await keysOf(work, entity, unknown);
      const rows = page.map((row) => settled(row, row.targetKey ?? found.get(row.rowId) ?? null));
      await settleRows(deps.store, transfer, entity, rows);
    }
  }
}
