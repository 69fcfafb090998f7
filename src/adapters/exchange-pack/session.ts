import { LRUCache } from 'lru-cache';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type EntityName, entityOf } from '../../model/entities.ts';
import type { TargetRecord, TargetSession, WriteOutcome } from '../target.ts';
import { checkFiles } from './check-pack.ts';
import { isPlaced } from './compose.ts';
import { placedEntities } from './coverage.ts';
import type { Pack } from './pack.ts';
import type { Settings } from './settings.ts';
import { observed, packSource } from './source.ts';
import type { Row, WorkStore } from './work-store.ts';

const refused = (diagnostic: Diagnostic): WriteOutcome => ({ ok: false, lasting: true, diagnostic });

const noPlace = (entity: EntityName): WriteOutcome =>
  refused({
    code: 'target.no_place',
    place: entity,
    message: 'the exchange pack has no file for such rows',
    hint: 'Leave them behind: they stay in Peremena.',
  });

const dangling = (entity: EntityName, field: string): WriteOutcome =>
  refused({
    code: 'target.reference_lacking',
    place: `${entity}.${field}`,
    message: 'the row refers to one that is not in the pack',
    hint: 'Write what it refers to first, or leave the reference out.',
  });

/** The first reference of a row that leads nowhere: neither into the pack nor into what is written along with it. */
function danglingField(
  record: TargetRecord,
  isThere: (entity: string, id: string) => boolean,
): string | undefined {
  const row: Row = record.data;
  const fields = [...entityOf(record.entity).fields];
  return fields.find(([name, { ref }]) => {
    const to = row[name];
    return ref !== undefined && typeof to === 'string' && takes.has(ref) && !isThere(ref, to);
  })?.[0];
}

const takes: ReadonlySet<string> = new Set(placedEntities);

const REMEMBERED = 50_000;

/** What is in the pack for certain: rows refer to few others again and again, and those need not be read each time. */
type Known = LRUCache<string, true>;

const keyOf = (entity: string, id: string): string => `${entity}/${id}`;

function writing(pack: Pack, known: Known) {
  return async (records: readonly TargetRecord[]): Promise<readonly WriteOutcome[]> => {
    const along = new Set<string>();
    const isThere = (entity: string, id: string): boolean => {
      const key = keyOf(entity, id);
      if (along.has(key) || known.get(key)) return true;
      const found = pack.row(entity as EntityName, id) !== undefined;
      if (found) known.set(key, true);
      return found;
    };
    const outcomes = records.map((record): WriteOutcome => {
      const { entity, ourId } = record;
      if (!takes.has(entity)) return noPlace(entity);
      const field = danglingField(record, isThere);
      if (field !== undefined) return dangling(entity, field);
      along.add(keyOf(entity, ourId));
      return { ok: true, targetKey: ourId };
    });
    const taken = records.filter((_, index) => outcomes[index]?.ok);
    await pack.apply(taken.map(({ entity, ourId, data }) => ({ entity, id: ourId, row: data })));
    return outcomes;
  };
}

async function* nothing(): AsyncGenerator<never> {
  // A pack has nothing of its own that ours would have to be matched with.
}

/** A session that writes a pack; its keys are our ids, so writing a row again is writing it once. */
export function packSession(store: WorkStore, pack: Pack, settings: Settings): TargetSession {
  const known: Known = new LRUCache({ max: REMEMBERED });
  const put = writing(pack, known);
  let isWriting = false;
  let isChecked = false;
  /** Who only looks is told what the files say, and not what lies beside them. */
  const isTold = async (): Promise<(entity: EntityName, id: string) => boolean> => {
    if (isWriting) return () => true;
    if (!isChecked) {
      await pack.refresh();
      await checkFiles(settings.folder);
      isChecked = true;
    }
    return (entity, id) => isPlaced(store, entity, id);
  };
  return {
    catalogue: nothing,
    oldestDay: () => Promise.resolve(null),
    write(records) {
      isWriting = true;
      return put(records);
    },
    async readBack(entity, keys) {
      const told = await isTold();
      return keys.flatMap((id) => {
        const row = pack.row(entity, id);
        return row && told(entity, id) ? [observed(entity, { id, row })] : [];
      });
    },
    async remove(entity, keys) {
      isWriting = true;
      for (const id of keys) known.delete(keyOf(entity, id));
      await pack.apply(keys.map((id) => ({ entity, id, row: null })));
      return keys.map((targetKey) => ({ ok: true, targetKey }));
    },
    source: packSource(store, pack, settings),
    finish: (of) => pack.finish(of),
    close: () => store.close(),
  };
}
