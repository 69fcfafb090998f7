import { randomUUID } from 'node:crypto';
import { makeFaultDesk } from '../http/faults.ts';
import { makeRequestRecorder } from '../http/request-log.ts';
import { makeRouter } from '../http/router.ts';
import { type Listener, startServer } from '../http/server.ts';
import type { Municipality } from '../school-year/types.ts';
import {
  type Account,
  accountOf,
  type KnownAccount,
  keyOfLogin,
  publicAccount,
  sampleAccounts,
} from './accounts.ts';
import { answer, sessionNumber } from './gate.ts';
import { makeClassicHub } from './hubs/classic.ts';
import { makeTasks } from './hubs/tasks.ts';
import { makeUpgrade } from './hubs/upgrade.ts';
import { PROFILES } from './profiles.ts';
import { quirksOf } from './quirks.ts';
import type { Server } from './route.ts';
import { ROUTES } from './routes.ts';
import { makeSessions } from './sessions.ts';
import type { ImportedSession, NetschoolOptions, NetschoolSimulator } from './types.ts';
import { makeWorld, type World } from './world.ts';

export type { Account, AccountRole } from './accounts.ts';
export type { UserKey, VendorId } from './ids.ts';
export type { ProfileName } from './profiles.ts';
export type { Quirks } from './quirks.ts';
export type { ImportedSession, NetschoolOptions, NetschoolSimulator } from './types.ts';

const allSchools = ({ options }: Municipality): number[] =>
  Array.from({ length: options.schools }, (_none, index) => index + 1);

function makeServer(options: NetschoolOptions): Server {
  const world = makeWorld({
    municipality: options.municipality,
    profile: PROFILES[options.profile],
    schools: options.schools ?? allSchools(options.municipality),
    quirks: quirksOf(options.profile, options.quirks),
    asOf: options.asOf ?? null,
  });
  const now = options.now ?? (() => new Date());
  return {
    world,
    sessions: makeSessions(now, () => world.quirks.timeOutMs),
    tasks: makeTasks({
      delayMs: () => options.reportDelayMs ?? 0,
      isEndless: (report) => world.quirks.endlessReports.includes(report),
      isFailing: (report) => world.quirks.failingReports.includes(report),
    }),
    esiaStates: new Map(),
    now,
  };
}

function known(world: World, login: string): KnownAccount {
  const key = keyOfLogin(login);
  const account = key && accountOf(world, key);
  if (!account) throw new Error(`the simulator has no account ${login}`);
  return account;
}

function importSession(server: Server, login: string): ImportedSession {
  const account = known(server.world, login);
  const cookie = server.sessions.newCookie();
  const session = server.sessions.open(account, account.role, cookie, '0');
  return { at: session.at, cookie: `NSSESSIONID=${cookie}` };
}

function liveOf(server: Server, login: string) {
  return server.sessions.live().filter(({ account }) => account.login === login);
}

const schoolList = (world: World): NetschoolSimulator['schools'] =>
  world.schools.map((index) => {
    const { shortName, timeZone } = world.book(index).year;
    return {
      id: world.ids.school(index),
      index,
      name: shortName,
      timeZone: world.profile.timeZone ?? timeZone,
    };
  });

/** Starts a «Сетевой город» of the given version on real sockets, telling the given truth. */
export async function startNetschool(options: NetschoolOptions): Promise<NetschoolSimulator> {
  const server = makeServer(options);
  const { world, sessions, tasks } = server;
  const classic = makeClassicHub(server);
  const hub = makeUpgrade(server, classic);
  const find = makeRouter([...ROUTES, ...classic.routes]);
  const requests = makeRequestRecorder();
  let faults = makeFaultDesk(world.quirks.faults);

  const listener: Listener = {
    begin: (request, path) =>
      requests.begin(request.method ?? 'GET', path, sessionNumber(request.headers, server)),
    fault: (method, path) => faults.next(method, path),
    handle(call) {
      const found = find(call.method, call.path);
      return answer(found?.route ?? null, { ...call, params: found?.params ?? {} }, server);
    },
    upgrade: hub.upgrade,
  };
  const running = await startServer(options.host ?? '127.0.0.1', options.port ?? 0, listener);
  // Made when first asked for: with sixty schools on a server it takes a while.
  let accounts: readonly Account[] | null = null;
  const samples = (): readonly Account[] => {
    accounts ??= world.schools.flatMap((index) => sampleAccounts(world, index).map(publicAccount));
    return accounts;
  };

  return {
    baseUrl: running.baseUrl,
    profile: options.profile,
    get schools() {
      return schoolList(world);
    },
    get accounts() {
      return samples();
    },
    accountOf(key) {
      const account = accountOf(world, key);
      return account && publicAccount(account);
    },
    account(role, schoolIndex = world.schools[0]) {
      const schoolId = world.ids.school(schoolIndex ?? 1);
      const found = samples().find((one) => one.role === role && one.schoolId === schoolId);
      if (!found) throw new Error(`no sample account of role ${role}`);
      return found;
    },
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
      for (const session of liveOf(server, login)) sessions.expire(session);
    },
    requests,
    get sessions() {
      return sessions.counts();
    },
    get reportsStarted() {
      return tasks.started;
    },
    clearLog: () => requests.clear(),
    setAsOf(moment) {
      world.asOf = moment;
    },
    setQuirks(quirks) {
      world.quirks = { ...world.quirks, ...quirks };
      if (quirks.faults) faults = makeFaultDesk(quirks.faults);
    },
    municipality: options.municipality,
    ids: world.ids,
    async close() {
      tasks.close();
      classic.close();
      hub.close();
      await running.close();
    },
  };
}
