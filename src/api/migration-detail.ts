import { getMappingHead } from '../store/transfer/mappings.ts';
import { tallyTransfer } from '../store/transfer/tallies.ts';
import { reasonText } from '../sync/migrate/act/reason-text.ts';
import { countEnds } from '../sync/migrate/ends.ts';
import { type Inventory, readInventory } from '../sync/migrate/inventory.ts';
import { policySchema } from '../sync/migrate/policy.ts';
import { declarationOf } from '../sync/migrate/service/ends.ts';
import type { MigrationView } from '../sync/migrate/service/migrations.ts';
import { toldMigration } from './migrating.ts';
import type { Call } from './operation.ts';

async function cannotOf(call: Call, { transfer }: MigrationView, reasons: Inventory['reasons']) {
  const declaration = await declarationOf(call.deps.migrations.deps, transfer);
  const policy = policySchema.parse(transfer.policy);
  // `transfer.kept_here/mark.value=.`: what a reason speaks of stands behind its code.
  const rowsOf = (key: string) =>
    Object.entries(reasons).reduce(
      (sum, [reason, rows]) => (reason.slice(reason.indexOf('/') + 1) === key ? sum + rows : sum),
      0,
    );
  return Object.entries(declaration?.cannot ?? {}).map(([key, why]) => ({
    key,
    why,
    choice: policy[key] ?? ('keep' as const),
    rows: rowsOf(key),
  }));
}

/** A migration with what its plan says and how far its rows are. */
export async function describeMigration(call: Call, view: MigrationView) {
  const { store } = call.deps;
  const { transfer } = view;
  const [inventory, tallies, head] = [
    await readInventory(store, transfer),
    await tallyTransfer(store, transfer),
    await getMappingHead(store, transfer),
  ];
  return {
    ...toldMigration(call, view),
    entities: inventory.entities,
    ends: countEnds(tallies),
    reasons: Object.entries(inventory.reasons).map(([reason, rows]) => ({
      reason,
      text: reasonText(reason),
      rows,
    })),
    cannot: await cannotOf(call, view, inventory.reasons),
    held: new Set(inventory.held.map(({ studentId }) => studentId)).size,
    questions: inventory.questions,
    mapping: head && {
      version: head.version,
      questions: head.questions,
      changedAt: head.changedAt.toISOString(),
      isPlanned: head.version === transfer.mappingVersion,
    },
  };
}
