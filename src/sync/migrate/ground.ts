import type { TargetDeclaration, TargetSession } from '../../adapters/target.ts';
import type { Day } from '../../model/dates.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import { readTransferGround } from '../../store/transfer/ground.ts';
import { scopeOf } from '../../store/transfer/transfers.ts';
import type { RowPlace, SourceRow, Transfer } from '../../store/transfer/types.ts';
import { heldBackOf } from './consents.ts';
import type { TransferDeps } from './deps.ts';
import type { JudgeGround } from './judge.ts';
import { placesOf } from './places.ts';
import { limitsOf, policySchema } from './policy.ts';
import type { Mapping } from './resolve.ts';

async function oldestDays(
  declaration: TargetDeclaration,
  session: TargetSession,
): Promise<ReadonlyMap<EntityName, Day>> {
  const days = new Map<EntityName, Day>();
  for (const entity of declaration.takes) {
    const day = entityOf(entity).day === null ? null : await session.oldestDay(entity);
    if (day !== null) days.set(entity, day);
  }
  return days;
}

/** What rows are judged by, and where they belong. */
export interface TransferBasis {
  readonly ground: JudgeGround;
  readonly placeOf: (row: SourceRow) => RowPlace;
}

/** Reads what judging a transfer's rows stands on: people, consents, terms, and what the target says now. */
export async function readBasis(
  { store, now }: TransferDeps,
  transfer: Transfer,
  declaration: TargetDeclaration,
  mapping: Mapping,
  session: TargetSession,
): Promise<TransferBasis> {
  const facts = await readTransferGround(store, scopeOf(transfer), now());
  const oldest = await oldestDays(declaration, session);
  return {
    placeOf: placesOf(facts),
    ground: {
      declaration,
      mapping,
      limits: limitsOf(declaration, policySchema.parse(transfer.policy)),
      heldBack: heldBackOf(facts, transfer.operator),
      oldestDay: (entity) => oldest.get(entity) ?? null,
    },
  };
}
