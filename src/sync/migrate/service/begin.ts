import type { Day } from '../../../model/dates.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { lastYear, type Span } from '../../../store/transfer/names.ts';
import {
  changeTransfer,
  createTransfer,
  findTransfers,
  getTransfer,
} from '../../../store/transfer/transfers.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import { declarationOf } from '../deps.ts';
import { checkPolicy, policySchema, type TransferPolicy } from '../policy.ts';
import { type DaysAsked, daysAsked, daysWith, isOfYear, otherDays } from './days.ts';
import { type MigrationDeps, refusal } from './deps.ts';
import type { MigrationEnds } from './ends.ts';

/** What a plan is told; what is left out stays as it was, or is what the journal says. */
export interface PlanRequest extends DaysAsked {
  /** Who gets the data, as consents name them; needed at the beginning. */
  readonly operator?: string | undefined;
  readonly switchDay?: Day | undefined;
  readonly policy?: TransferPolicy | undefined;
}

type Deps = Pick<MigrationDeps, 'store' | 'now'>;

/** The days that a new migration moves: those that are named, or those of the last year that the source told of. */
async function firstDays(
  { store }: Deps,
  source: MigrationEnds['source'],
  asked: Span | null,
): Promise<Result<Span, Diagnostic>> {
  const days = asked ?? (await lastYear(store, source));
  if (days) return ok(days);
  const hint = 'Read it first: peremena sync';
  return err(refusal('transfer.unknown_days', 'year', 'The source has told of no such year.', hint));
}

async function create(
  { store, now }: Deps,
  { source, name }: MigrationEnds,
  request: PlanRequest,
  days: Span,
): Promise<Result<Transfer, Diagnostic>> {
  if (request.operator === undefined) {
    const hint = 'Name them as the consents do.';
    return err(refusal('transfer.operator_missing', 'operator', 'It is not said who gets the data.', hint));
  }
  const transfer = await createTransfer(store, {
    schoolId: source.schoolId,
    source: source.source,
    target: name,
    operator: request.operator,
    fromDay: days.from,
    toDay: days.to,
    switchDay: request.switchDay ?? null,
    policy: request.policy ?? {},
    createdAt: now(),
  });
  return ok(transfer);
}

/** Changes what a migration that was begun is to move; what it has moved before stays part of it. */
async function change(
  deps: Deps,
  earlier: Transfer,
  { switchDay, policy }: PlanRequest,
  asked: Span | null,
): Promise<Result<Transfer, Diagnostic>> {
  const days = asked === null ? null : await daysWith(deps, earlier, asked);
  if (days && !days.ok) return days;
  await changeTransfer(deps.store, earlier, {
    policy: { ...policySchema.parse(earlier.policy), ...policy },
    ...(switchDay === undefined ? {} : { switchDay }),
    ...(days === null ? {} : { fromDay: days.value.from, toDay: days.value.to }),
  });
  return ok((await getTransfer(deps.store, earlier.transferId)) ?? earlier);
}

/** The migration that is gone on with: another academic year is a migration of its own. */
async function earlierOf(
  deps: Deps,
  { source, name }: MigrationEnds,
  asked: Span | null,
): Promise<Transfer | null> {
  const { schoolId } = source;
  for (const one of await findTransfers(deps.store, { schoolId, source: source.source, target: name })) {
    if (asked === null || (await isOfYear(deps, source, one, asked))) return one;
  }
  return null;
}

/**
 * Finds the migration between two ends or begins one, or changes the one that is given; faults of what was asked are
 * told before anything is written.
 */
export async function beginMigration(
  deps: Deps,
  ends: MigrationEnds,
  request: PlanRequest,
  given?: Transfer,
): Promise<Result<Transfer, Diagnostic>> {
  const [wrong] = checkPolicy(declarationOf(ends), request.policy ?? {});
  if (wrong) return err(wrong);
  const { source } = ends;
  const asked = await daysAsked(deps, source, request);
  if (!asked.ok) return asked;
  if (given && asked.value !== null && !(await isOfYear(deps, source, given, asked.value))) {
    return err(otherDays(given, request));
  }
  const earlier = given ?? (await earlierOf(deps, ends, asked.value));
  if (earlier) return change(deps, earlier, request, asked.value);
  const days = await firstDays(deps, source, asked.value);
  return days.ok ? create(deps, ends, request, days.value) : days;
}
