import type { HostName } from '../../../sandbox/dnevnik/index.ts';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { adapterContract, type FailureCase, type FailureName } from '../../contract/adapter.ts';
import { type Arrangement, simulated } from './simulated.ts';

const HOSTS: readonly HostName[] = ['dnevnik.ru', 'school.mosreg.ru'];
const PROXY_PAGE = '<html><body>Request forbidden by administrative rules.</body></html>';
const FAILURE_PAGE = '<html><div class="error__description"><p>Технические работы</p></div></html>';

const failure = (code: FailureCase['code'], arrangement: Arrangement, place?: RegExp): FailureCase => ({
  make: () => simulated(arrangement),
  code,
  ...(place && { place }),
});

const fault = (code: FailureCase['code'], one: Fault, place?: RegExp): FailureCase =>
  failure(code, { quirks: { faults: [one] } }, place);

const PERIODS = '/reporting-periods';

/** A token has no log-in, no session and no reports: what is left of the failures that systems have. */
const FAILURES: Readonly<Partial<Record<FailureName, FailureCase>>> = {
  'wrong password': failure(
    'adapter.wrong_credentials',
    { tokens: () => ['NoSuchToken0000000000000000000000'] },
    /^users\/me\/context$/,
  ),
  'blocked by a proxy': fault('adapter.blocked', { path: '/v2/', status: 403, html: PROXY_PAGE }),
  'a right that the account lacks': failure(
    'adapter.forbidden',
    { tokens: ({ tokens }) => [tokens.guardian] },
    /^edu-groups\/students$/,
  ),
  'brought session that is over': failure('adapter.session_lost', {
    onEvent: (simulator) => simulator.revoke(simulator.account('admin').login),
  }),
  'page instead of JSON': fault(
    'adapter.unavailable',
    { path: PERIODS, html: FAILURE_PAGE },
    /reporting-periods/,
  ),
  'truncated JSON, then whole': fault('reads', { path: PERIODS, truncate: 40, times: 1 }),
  'truncated JSON for ever': fault(
    'adapter.unavailable',
    { path: PERIODS, truncate: 40 },
    /reporting-periods/,
  ),
  'changed answer': fault(
    'adapter.contract_broken',
    { path: PERIODS, drop: 'finish' },
    /^edu-groups\/reporting-periods \$\[0\]\.finish$/,
  ),
  '503 with Retry-After, then well': fault('reads', {
    path: PERIODS,
    status: 503,
    retryAfter: '2',
    times: 2,
  }),
  '503 for ever': fault('adapter.unavailable', { path: PERIODS, status: 503 }, /reporting-periods/),
  'connection reset, then well': fault('reads', { path: PERIODS, reset: true, times: 1 }),
  'connection reset for ever': fault('adapter.unreachable', { path: PERIODS, reset: true }),
  'another school': failure('adapter.settings_invalid', { settings: { schoolId: '1000000000999' } }),
};

for (const profile of HOSTS) {
  adapterContract(
    `dnevnik/staff ${profile}`,
    () => simulated({ profile, mode: 'staff' }),
    profile === 'dnevnik.ru' ? FAILURES : {},
  );
  adapterContract(`dnevnik/family ${profile}`, () => simulated({ profile, mode: 'family' }));
}
