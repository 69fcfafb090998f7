import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../error.ts';
import { type Holder, holderOf, inUse } from './lock.ts';

/** The server of another program, joined. */
export interface Guest {
  /** The program that owns it. */
  readonly pid: number;
  readonly nonce: string;
  readonly port: number;
  /** How far the owner's clock is ahead of the true one: a demonstration's stands at the end of its journals. */
  readonly aheadMs: number;
}

const STEP_MS = 25;

/** As long as the owner itself may take to bring up a server that was killed. */
const MOST_MS = 150_000;

const same = (one: Pick<Holder, 'pid' | 'nonce'>, other: Pick<Holder, 'pid' | 'nonce'>): boolean =>
  one.pid === other.pid && one.nonce === other.nonce;

/** Waits until the holder's server takes connections; null when the holder went before, and the folder may be free. */
export async function waitForServer(home: string, holder: Holder): Promise<Guest | null> {
  for (let waited = 0; waited < MOST_MS; waited += STEP_MS) {
    const found = await holderOf(home);
    if (!found || !same(found, holder)) return null;
    const { pid, nonce, serving } = found;
    if (serving) return { pid, nonce, ...serving };
    await delay(STEP_MS);
  }
  throw inUse(home, holder.pid);
}

/** Whether the program that owns the server goes on serving it. */
export async function isStillThere(home: string, guest: Guest): Promise<boolean> {
  const found = await holderOf(home);
  return found?.serving?.port === guest.port && same(found, guest);
}

/** What a guest is told when its host went. */
export const ownerGone = (home: string, { pid }: Guest): StoreError =>
  new StoreError({
    code: 'store.owner_gone',
    place: home,
    message: `The program whose database this one shared (process ${pid}) has ended; what was committed is kept.`,
    hint: 'Give the command again: it goes on where it can, and takes the folder itself if nobody else has it.',
  });
