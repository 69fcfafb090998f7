import { entityNames } from '../../../src/model/entities.ts';
import type { Connection } from '../../../src/store/connections.ts';
import type { Store } from '../../../src/store/open.ts';
import { rowPages } from '../../../src/store/transfer/rows.ts';
import { askToPause, createTransfer, getTransfer } from '../../../src/store/transfer/transfers.ts';
import type { Transfer, TransferRow } from '../../../src/store/transfer/types.ts';
import type { TransferDeps } from '../../../src/sync/migrate/deps.ts';
import { PATIENCE } from '../../../src/sync/migrate/patience.ts';
import { planTransfer } from '../../../src/sync/migrate/plan.ts';
import type { TransferPolicy } from '../../../src/sync/migrate/policy.ts';
import { isMapped, type Mapping } from '../../../src/sync/migrate/resolve.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { OPERATOR } from './school.ts';
import { Killed, type ScriptedTarget } from './scripted-target.ts';

/** Everything of the target is called by our id. */
export const everything: Mapping = {
  version: 'v1',
  resolve: (entity, id) =>
    isMapped(entity) && entity !== 'markScale' && entity !== 'attendanceCode'
      ? { kind: 'target', targetKey: `t/${entity}/${id}` }
      : null,
};

/** One attempt to move a school into a scripted target. */
export interface Moving {
  readonly deps: TransferDeps;
  readonly transfer: Transfer;
  readonly target: ScriptedTarget;
  mapping: Mapping;
}

export async function begin(
  store: Store,
  connection: Connection,
  target: ScriptedTarget,
  policy: TransferPolicy = {},
): Promise<Moving> {
  const transfer = await createTransfer(store, {
    schoolId: connection.schoolId,
    source: connection.source,
    target: 'new',
    operator: OPERATOR,
    fromDay: '2025-09-01',
    toDay: '2026-05-31',
    switchDay: '2025-12-31',
    policy,
    createdAt: new Date('2025-10-28T00:00:00Z'),
  });
  target.script.onPause = async () => {
    await askToPause(store, transfer);
  };
  let now = Date.parse('2025-10-28T09:00:00Z');
  const deps: TransferDeps = {
    store,
    now: () => new Date(now),
    sleep: async (ms) => {
      target.waits.push(ms);
      now += ms;
    },
    log: () => undefined,
  };
  return { deps, transfer, target, mapping: everything };
}

export const whereOf = ({ target, mapping }: Moving, signal = new AbortController().signal) => ({
  target,
  settings: {},
  mapping,
  signal,
});

/** Plans; a refusal is a defect of the test. */
export async function plan(moving: Moving) {
  const planned = await planTransfer(moving.deps, moving.transfer.transferId, whereOf(moving));
  if (!planned.ok) throw new Error(planned.error.code);
  return planned.value;
}

export const PATIENT = { ...PATIENCE, rewrites: 50 };

export const run = (moving: Moving, signal?: AbortSignal) =>
  runTransfer(moving.deps, moving.transfer.transferId, {
    ...whereOf(moving, signal),
    onProgress: () => undefined,
    patience: PATIENT,
  });

/** Starts the program again and again until the transfer is done; how often it had to be started. */
export async function runToTheEnd(moving: Moving): Promise<number> {
  for (let starts = 1; starts < 100; starts += 1) {
    try {
      const report = await run(moving);
      if (!report.ok) throw new Error(report.error.code);
      if (report.value.state === 'done') return starts;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  throw new Error('the transfer never ends');
}

/** All rows of a transfer. */
export async function rowsOf({ deps, transfer }: Moving): Promise<readonly TransferRow[]> {
  const rows: TransferRow[] = [];
  for (const entity of entityNames) {
    for await (const page of rowPages(deps.store, transfer, { entity }, 500)) rows.push(...page);
  }
  return rows;
}

/** What became of each row, as two transfers can be compared. */
export const outcomes = (rows: readonly TransferRow[]) =>
  rows.map(({ entity, rowId, state, reason }) => `${entity}/${rowId} ${state} ${reason ?? ''}`).sort();

export const current = async ({ deps, transfer }: Moving): Promise<Transfer> => {
  const found = await getTransfer(deps.store, transfer.transferId);
  if (!found) throw new Error('the transfer is gone');
  return found;
};
