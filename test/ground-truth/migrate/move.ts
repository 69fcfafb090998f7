import { type DnevnikOptions, type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import type { Target } from '../../../src/adapters/target.ts';
import { type EntityName, entityNames } from '../../../src/model/entities.ts';
import { rowPages } from '../../../src/store/transfer/rows.ts';
import { countSource } from '../../../src/store/transfer/source-rows.ts';
import { createTransfer, scopeOf } from '../../../src/store/transfer/transfers.ts';
import type { Transfer, TransferRow } from '../../../src/store/transfer/types.ts';
import { type TransferDeps, withTarget } from '../../../src/sync/migrate/deps.ts';
import { proposeMapping } from '../../../src/sync/migrate/mapping/propose.ts';
import type { MappingFile, MappingLine } from '../../../src/sync/migrate/mapping/types.ts';
import { readMappingGround } from '../../../src/sync/migrate/mapping-ground.ts';
import type { Patience } from '../../../src/sync/migrate/patience.ts';
import { planTransfer } from '../../../src/sync/migrate/plan.ts';
import type { TransferPolicy } from '../../../src/sync/migrate/policy.ts';
import { reconcileTransfer } from '../../../src/sync/migrate/reconcile/reconcile.ts';
import type { Reconciliation } from '../../../src/sync/migrate/reconcile/types.ts';
import { mappingFrom, noMapping } from '../../../src/sync/migrate/resolve.ts';
import { rollbackTransfer } from '../../../src/sync/migrate/rollback.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { type OldJournal, OPERATOR } from './old-journal.ts';

/** What the new journal is like, and how it is written to. */
export interface MoveOptions {
  readonly aim?: Partial<DnevnikOptions>;
  readonly policy?: TransferPolicy;
}

/** A move of a school into «Школьный портал», where people and a timetable stand and nothing else. */
export interface Move {
  readonly old: OldJournal;
  readonly aim: DnevnikSimulator;
  readonly deps: TransferDeps;
  readonly transfer: Transfer;
  /** What of the two journals is proposed to be the same. */
  propose(kept?: readonly MappingLine[]): Promise<MappingFile>;
  plan(file: MappingFile, how?: How): ReturnType<typeof planTransfer>;
  run(file: MappingFile, how?: How): ReturnType<typeof runTransfer>;
  reconcile(file: MappingFile): Promise<Reconciliation>;
  rollback(file: MappingFile): ReturnType<typeof rollbackTransfer>;
  /** All rows of the transfer. */
  rows(filter?: (row: TransferRow) => boolean): Promise<readonly TransferRow[]>;
  /** How many rows of each entity the source has in the days that are moved. */
  sourceCounts(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** With what a transfer is planned or run, where it is not the usual. */
export interface How {
  readonly target?: Target;
  readonly token?: string;
  readonly patience?: Patience;
}

const signal = new AbortController().signal;

/** How the new journal is connected, by a token of somebody. */
export const settingsOf = (aim: DnevnikSimulator, token: string) =>
  settingsSchema.parse({
    host: aim.profile,
    baseUrl: aim.baseUrl,
    schoolId: String(aim.schools[0]?.id),
    timeZone: aim.schools[0]?.timeZone,
    mode: 'staff',
    tokens: [token],
    requestsPerSecond: 10_000,
    attendance: { Pass: { status: 'absent', reason: 'excused' } },
    writes: 'unconfirmed',
  });

let moves = 0;

const begin = ({ store, connection, from, to, clock }: OldJournal, policy: TransferPolicy) =>
  createTransfer(store, {
    schoolId: connection.schoolId,
    source: connection.source,
    target: `new-${moves}`,
    operator: OPERATOR,
    fromDay: from,
    toDay: to,
    switchDay: null,
    policy,
    createdAt: clock.now(),
  });

/** Starts the new journal and begins a transfer. */
export async function beginMove(
  old: OldJournal,
  { aim: aimed = {}, policy = {} }: MoveOptions = {},
): Promise<Move> {
  moves += 1;
  const { municipality, store, clock } = old;
  const { now, sleep } = clock;
  const options = { municipality, profile: 'school.mosreg.ru', empty: true, asOf: old.asOf, now } as const;
  const aim = await startDnevnik({ ...options, ...aimed });
  const deps: TransferDeps = { store, now, sleep, log: () => undefined };
  const transfer = await begin(old, policy);
  const { transferId } = transfer;
  const where = (file: MappingFile | null, how: How = {}) => ({
    target: how.target ?? dnevnikTarget,
    settings: settingsOf(aim, how.token ?? aim.tokens.admin),
    mapping: file ? mappingFrom(file) : noMapping,
    signal,
    onProgress: () => undefined,
    ...(how.patience && { patience: how.patience }),
  });
  return {
    old,
    aim,
    deps,
    transfer,
    propose: (kept) =>
      withTarget(deps, where(null), async (session) => {
        const end = { system: 'dnevnik', declaration: dnevnikTarget.declaration };
        return proposeMapping(await readMappingGround(store, transfer, end, session, now()), kept);
      }),
    plan: (file, how) => planTransfer(deps, transferId, where(file, how)),
    run: (file, how) => runTransfer(deps, transferId, where(file, how)),
    async reconcile(file) {
      const found = await reconcileTransfer(deps, transferId, where(file));
      if (!found.ok) throw new Error(`${found.error.code} ${found.error.place}`);
      return found.value;
    },
    rollback: (file) => rollbackTransfer(deps, transferId, where(file)),
    async rows(filter = () => true) {
      const rows: TransferRow[] = [];
      for (const entity of entityNames) {
        for await (const page of rowPages(store, transfer, { entity }, 1_000))
          rows.push(...page.filter(filter));
      }
      return rows;
    },
    async sourceCounts() {
      const counts: [EntityName, number][] = [];
      for (const entity of entityNames) {
        const rows = await countSource(store, scopeOf(transfer), entity);
        if (rows > 0) counts.push([entity, rows]);
      }
      return Object.fromEntries(counts);
    },
    close: () => aim.close(),
  };
}

/** The lines that a person has to answer. */
export const questionsOf = ({ lines }: MappingFile): readonly MappingLine[] =>
  lines.filter(({ how }) => how === 'question');

/** Writes answers into a mapping as a person does: a key of the target, or null for «leave it». */
export const answered = (file: MappingFile, answers: ReadonlyMap<string, string | null>): MappingFile => ({
  ...file,
  lines: file.lines.map((line): MappingLine => {
    const answer = answers.get(line.sourceId);
    if (answer === undefined) return line;
    return { ...line, targetKey: answer, how: answer === null ? 'leave' : 'by_hand', score: 1 };
  }),
});

/** Plans and runs to the end; anything else is a defect of the test. */
export async function moveAll(move: Move, file: MappingFile, how?: How): Promise<void> {
  const planned = await move.plan(file, how);
  if (!planned.ok) throw new Error(`${planned.error.code} ${planned.error.message}`);
  const ran = await move.run(file, how);
  if (!ran.ok) throw new Error(`${ran.error.code} ${ran.error.message}`);
  if (ran.value.state !== 'done') throw new Error(`paused: ${ran.value.error?.code}`);
}
