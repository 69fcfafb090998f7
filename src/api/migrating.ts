import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import { isWithinReach } from '../store/read/schools.ts';
import { packOf } from '../sync/migrate/service/ends.ts';
import type { MigrationView } from '../sync/migrate/service/migrations.ts';
import { callerOf } from './caller.ts';
import { acceptedOf, type Call, type Reply, refuse } from './operation.ts';
import { isProblem, type ProblemCode, problems } from './problem.ts';

/** What every operation of a migration may meet. */
export const migrationCommon: readonly ProblemCode[] = ['api.not_found', 'consent.purpose_not_allowed'];

/** What every step of a migration may meet. */
export const stepProblems: readonly ProblemCode[] = [
  ...migrationCommon,
  'transfer.already_running',
  'transfer.unknown_connection',
  'transfer.unknown_target',
  'transfer.refused',
];

/** A refusal of the service in the API's words; nothing that was sent is repeated. */
export function refusalOf({ code, place, message }: Diagnostic): Reply {
  if (isProblem(code)) return refuse(code, { parameter: place });
  if (code.startsWith('adapter.')) return refuse('transfer.target_failed', { detail: `${code}: ${message}` });
  return refuse('transfer.refused', { detail: `${code}: ${message}`, parameter: place });
}

/** All faults of a file at once, with their places. */
export function refusalOfAll(faults: readonly Diagnostic[]): Reply {
  const [first] = faults;
  if (!first) throw new Error('refused without a reason');
  const code: ProblemCode = isProblem(first.code) ? first.code : 'transfer.refused';
  return refuse(code, { detail: problems[code].title, parameter: first.place, faults });
}

/** Whose migrations: those of a school within reach. */
interface Place {
  readonly schoolId: string;
  readonly migrationId: string;
}

/** Does something with a migration; what is out of reach, or of another school, is not there. */
export async function withMigration(
  call: Call,
  { schoolId, migrationId }: Place,
  work: (view: MigrationView) => Promise<Reply>,
): Promise<Reply> {
  const { database, migrations } = call.deps;
  if (!(await isWithinReach(database, schoolId, callerOf(call).reach))) return refuse('api.not_found');
  const view = await migrations.find(schoolId, migrationId);
  return view ? work(view) : refuse('api.not_found');
}

const instantOf = (date: Date | null): string | null => date?.toISOString() ?? null;

const errorOf = (error: Diagnostic | null) =>
  error && { ...error, title: isProblem(error.code) ? problems[error.code].title : null };

function activityOf({ activity }: MigrationView) {
  if (!activity) return null;
  const { kind, startedAt, endedAt, progress, error } = activity;
  return {
    kind,
    startedAt: instantOf(startedAt),
    endedAt: instantOf(endedAt),
    done: progress?.done ?? null,
    total: progress?.total ?? null,
    leftMs: progress?.leftMs ?? null,
    error: errorOf(error),
  };
}

/** A migration as the API tells of it. Where a pack stands on our disk is nobody else's business. */
export function toldMigration(call: Call, view: MigrationView) {
  const { transfer } = view;
  const pack = packOf(call.deps.migrations.deps.targets, transfer.target);
  const name = pack ? pack.system : transfer.target;
  return {
    migrationId: transfer.transferId,
    schoolId: transfer.schoolId,
    source: transfer.source,
    target: { kind: pack ? ('pack' as const) : ('connection' as const), name },
    operator: transfer.operator,
    from: transfer.fromDay,
    to: transfer.toDay,
    switchDay: transfer.switchDay,
    policy: transfer.policy,
    state: transfer.state,
    plans: transfer.planNo,
    done: transfer.done,
    total: transfer.total,
    createdAt: transfer.createdAt.toISOString(),
    plannedAt: instantOf(transfer.plannedAt),
    finishedAt: instantOf(transfer.finishedAt),
    error: errorOf(transfer.error),
    activity: activityOf(view),
  };
}

/** What a step answers: the migration to be watched. */
export const begun = (call: Call, result: Result<MigrationView, Diagnostic>): Reply =>
  result.ok ? acceptedOf(toldMigration(call, result.value)) : refusalOf(result.error);
