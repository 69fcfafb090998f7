import { existsSync, readdirSync } from 'node:fs';
import type { AdapterContext } from '../contract.ts';
import { AdapterError } from '../errors.ts';
import type { Target, TargetSession } from '../target.ts';
import { cannotHold, placedEntities } from './coverage.ts';
import { isOurs } from './manifest.ts';
import { openPack } from './pack.ts';
import { packSession } from './session.ts';
import { readSettings } from './settings.ts';
import { openWorkStore } from './work-store.ts';

/** Files of others in the pack's folder would go along with it to whoever gets it. */
function checkFolder(folder: string): void {
  const foreign = existsSync(folder) && readdirSync(folder).some((name) => !isOurs(name));
  if (!foreign) return;
  throw new AdapterError({
    code: 'adapter.settings_invalid',
    place: 'settings.folder',
    message: 'the folder of the exchange pack holds files that are not of a pack',
    hint: 'Name an empty folder, or one that is not there yet.',
  });
}

async function open(given: unknown, context: AdapterContext): Promise<TargetSession> {
  const settings = readSettings(given);
  checkFolder(settings.folder);
  const store = await openWorkStore(`${settings.folder.replace(/[/\\]+$/, '')}.work`);
  return packSession(store, openPack(store, settings, context.now), settings);
}

/** A folder of 23 files that any system can be filled from, without any vendor's consent. */
export const exchangePack: Target = {
  declaration: {
    takes: placedEntities,
    cannot: cannotHold,
    deletes: true,
    batch: 500,
    mapped: false,
  },
  open,
};
