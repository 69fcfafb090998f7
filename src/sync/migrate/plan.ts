import type { TargetDeclaration, TargetSession } from '../../adapters/target.ts';
import { type Day, dayIn } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entityNames } from '../../model/entities.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { getSchool } from '../../store/schools.ts';
import { markGone, putPlanned } from '../../store/transfer/rows.ts';
import { sourcePages } from '../../store/transfer/source-rows.ts';
import { transferProgress } from '../../store/transfer/tallies.ts';
import { changeTransfer, getTransfer, scopeOf, whileAlone } from '../../store/transfer/transfers.ts';
import type { PlannedRow, SourceRow, Transfer } from '../../store/transfer/types.ts';
import { declarationOf, type TransferDeps, type TransferTarget, withTarget } from './deps.ts';
import { busy, failureOf } from './failures.ts';
import { readBasis, type TransferBasis } from './ground.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { judge } from './judge.ts';
import { checkPolicy, policySchema } from './policy.ts';
import { goesByPlan, References, type Referents } from './references.ts';

/** Rows that are judged and written together. */
const PAGE = 2_000;

/** A plan as it was made. */
export interface TransferPlan {
  readonly transfer: Transfer;
  readonly inventory: Inventory;
}

function plannedRow(row: SourceRow, { ground, placeOf }: TransferBasis, referents: Referents): PlannedRow {
  const { fate, reason, matchedKey, hash } = judge(row, ground, referents);
  return { rowId: row.rowId, fate, reason, matchedKey, sourceHash: hash, ...placeOf(row) };
}

async function planEntity(
  { store }: TransferDeps,
  transfer: Transfer,
  planNo: number,
  basis: TransferBasis,
  entity: EntityName,
): Promise<void> {
  const references = new References(store, transfer, goesByPlan(planNo));
  for await (const page of sourcePages(store, scopeOf(transfer), entity, PAGE)) {
    const referents = await references.load(page);
    const rows = page.map((row) => plannedRow(row, basis, referents));
    await putPlanned(store, transfer, planNo, entity, rows);
  }
}

const otherYear = (transfer: Transfer, from: Day, to: Day): Diagnostic => ({
  code: 'transfer.other_year',
  place: transfer.target,
  message: `The target is at ${from}…${to}; what is to be moved is of ${transfer.fromDay}…${transfer.toDay}.`,
  hint: 'Open the right year in the target, or name other days.',
});

/** A target with a year of its own must be at the year that is moved. */
async function checkYear(
  transfer: Transfer,
  declaration: TargetDeclaration,
  session: TargetSession,
): Promise<Diagnostic | null> {
  if (!declaration.mapped) return null;
  const { yearStart, yearEnd } = await session.source.probe();
  const apart = transfer.toDay < yearStart || transfer.fromDay > yearEnd;
  return apart ? otherYear(transfer, yearStart, yearEnd) : null;
}

/** After the switch day the old journal is not the school's journal any more. */
async function checkDay({ store, now }: TransferDeps, transfer: Transfer): Promise<Diagnostic | null> {
  const school = await getSchool(store, transfer.schoolId);
  if (!school) throw new Error('a transfer of a school that is not there');
  const today = dayIn(now(), school.timeZone);
  if (transfer.switchDay === null || today <= transfer.switchDay) return null;
  return {
    code: 'transfer.after_switch_day',
    place: `transfer/${transfer.transferId}`,
    message: `The school works in the new journal since ${transfer.switchDay}.`,
    hint: 'Enter in the new journal what is missing there, or move the switch day.',
  };
}

async function check(
  deps: TransferDeps,
  transfer: Transfer,
  declaration: TargetDeclaration,
  session: TargetSession,
): Promise<Diagnostic | null> {
  const [wrong] = checkPolicy(declaration, policySchema.parse(transfer.policy));
  return wrong ?? (await checkDay(deps, transfer)) ?? (await checkYear(transfer, declaration, session));
}

async function planAlone(
  deps: TransferDeps,
  transfer: Transfer,
  where: TransferTarget,
  session: TargetSession,
): Promise<Diagnostic | null> {
  const { store, now } = deps;
  const wrong = await check(deps, transfer, where.target.declaration, session);
  if (wrong) return wrong;
  const basis = await readBasis(deps, transfer, declarationOf(where), where.mapping, session);
  const planNo = transfer.planNo + 1;
  // The number goes first: a plan that dies on the way has used it up, and the next one sees what this one saw as old.
  await changeTransfer(store, transfer, { planNo, state: 'planned', plannedAt: null, error: null });
  for (const entity of entityNames) await planEntity(deps, transfer, planNo, basis, entity);
  await markGone(store, transfer, planNo);
  await changeTransfer(store, transfer, {
    mappingVersion: where.mapping.version,
    plannedAt: now(),
    finishedAt: null,
    ...(await transferProgress(store, transfer)),
  });
  return null;
}

/**
 * Gives every row of the source exactly one fate. Planned again, it keeps what earlier runs wrote and finds what is
 * new, changed and gone since. Nothing is written to the target, and nothing ever to the source.
 */
export async function planTransfer(
  deps: TransferDeps,
  transferId: string,
  where: TransferTarget,
): Promise<Result<TransferPlan, Diagnostic>> {
  const { store } = deps;
  const transfer = await getTransfer(store, transferId);
  if (!transfer) throw new Error('a transfer that was never begun');
  try {
    const alone = await whileAlone(store, transfer, async () => {
      const fresh = (await getTransfer(store, transferId)) ?? transfer;
      return withTarget(deps, where, (session) => planAlone(deps, fresh, where, session));
    });
    const wrong = alone ? alone.result : busy(transferId);
    if (wrong) return err(wrong);
  } catch (error) {
    return err(await failureOf(store, error));
  }
  const planned = (await getTransfer(store, transferId)) ?? transfer;
  return ok({ transfer: planned, inventory: await readInventory(store, planned) });
}
