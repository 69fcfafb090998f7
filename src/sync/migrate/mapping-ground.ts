import type { TargetDeclaration, TargetSession } from '../../adapters/target.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { Store } from '../../store/open.ts';
import { externalIds } from '../../store/transfer/external-ids.ts';
import { sourcePages } from '../../store/transfer/source-rows.ts';
import { scopeOf } from '../../store/transfer/transfers.ts';
import type { Transfer } from '../../store/transfer/types.ts';
import type { MappingGround } from './mapping/ground.ts';
import { type MappingEntity, mappingEntities } from './mapping/types.ts';
import { type SideRow, sideFrom } from './match/side-from.ts';

/** Scales and codes of attendance no catalogue tells: such a target translates them itself, and says what it cannot. */
const UNTOLD: ReadonlySet<MappingEntity> = new Set(['markScale', 'attendanceCode']);

/** What a target is matched with: all that it has already and does not take. */
export const askedOf = ({ mapped, takes }: TargetDeclaration): readonly MappingEntity[] =>
  mapped ? mappingEntities.filter((name) => !UNTOLD.has(name) && !takes.some((taken) => taken === name)) : [];

const PAGE = 2_000;

const NO_WORDS = { scales: [], attendance: [] };

async function sourceSide(store: Store, transfer: Transfer, entities: readonly EntityName[]) {
  const rows: SideRow[] = [];
  for (const entity of entities) {
    const known = entityOf(entity).identity
      ? await externalIds(store, transfer.schoolId, entity)
      : new Map<string, readonly string[]>();
    for await (const page of sourcePages(store, scopeOf(transfer), entity, PAGE)) {
      for (const { rowId, data } of page) {
        const externals = known.get(rowId) ?? [];
        rows.push({ entity, id: rowId, data: data as SideRow['data'], externalIds: externals });
      }
    }
  }
  return sideFrom(rows, NO_WORDS);
}

async function targetSide(system: string, session: TargetSession) {
  const rows: SideRow[] = [];
  for await (const { entity, records } of session.catalogue()) {
    const identity = entityOf(entity).identity;
    for (const { key, data } of records) {
      rows.push({ entity, id: key, data, externalIds: identity ? [`${system}/${key}`] : [] });
    }
  }
  return sideFrom(rows, NO_WORDS);
}

/** Reads what the two journals are matched by: ours from the store, the target's from its catalogue. */
export async function readMappingGround(
  store: Store,
  transfer: Transfer,
  target: { readonly system: string; readonly declaration: TargetDeclaration },
  session: TargetSession,
): Promise<MappingGround> {
  const entities = askedOf(target.declaration);
  const asked = entities.filter((name): name is MappingEntity & EntityName => !UNTOLD.has(name));
  return {
    migrationId: transfer.transferId,
    entities,
    source: await sourceSide(store, transfer, [...asked, 'enrolment']),
    target: await targetSide(target.system, session),
  };
}
