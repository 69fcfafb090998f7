import { randomUUID } from 'node:crypto';
import type { FaultDesk } from '../http/faults.ts';
import type { RequestRecorder } from '../http/request-log.ts';
import { accountOf, keyOfLogin } from './accounts.ts';
import type { Server } from './route.ts';
import type { Session } from './sessions.ts';
import type { ImportedSession, NetschoolSimulator } from './types.ts';

type Controls = Pick<
  NetschoolSimulator,
  'importSession' | 'esiaState' | 'interrupt' | 'expire' | 'clearLog' | 'setAsOf' | 'setQuirks'
>;

function importSession(server: Server, login: string): ImportedSession {
  const key = keyOfLogin(login);
  const account = key && accountOf(server.world, key);
  if (!account) throw new Error(`the simulator has no account ${login}`);
  const cookie = server.sessions.newCookie();
  const session = server.sessions.open(account, account.role, cookie, '0');
  return { at: session.at, cookie: `NSSESSIONID=${cookie}` };
}

const liveOf = (server: Server, login: string): Session[] =>
  server.sessions.live().filter(({ account }) => account.login === login);

/** What a test can do to a running server. */
export const makeControls = (server: Server, log: RequestRecorder, faults: FaultDesk): Controls => ({
  importSession: (login) => importSession(server, login),
  esiaState(logins) {
    const state = randomUUID();
    server.esiaStates.set(state, logins);
    return state;
  },
  interrupt(login) {
    for (const session of liveOf(server, login)) session.warned = true;
  },
  expire(login) {
    for (const session of liveOf(server, login)) server.sessions.expire(session);
  },
  clearLog: () => log.clear(),
  setAsOf(moment) {
    server.world.asOf = moment;
  },
  setQuirks(quirks) {
    server.world.quirks = { ...server.world.quirks, ...quirks };
    if (quirks.faults) faults.replace(quirks.faults);
  },
});
