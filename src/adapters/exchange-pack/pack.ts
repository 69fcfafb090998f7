import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EntityName } from '../../model/entities.ts';
import { AdapterError } from '../errors.ts';
import type { Handover } from '../target.ts';
import { assemble } from './assemble.ts';
import { readManifest } from './check-pack.ts';
import { settingsWith } from './handed.ts';
import { MANIFEST } from './manifest.ts';
import { type State, stateSchema } from './schema.ts';
import type { Settings } from './settings.ts';
import type { Change, Row, WorkStore } from './work-store.ts';

const STATE = 'state';

/** A pack that is being written: rows go in, and files come of them when it is finished. */
export interface Pack {
  row(entity: EntityName, id: string): Row | undefined;
  /**
   * Changes rows, all or none. What is there already as it should be changes nothing; anything else takes the manifest
   * away, because the files do not tell of these rows any more.
   */
  apply(changes: readonly Change[]): Promise<void>;
  /** Says that all rows are there, and writes the files, unless they tell of these very rows already. */
  finish(of?: Handover): Promise<void>;
  /** Writes the files of a finished pack where they are lacking or were written otherwise; throws for a half one. */
  refresh(): Promise<void>;
}

/** Under which note it stands what was said of the pack. */
const ABOUT = 'about';

const settingsMark = (settings: Settings): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);

const unfinished = (): AdapterError =>
  new AdapterError({
    code: 'adapter.refused',
    place: MANIFEST,
    message: 'the exchange pack is not finished: some of its rows are still to come',
    hint: 'Go on with the run that writes it until it is done.',
  });

/** The pack whose rows lie in `store`. */
export function openPack(store: WorkStore, settings: Settings, now: () => Date): Pack {
  const kept = store.note(STATE);
  let state: State =
    kept === undefined
      ? { revision: 0, assembled: null, finished: null, changedAt: now().toISOString() }
      : stateSchema.parse(kept);

  const differs = ({ entity, id, row }: Change): boolean => {
    const before = store.get(entity, id);
    return row === null ? before !== undefined : !isDeepStrictEqual(before, row);
  };

  const note = async (next: State): Promise<void> => {
    await store.setNote(STATE, next);
    state = next;
  };

  const writeFiles = async (): Promise<void> => {
    const whole = settingsWith(settings, store.note(ABOUT));
    const mark = `${state.revision}/${settingsMark(whole)}`;
    if (state.assembled === mark && (await readManifest(settings.folder))) return;
    await assemble(store, whole, whole.extractedAt ?? state.changedAt);
    await note({ ...state, assembled: mark });
  };

  return {
    row: (entity, id) => store.get(entity, id),
    async apply(changes) {
      const changed = changes.filter(differs);
      if (changed.length === 0) return;
      // Before the rows: killed in between, a whole pack is without its manifest, and never a half one with it.
      if (state.finished === state.revision) await rm(join(settings.folder, MANIFEST), { force: true });
      const next: State = { ...state, revision: state.revision + 1, changedAt: now().toISOString() };
      await store.apply(changed, STATE, next);
      state = next;
    },
    async finish(of) {
      if (of && !isDeepStrictEqual(store.note(ABOUT), of)) await store.setNote(ABOUT, of);
      if (state.finished !== state.revision) await note({ ...state, finished: state.revision });
      await writeFiles();
    },
    async refresh() {
      if (state.finished !== state.revision) throw unfinished();
      await writeFiles();
    },
  };
}
