import type { Fault } from '../../../sandbox/http/faults.ts';
import type { ProfileName } from '../../../sandbox/netschool/index.ts';
import { adapterContract, type FailureCase, type FailureName } from '../../contract/adapter.ts';
import { type Arrangement, simulated } from './simulated.ts';

const PROFILES: readonly ProfileName[] = ['5.13', '5.25', '5.30', '5.47', 'kray'];
const PROXY_PAGE = '<html><body>Request forbidden by administrative rules.</body></html>';
const LOGIN_PAGE = '<!DOCTYPE html><html><body>Войдите в систему</body></html>';

const failure = (code: FailureCase['code'], arrangement: Arrangement, place?: RegExp): FailureCase => ({
  make: () => simulated(arrangement),
  code,
  ...(place && { place }),
});

const fault = (code: FailureCase['code'], one: Fault, place?: RegExp): FailureCase =>
  failure(code, { quirks: { faults: [one] } }, place);

const wrongPassword: Arrangement = {
  accounts: (simulator) => [{ login: simulator.account('admin').login, password: 'не тот' }],
};

const STAFF_FAILURES: Readonly<Record<FailureName, FailureCase>> = {
  'wrong password': failure('adapter.wrong_credentials', wrongPassword, /^login$/),
  'password log-in switched off': failure('adapter.login_refused', { quirks: { esiaOnly: true } }),
  'blocked by a proxy': fault('adapter.blocked', { path: '/webapi/', status: 403, html: PROXY_PAGE }),
  'a right that the account lacks': failure(
    'adapter.forbidden',
    {
      mode: 'family',
      accounts: (simulator) => {
        const { login, password } = simulator.account('teacher');
        return [{ login, password }];
      },
    },
    /^student\/diary\/init$/,
  ),
  'session ended once': failure('reads', {
    onEvent: (simulator, count) => {
      if (count === 40) simulator.expire(simulator.account('admin').login);
    },
  }),
  'session ended again and again': failure('adapter.session_lost', {
    onEvent: (simulator) => simulator.expire(simulator.account('admin').login),
  }),
  'brought session that is over': failure('adapter.session_lost', {
    accounts: () => [{ session: { at: '318840027715590264413870025' } }],
  }),
  'page instead of JSON': fault(
    'adapter.contract_broken',
    { path: '/webapi/terms', html: LOGIN_PAGE },
    /^terms/,
  ),
  'truncated JSON, then whole': fault('reads', { path: '/webapi/terms', truncate: 40, times: 1 }),
  'truncated JSON for ever': fault('adapter.unavailable', { path: '/webapi/terms', truncate: 40 }, /^terms/),
  'changed answer': fault(
    'adapter.contract_broken',
    { path: '/webapi/years/current', drop: 'startDate' },
    /^years\/current \$\.startDate$/,
  ),
  '503 with Retry-After, then well': fault('reads', {
    path: '/webapi/subjects',
    status: 503,
    retryAfter: '2',
    times: 2,
  }),
  '503 for ever': fault('adapter.unavailable', { path: '/webapi/subjects', status: 503 }, /^subjects$/),
  'connection reset, then well': fault('reads', { path: '/webapi/subjects', reset: true, times: 1 }),
  'connection reset for ever': fault('adapter.unreachable', { path: '/webapi/subjects', reset: true }),
  'report that never completes': failure(
    'adapter.timed_out',
    { quirks: { endlessReports: ['studenttotal'] }, settings: { reportTimeoutMs: 150 } },
    /report hub/,
  ),
  'another school': failure('adapter.wrong_credentials', { settings: { schoolId: '999' } }),
};

for (const profile of PROFILES) {
  adapterContract(
    `netschool/staff ${profile}`,
    () => simulated({ profile, mode: 'staff' }),
    profile === '5.47' ? STAFF_FAILURES : {},
  );
  adapterContract(`netschool/family ${profile}`, () => simulated({ profile, mode: 'family' }));
}
