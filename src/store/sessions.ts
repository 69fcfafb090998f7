import { createHash, randomBytes } from 'node:crypto';
import type { Store } from './open.ts';
import { type Person, toPerson } from './people.ts';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 12 * 60 * 60_000;
/** How exactly it is kept when somebody was last seen: a page view need not be a write. */
const SEEN_EVERY_MS = 60_000;

/** Somebody signed in. */
export interface Session {
  readonly person: Person;
  /** What a form of theirs must bring back. */
  readonly csrf: string;
}

const hashOf = (token: string): Buffer<ArrayBuffer> => createHash('sha256').update(token).digest();

/** Begins a session; the token is told this once, for the browser to keep. Those that are over are cleared away. */
export async function startSession(store: Store, personId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const csrf = randomBytes(24).toString('base64url');
  const over = [
    { seenAt: { lt: new Date(now.getTime() - IDLE_MS) } },
    { startedAt: { lt: new Date(now.getTime() - LONGEST_MS) } },
  ];
  await store.prisma.session.deleteMany({ where: { OR: over } });
  const data = { tokenHash: hashOf(token), personId, csrf, startedAt: now, seenAt: now };
  await store.prisma.session.create({ data });
  return token;
}

/** The session of a token; null when there is none, or it is over: half an hour idle, twelve hours in all. */
export async function findSession(store: Store, token: string, now: Date): Promise<Session | null> {
  const tokenHash = hashOf(token);
  const row = await store.prisma.session.findUnique({ where: { tokenHash }, include: { person: true } });
  if (!row || row.person.disabledAt !== null) return null;
  const idle = now.getTime() - row.seenAt.getTime();
  if (idle > IDLE_MS || now.getTime() - row.startedAt.getTime() > LONGEST_MS) return null;
  if (idle > SEEN_EVERY_MS) {
    await store.prisma.session.updateMany({ where: { tokenHash }, data: { seenAt: now } });
  }
  return { person: toPerson(row.person), csrf: row.csrf };
}

/** Ends a session, if there is one. */
export async function endSession(store: Store, token: string): Promise<void> {
  await store.prisma.session.deleteMany({ where: { tokenHash: hashOf(token) } });
}
