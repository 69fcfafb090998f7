import { addDays } from '../../src/model/dates.ts';
import type { Call } from '../http/call.ts';
import { noContent, type Reply, value } from '../http/reply.ts';
import { isStaffRole, ROLE_IDS } from './accounts.ts';
import { nickName, shortName } from './book.ts';
import { sessionOf } from './gate.ts';
import { get, midnight, open, post, type Route, refusal, type Server, type Visit } from './route.ts';

const GLOBAL_YEAR = 25;
/** Day, month, year of two digits, separator: joined by U+0001. */
const DATE_FORMAT = ['d', 'mm', 'yy', '.'].join('\u0001');

const yearName = (startYear: number): string => `${startYear}/${startYear + 1}`;

/** The school year as `context` and `years/current` tell it. */
export function schoolYear({ world, school, book }: Visit): Record<string, unknown> {
  const { startDay, endDay } = book.year;
  const name = yearName(world.municipality.options.startYear);
  const bounds = { startDate: midnight(startDay), endDate: midnight(endDay) };
  return {
    id: world.ids.year(school),
    name,
    ...bounds,
    closed: false,
    schoolId: world.ids.school(school),
    globalYear: { id: GLOBAL_YEAR, name, ...bounds },
  };
}

function context(visit: Visit): Reply {
  const { world, session, school, book } = visit;
  const { account, role } = session;
  const { profile, ids } = world;
  const organization = { id: ids.school(school), name: book.year.shortName };
  return value({
    at: session.at,
    userId: account.userId,
    user: { id: account.userId, name: shortName(account.person) },
    roles: role === null ? [] : [ROLE_IDS[role].code],
    rights: role !== null && isStaffRole(role) ? ['ViewReports', 'ViewJournal'] : ['ViewReports'],
    emId: null,
    schoolId: ids.school(school),
    schoolYearId: ids.year(school),
    globalYearId: GLOBAL_YEAR,
    version: profile.version,
    versionDate: null,
    productName: profile.productName,
    funcType: 'School',
    dateFormat: DATE_FORMAT,
    timeFormat: ['hh', 'mm', ':'].join('\u0001'),
    schoolyear: schoolYear(visit),
    userLanguage: 'ru',
    organization,
    organizationName: organization.name,
  });
}

/** True says that the session is over; the token comes in the query. */
function isExpired(call: Call, server: Server): Reply {
  return value(server.sessions.byToken(call.query.get('token') ?? '') === null);
}

function state({ server, session }: Visit): Reply {
  const coWorkers = server.sessions.othersOf(session).map((other) => ({
    loginTimeInto: Math.round((Date.now() - other.loggedInAt) / 1000),
    ipAddress: '10.0.0.1',
  }));
  const notifications = coWorkers.length > 0 ? [{ type: 'security-warning', data: { coWorkers } }] : [];
  return value({ notifications });
}

const students = ({ world, session, school, book }: Visit): Reply =>
  value(
    session.account.students.flatMap((id) => {
      const student = book.students.get(id);
      return student
        ? [{ id: world.ids.user({ school, kind: 'student', id }), name: nickName(student) }]
        : [];
    }),
  );

function activeSessions({ server, world, school }: Visit): Reply {
  const live = server.sessions.live().filter((session) => session.account.key.school === school);
  return value(
    live.map((session) => ({
      schoolId: world.ids.school(school),
      eoName: null,
      at: null,
      userId: session.account.userId,
      loginName: null,
      nickName: shortName(session.account.person),
      loginTime: new Date(session.loggedInAt).toISOString().slice(0, 22),
      lastAccessTime: new Date(session.lastSeenAt).toISOString().slice(0, 23),
      ip: null,
      roles: session.role === null ? [] : [ROLE_IDS[session.role].name],
      eMs: [],
      timeOut: Math.round(world.quirks.timeOutMs / 1000),
    })),
  );
}

/** Log-out needs no live session: who is out already gets 401, as the vendor answers. */
function logOut(call: Call, server: Server): Reply {
  const { session } = sessionOf(call, server);
  if (!session) return refusal(401, 'Сеанс работы завершён');
  server.sessions.close(session);
  return noContent();
}

function yearList(visit: Visit): Reply {
  const { id, name } = schoolYear(visit);
  const before = yearName(visit.world.municipality.options.startYear - 1);
  return value([
    { id, name },
    { id: Number(id) - 200, name: `(*) ${before}` },
  ]);
}

function mySettings({ world, session, school, book }: Visit): Reply {
  const { account, role } = session;
  const birthDate =
    account.role === 'student'
      ? (book.students.get(account.key.id)?.birthDate ?? '1980-01-01')
      : addDays('1980-01-01', account.key.id % 5000);
  return value({
    userId: account.userId,
    firstName: account.person.firstName,
    lastName: account.person.lastName,
    middleName: account.person.middleName === '' ? null : account.person.middleName,
    loginName: account.login,
    birthDate: midnight(birthDate),
    roles: role === null ? [] : [ROLE_IDS[role].name],
    schoolyearId: world.ids.year(school),
    windowsAccount: null,
    mobilePhone: null,
    preferedCom: 'email',
    email: null,
    existsPhoto: false,
    userSettings: {
      showMobilePhone: false,
      defaultDesktop: 0,
      language: 'ru',
      favoriteReports: [],
      passwordExpired: 0,
      recoveryAnswer: '00000000000000000000000000000000',
      recoveryQuestion: '',
      theme: 0,
      userId: account.userId,
      showNetSchoolApp: true,
    },
  });
}

export const sessionRoutes: readonly Route[] = [
  get('any', 'context', context),
  open('GET', '/webapi/context/expired', isExpired),
  get('any', 'context/state', state),
  get('family', 'context/students', students),
  get('any', 'context/activeSessions', activeSessions),
  post('any', 'context/year', () => noContent()),
  open('POST', '/webapi/auth/logout', logOut),
  get('any', 'years/current', (visit) => value(schoolYear(visit))),
  get('any', 'mysettings', mySettings),
  post('any', 'mysettings', () => noContent()),
  get('any', 'mysettings/yearlist', yearList),
];
