import { type FaultDesk, makeFaultDesk } from '../http/faults.ts';
import { makeRequestRecorder, type RequestRecorder } from '../http/request-log.ts';
import { makeRouter } from '../http/router.ts';
import { type Listener, startServer } from '../http/server.ts';
import type { Municipality } from '../school-year/types.ts';
import { makeControls } from './controls.ts';
import { makeDirectory } from './directory.ts';
import { answer, sessionNumber } from './gate.ts';
import { makeClassicHub } from './hubs/classic.ts';
import { makeTasks } from './hubs/tasks.ts';
import { makeUpgrade } from './hubs/upgrade.ts';
import { PROFILES } from './profiles.ts';
import { quirksOf } from './quirks.ts';
import type { Route, Server } from './route.ts';
import { ROUTES } from './routes.ts';
import { makeSessions } from './sessions.ts';
import type { NetschoolOptions, NetschoolSimulator } from './types.ts';
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

function listenerOf(
  server: Server,
  routes: readonly Route[],
  upgrade: Listener['upgrade'],
): { listener: Listener; requests: RequestRecorder; faults: FaultDesk } {
  const find = makeRouter(routes);
  const requests = makeRequestRecorder();
  const faults = makeFaultDesk(server.world.quirks.faults);
  const listener: Listener = {
    begin: (request, path) =>
      requests.begin(request.method ?? 'GET', path, sessionNumber(request.headers, server)),
    fault: (method, path) => faults.next(method, path),
    handle(call) {
      const found = find(call.method, call.path);
      return answer(found?.route ?? null, { ...call, params: found?.params ?? {} }, server);
    },
    ...(upgrade ? { upgrade } : {}),
  };
  return { listener, requests, faults };
}

/** Starts a «Сетевой город» of the given version on real sockets, telling the given truth. */
export async function startNetschool(options: NetschoolOptions): Promise<NetschoolSimulator> {
  const server = makeServer(options);
  const { world } = server;
  const classic = makeClassicHub(server);
  const hub = makeUpgrade(server, classic);
  const { listener, requests, faults } = listenerOf(server, [...ROUTES, ...classic.routes], hub.upgrade);
  const running = await startServer(options.host ?? '127.0.0.1', options.port ?? 0, listener);
  const directory = makeDirectory(world);
  return {
    ...makeControls(server, requests, faults),
    baseUrl: running.baseUrl,
    profile: options.profile,
    municipality: options.municipality,
    ids: world.ids,
    requests,
    accountOf: directory.accountOf,
    account: directory.account,
    get schools() {
      return schoolList(world);
    },
    get accounts() {
      return directory.samples();
    },
    get sessions() {
      return server.sessions.counts();
    },
    get reportsStarted() {
      return server.tasks.started;
    },
    async close() {
      server.tasks.close();
      classic.close();
      hub.close();
      await running.close();
    },
  };
}
