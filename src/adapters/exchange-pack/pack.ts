import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EntityName } from '../../model/entities.ts';
import { assemble } from './assemble.ts';
import { readManifest } from './check-pack.ts';
import { type State, stateSchema } from './schema.ts';
import type { Settings } from './settings.ts';
import type { Change, Row, WorkStore } from './work-store.ts';

const STATE = 'state';

/** A pack that is being written: rows go in, and files come of them when they are asked for. */
export interface Pack {
  /** Whether anything was ever put into it. */
  isBegun(): boolean;
  row(entity: EntityName, id: string): Row | undefined;
  /** Changes rows, all or none. What is there already as it should be changes nothing. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Writes the files, unless they tell of these very rows already. */
  writeFiles(): Promise<void>;
}

const settingsMark = (settings: Settings): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);

/** The pack whose rows lie in `store`. */
export function openPack(store: WorkStore, settings: Settings, now: () => Date): Pack {
  const kept = store.note(STATE);
  let state: State =
    kept === undefined
      ? { revision: 0, assembled: null, changedAt: now().toISOString() }
      : stateSchema.parse(kept);

  const differs = ({ entity, id, row }: Change): boolean => {
    const before = store.get(entity, id);
    return row === null ? before !== undefined : !isDeepStrictEqual(before, row);
  };

  return {
    isBegun: () => state.revision > 0,
    row: (entity, id) => store.get(entity, id),
    async apply(changes) {
      const changed = changes.filter(differs);
      if (changed.length === 0) return;
      const next: State = { ...state, revision: state.revision + 1, changedAt: now().toISOString() };
      await store.apply(changed, STATE, next);
      state = next;
    },
    async writeFiles() {
      const mark = `${state.revision}/${settingsMark(settings)}`;
      if (state.assembled === mark && (await readManifest(settings.folder))) return;
      await assemble(store, settings, settings.extractedAt ?? state.changedAt);
      const next: State = { ...state, assembled: mark };
      await store.setNote(STATE, next);
      state = next;
    },
  };
}
