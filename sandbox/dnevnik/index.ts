import type { Call } from '../http/call.ts';
import { type FaultDesk, makeFaultDesk } from '../http/faults.ts';
import { html, type Reply } from '../http/reply.ts';
import { makeRequestRecorder, type RequestRecorder } from '../http/request-log.ts';
import { type Listener, startServer } from '../http/server.ts';
import type { Municipality } from '../school-year/types.ts';
import { makeDirectory } from './directory.ts';
import { answer, sessionOf } from './gate.ts';
import {
  classIdOf,
  numberedId,
  personId,
  personKey,
  schoolId,
  subgroupIdOf,
  subjectId,
  userId,
} from './ids.ts';
import { CLIENT } from './oauth/authorize.ts';
import { PROFILES } from './profiles.ts';
import { quirksOf } from './quirks.ts';
import { failurePage, spelled } from './refused.ts';
import type { Server } from './route.ts';
import { makeRouters, type Routers } from './routes.ts';
import { makeThrottle } from './throttle.ts';
import { makeTokens } from './tokens.ts';
import type { DnevnikIds, DnevnikOptions, DnevnikSimulator } from './types.ts';
import { makeWorld, type World } from './world.ts';
import { makeWriteDesk } from './write-desk.ts';
import { writtenOf } from './written.ts';

export type { Account, AccountRole } from './accounts.ts';
export type { PersonKey } from './ids.ts';
export type { HostName } from './profiles.ts';
export type { Quirks } from './quirks.ts';
export type { DnevnikIds, DnevnikOptions, DnevnikSimulator } from './types.ts';
export type { Wanted } from './write-desk.ts';
export type { Written } from './written.ts';

const allSchools = ({ options }: Municipality): number[] =>
  Array.from({ length: options.schools }, (_none, index) => index + 1);

function makeServer(options: DnevnikOptions): Server {
  const host = options.profile ?? 'dnevnik.ru';
  const now = options.now ?? (() => new Date());
  const world = makeWorld({
    municipality: options.municipality,
    profile: PROFILES[host],
    schools: options.schools ?? allSchools(options.municipality),
    quirks: quirksOf(host, options.quirks),
    asOf: options.asOf ?? null,
    empty: options.empty ?? false,
    adjust: options.adjust ?? ((year) => year),
    now,
  });
  return {
    world,
    tokens: makeTokens(now, () => world.quirks.tokenLifeMs),
    throttle: makeThrottle(now, () => world.quirks.throttle),
    desk: makeWriteDesk(now, () => world.quirks),
    browsers: new Map(),
    now,
  };
}

const VERBS = ['GET', 'POST', 'PUT', 'DELETE'];

/** The API under its three prefixes; everything else is a page. */
function route(call: Omit<Call, 'params'>, server: Server, routers: Routers): Reply {
  const api = /^\/(v1|v2|v2\.0)\/(.*)$/.exec(call.path);
  const [find, path] = api ? [routers.tokens, api[2] ?? ''] : [routers.pages, call.path];
  const page = find(call.method, path);
  if (page) return page.route.open({ ...call, params: page.params }, server);
  if (!api) return html(failurePage('Страница не найдена'), 404);
  const version = api[1] === 'v1' ? 'v1' : 'v2';
  const found = routers.api[version](call.method, path);
  const isOtherVerb = !found && VERBS.some((verb) => routers.api[version](verb, path) !== null);
  return answer(found, isOtherVerb, call, server);
}

function listenerOf(server: Server): { listener: Listener; requests: RequestRecorder; faults: FaultDesk } {
  const routers = makeRouters();
  const requests = makeRequestRecorder();
  const faults = makeFaultDesk(server.world.quirks.faults);
  const listener: Listener = {
    begin: (request, path) =>
      requests.begin(request.method ?? 'GET', path, sessionOf(request.headers, server)),
    fault: (method, path) => faults.next(method, path),
    wording: (status) => ({
      type: spelled(
        status === 429 || status === 433 ? 'requestLimit' : 'serverError',
        server.world.quirks.errorSpelling,
      ),
      description: 'Server error',
    }),
    handle: (call) => route(call, server, routers),
  };
  return { listener, requests, faults };
}

const idsOf = (world: World): DnevnikIds => ({
  ...world.ids,
  school: schoolId,
  person: personId,
  user: userId,
  personKey,
  class: classIdOf,
  subgroup: subgroupIdOf,
  subjectGroup: (school, id) => numberedId('subjectGroup', { school, id }),
  subject: (school, id) => subjectId({ school, id }),
  period: (school, id) => numberedId('period', { school, id }),
  workType: (school, id) => numberedId('workType', { school, id }),
});

const schoolList = (world: World): DnevnikSimulator['schools'] =>
  world.schools.map((index) => ({
    id: schoolId(index),
    index,
    name: world.book(index).year.shortName,
    timeZone: world.zoneOf(index),
  }));

/** Starts the platform under one of its names on real sockets, telling the given truth. */
export async function startDnevnik(options: DnevnikOptions): Promise<DnevnikSimulator> {
  const server = makeServer(options);
  const { world } = server;
  const { listener, requests, faults } = listenerOf(server);
  const running = await startServer(options.host ?? '127.0.0.1', options.port ?? 0, listener);
  world.origin = running.baseUrl;
  const directory = makeDirectory(server);
  return {
    baseUrl: running.baseUrl,
    profile: world.profile.host,
    municipality: options.municipality,
    client: CLIENT,
    ids: idsOf(world),
    requests,
    accountOf: directory.accountOf,
    account: directory.account,
    tokenOf: directory.tokenOf,
    revoke: (login) => server.tokens.revoke(login),
    get schools() {
      return schoolList(world);
    },
    get accounts() {
      return directory.samples();
    },
    get tokens() {
      return directory.tokens();
    },
    clearLog: () => requests.clear(),
    setAsOf(moment) {
      world.asOf = moment;
    },
    setQuirks(quirks) {
      world.quirks = { ...world.quirks, ...quirks };
      if (quirks.faults) faults.replace(quirks.faults);
    },
    failWritesFor: (ms) => server.desk.failFor(ms),
    get writes() {
      return { ...server.desk.counts };
    },
    get lostWrites() {
      return [...server.desk.lost];
    },
    forgetWrites: () => server.desk.forget(),
    writtenIn: (school) => writtenOf(world, school),
    get written() {
      return world.overlay.counts;
    },
    close: () => running.close(),
  };
}
