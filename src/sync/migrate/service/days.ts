import type { Day } from '../../../model/dates.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, ok, type Result } from '../../../model/result.ts';
import {
  daysOfTerm,
  daysOfYear,
  type SourceName,
  type Span,
  termBetween,
  yearAround,
} from '../../../store/transfer/names.ts';
import { hasWritten } from '../../../store/transfer/tallies.ts';
import { findTransfers } from '../../../store/transfer/transfers.ts';
import type { Transfer } from '../../../store/transfer/types.ts';
import { type MigrationDeps, refusal } from './deps.ts';

/** Which days are meant, in the journal's own words: a term, of a year where that is named too. */
export interface DaysAsked {
  readonly year?: string | undefined;
  readonly term?: string | undefined;
}

type Deps = Pick<MigrationDeps, 'store'>;

const spanOf = ({ fromDay, toDay }: Transfer): Span => ({ from: fromDay, to: toDay });

const share = (left: Span, right: Span): boolean => left.from <= right.to && right.from <= left.to;

const holds = (whole: Span, part: Span): boolean => whole.from <= part.from && part.to <= whole.to;

const unknown = (place: 'term' | 'year', message: string, hint: string) =>
  err(refusal('transfer.unknown_days', place, message, hint));

/** The days that are meant; null where none are named. A name that the source does not have is refused. */
export async function daysAsked(
  { store }: Deps,
  source: SourceName,
  { year, term }: DaysAsked,
): Promise<Result<Span | null, Diagnostic>> {
  if (year === undefined && term === undefined) return ok(null);
  const ofYear = year === undefined ? null : await daysOfYear(store, source, year);
  if (year !== undefined && ofYear === null) {
    return unknown('year', 'The source has told of no such year.', 'Read it first: peremena sync');
  }
  if (term === undefined) return ok(ofYear);
  const days = await daysOfTerm(store, source, term, year ?? null);
  const where = year === undefined ? '' : ' in this year';
  return days
    ? ok(days)
    : unknown('term', `The source has no term of this name${where}.`, 'Write it as the journal does.');
}

/** Whether a transfer is of the academic year that days are of. */
export async function isOfYear(
  { store }: Deps,
  source: SourceName,
  transfer: Transfer,
  days: Span,
): Promise<boolean> {
  const year = await yearAround(store, source, days.from);
  return year === null || share(year, spanOf(transfer));
}

const apart = (transfer: Transfer, between: string): Diagnostic =>
  refusal(
    'transfer.days_apart',
    'term',
    `The transfer has moved ${transfer.fromDay}…${transfer.toDay}; «${between}» lies between.`,
    `Move «${between}» first, or the whole year.`,
  );

const lastOf = (left: Day, right: Day): Day => (left > right ? left : right);
const firstOf = (left: Day, right: Day): Day => (left < right ? left : right);

/**
 * The days of a transfer that is to move these too. As long as nothing was written they are these alone; afterwards
 * they are added, so that what another term brought stays and is still looked after. A term between is not taken along
 * unasked.
 */
export async function daysWith(
  { store }: Deps,
  transfer: Transfer,
  days: Span,
): Promise<Result<Span, Diagnostic>> {
  if (!(await hasWritten(store, transfer))) return ok(days);
  const before = spanOf(transfer);
  const between = await termBetween(
    store,
    transfer,
    firstOf(before.to, days.to),
    lastOf(before.from, days.from),
  );
  if (between !== null) return err(apart(transfer, between));
  return ok({ from: firstOf(before.from, days.from), to: lastOf(before.to, days.to) });
}

/**
 * Of the transfers between two ends the newest, or the newest that moves the days that are named; null where there is
 * none between the two at all.
 */
export async function pickTransfer(
  deps: Deps,
  ends: Pick<Transfer, 'schoolId' | 'source' | 'target'>,
  asked: DaysAsked,
  rolledBackToo = false,
): Promise<Result<Transfer | null, Diagnostic>> {
  const days = await daysAsked(deps, ends, asked);
  if (!days.ok) return days;
  const all = await findTransfers(deps.store, ends, rolledBackToo);
  const [newest] = all;
  if (!newest || days.value === null) return ok(newest ?? null);
  const wanted = days.value;
  const fits = asked.term === undefined ? share : holds;
  const found = all.find((transfer) => fits(spanOf(transfer), wanted));
  return found ? ok(found) : err(otherDays(newest, asked));
}

/** A transfer does not move the days that were named. */
export const otherDays = ({ transferId, fromDay, toDay }: Transfer, { term }: DaysAsked): Diagnostic =>
  refusal(
    'transfer.other_days',
    term === undefined ? 'year' : 'term',
    `Transfer ${transferId} moves ${fromDay}…${toDay}.`,
    'Name what it moves, or plan these days first.',
  );
