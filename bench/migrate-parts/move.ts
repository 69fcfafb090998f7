/** Moves the school: mapping, plan and run, in a process of its own, so that the peak of memory is theirs alone. */
import { targetOf } from '../../src/adapters/registry.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createTransfer } from '../../src/store/transfer/transfers.ts';
import { withTarget } from '../../src/sync/migrate/deps.ts';
import { proposeMapping } from '../../src/sync/migrate/mapping/propose.ts';
import type { MappingLine } from '../../src/sync/migrate/mapping/types.ts';
import { readMappingGround } from '../../src/sync/migrate/mapping-ground.ts';
import { planTransfer } from '../../src/sync/migrate/plan.ts';
import { type Mapping, mappingFrom, noMapping } from '../../src/sync/migrate/resolve.ts';
import { runTransfer } from '../../src/sync/migrate/run.ts';
import { peakMb, secondsOf } from '../harness.ts';
import { depsOf, OPERATOR, type SimulatorCard } from './card.ts';
import { type Spent, watched } from './watched.ts';

const [, , url = '', whose = '', told = ''] = process.argv;
const { schoolId, source } = JSON.parse(whose) as { schoolId: string; source: string };
const { system, range, settings } = JSON.parse(told) as SimulatorCard;
const target = targetOf(system);
if (!target) throw new Error('no target');
const { declaration } = target;
const spent: Spent = {};
const where = { target: watched(target, spent), settings, signal: new AbortController().signal };

/** What a person would have to answer is left here: there is nobody. */
const answered = (line: MappingLine): MappingLine =>
  line.how === 'question' ? { ...line, how: 'leave', targetKey: null } : line;

async function timed<T>(seconds: Record<string, number>, name: string, work: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  seconds[name] = await secondsOf(async () => {
    result = await work();
  });
  return result as T;
}

async function move(store: Store) {
  const deps = depsOf(store);
  const seconds: Record<string, number> = {};
  const transfer = await createTransfer(store, {
    schoolId,
    source,
    target: 'new',
    operator: OPERATOR,
    fromDay: range.from,
    toDay: range.to,
    switchDay: null,
    policy: {},
    createdAt: deps.now(),
  });
  let questions = 0;
  const map = (): Promise<Mapping> =>
    withTarget(deps, { ...where, mapping: noMapping }, async (session) => {
      const ground = await readMappingGround(store, transfer, { system, declaration }, session, deps.now());
      const file = proposeMapping(ground);
      questions = file.lines.filter(({ how }) => how === 'question').length;
      return mappingFrom({ ...file, lines: file.lines.map(answered) });
    });
  const mapping = await timed(seconds, 'mapping', map);
  const moving = { ...where, mapping, onProgress: () => undefined };
  const planned = await timed(seconds, 'plan', () => planTransfer(deps, transfer.transferId, moving));
  if (!planned.ok) throw new Error(planned.error.code);
  const run = await timed(seconds, 'run', () => runTransfer(deps, transfer.transferId, moving));
  if (!run.ok || run.value.error) throw new Error(run.ok ? run.value.error?.message : run.error.message);
  return { transferId: transfer.transferId, seconds, questions, spent, counts: run.value.counts };
}

const store = await openStore({ url });
try {
  console.log(JSON.stringify({ ...(await move(store)), peakMb: peakMb() }));
} finally {
  await store.close();
}
