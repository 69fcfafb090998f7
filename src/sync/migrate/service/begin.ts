import type { Day } from '../../../model/dates.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import { daysOf, lastYear } from '../../../store/transfer/names.ts';
import {
  changeTransfer,
  createTransfer,
  findTransfer,
  getTransfer,
} from '../../../store/transfer/transfers.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import { declarationOf } from '../deps.ts';
import { checkPolicy, policySchema, type TransferPolicy } from '../policy.ts';
import { type MigrationDeps, refusal } from './deps.ts';
import type { MigrationEnds } from './ends.ts';

/** What a plan is told; what is left out stays as it was, or is what the journal says. */
export interface PlanRequest {
  /** Who gets the data, as consents name them; needed at the beginning. */
  readonly operator?: string | undefined;
  readonly year?: string | undefined;
  readonly term?: string | undefined;
  readonly switchDay?: Day | undefined;
  readonly policy?: TransferPolicy | undefined;
}

type Days = { readonly from: Day; readonly to: Day };
type Deps = Pick<MigrationDeps, 'store' | 'now'>;

/** The days to move: a term's, a year's, or those of the last year that the source told of. */
async function rangeOf(
  { store }: Deps,
  source: MigrationEnds['source'],
  { year, term }: PlanRequest,
): Promise<Result<Days, Diagnostic>> {
  if (term !== undefined) {
    const days = await daysOf(store, source, 'term', term);
    const hint = 'Write it as the journal does.';
    return days
      ? ok(days)
      : err(refusal('transfer.unknown_days', 'term', 'The source has no term of this name.', hint));
  }
  const days =
    year === undefined ? await lastYear(store, source) : await daysOf(store, source, 'academicYear', year);
  const hint = 'Read it first: peremena sync';
  return days
    ? ok(days)
    : err(refusal('transfer.unknown_days', 'year', 'The source has told of no such year.', hint));
}

async function create(
  { store, now }: Deps,
  { source, name }: MigrationEnds,
  request: PlanRequest,
  days: Days,
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

/** Changes what a migration that was begun is to move. */
async function change(
  { store }: Deps,
  earlier: Transfer,
  { switchDay, policy }: PlanRequest,
  days: Days | null,
): Promise<Transfer> {
  await changeTransfer(store, earlier, {
    policy: { ...policySchema.parse(earlier.policy), ...policy },
    ...(switchDay === undefined ? {} : { switchDay }),
    ...(days === null ? {} : { fromDay: days.from, toDay: days.to }),
  });
  return (await getTransfer(store, earlier.transferId)) ?? earlier;
}

/** Finds the migration between two ends or begins one; faults of what was asked are told before anything is written. */
export async function beginMigration(
  deps: Deps,
  ends: MigrationEnds,
  request: PlanRequest,
): Promise<Result<Transfer, Diagnostic>> {
  const { source, name } = ends;
  const [wrong] = checkPolicy(declarationOf(ends), request.policy ?? {});
  if (wrong) return err(wrong);
  const { schoolId } = source;
  const earlier = await findTransfer(deps.store, { schoolId, source: source.source, target: name });
  const isAsked = request.year !== undefined || request.term !== undefined;
  if (earlier && !isAsked) return ok(await change(deps, earlier, request, null));
  const days = await rangeOf(deps, source, request);
  if (!days.ok) return days;
  return earlier
    ? ok(await change(deps, earlier, request, days.value))
    : create(deps, ends, request, days.value);
}
