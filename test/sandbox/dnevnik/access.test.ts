import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, type Quirks, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask, fieldOf } from './client.ts';
import { classId, guardianId, municipality, student, year } from './truth.ts';

let simulator: DnevnikSimulator;
let clock: number;

beforeEach(async () => {
  clock = Date.parse('2026-03-02T09:00:00Z');
  simulator = await startDnevnik({ municipality, now: () => new Date(clock) });
});
afterEach(() => simulator.close());

const family = (): string =>
  simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';
const personOf = (id: number): number => simulator.ids.person({ school: 1, kind: 'student', id });
const group = (): bigint => simulator.ids.class(1, classId);
const get = (path: string, token = family()): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/${path}`, { token });

/** A student of another family, in another class. */
const stranger = (): { id: number; classId: number } => {
  const found = year.students.find(
    ({ guardianIds, enrolments }) => !guardianIds.includes(guardianId) && enrolments[0]?.classId !== classId,
  );
  return { id: found?.id ?? 0, classId: found?.enrolments[0]?.classId ?? 0 };
};

/** A classmate of another family. */
const classmate = (): number =>
  year.rosterOn(classId, year.endDay).find(({ guardianIds }) => !guardianIds.includes(guardianId))?.id ?? 0;

const DATES = '2025-09-08/2025-09-19';
const QUERY = 'startDate=2025-09-08&endDate=2025-09-19';

describe('who sees what', () => {
  const refused: readonly (readonly [what: string, path: () => string])[] = [
    [
      'marks of another student',
      () => `persons/${personOf(classmate())}/edu-groups/${group()}/marks/${DATES}`,
    ],
    ['the person of another student', () => `persons/${personOf(stranger().id)}`],
    [
      'a schedule of another student',
      () => `persons/${personOf(classmate())}/groups/${group()}/schedules?${QUERY}`,
    ],
    ['log entries of another student', () => `persons/${personOf(classmate())}/lesson-log-entries?${QUERY}`],
    ['marks of the whole class', () => `edu-groups/${group()}/marks/${DATES}`],
    ['log entries of the class', () => `lesson-log-entries/group/${group()}?from=2025-09-08&to=2025-09-19`],
    ['final marks of the class', () => `edu-groups/${group()}/final-marks`],
    ['averages of the class', () => `edu-groups/${group()}/avg-marks/${DATES}`],
    ['another class', () => `edu-groups/${simulator.ids.class(1, stranger().classId)}`],
    ['all classes of the school', () => `schools/${simulator.ids.school(1)}/edu-groups`],
    ['members of the staff', () => `schools/${simulator.ids.school(1)}/membership`],
  ];

  it.each(refused)('refuses a family %s, and shows it to the staff', async (_what, path) => {
    const answer = await get(path());
    expect(answer.status).toBe(403);
    expect(['notOwner', 'systemForbidden']).toContain(fieldOf(answer, 'type'));
    expect((await get(path(), simulator.tokens.admin)).status).toBe(200);
    expect((await get(path(), simulator.tokens.teacher)).status).toBe(200);
  });

  const own: readonly (readonly [what: string, path: () => string])[] = [
    ['marks', () => `persons/${personOf(student.id)}/schools/${simulator.ids.school(1)}/marks/${DATES}`],
    ['the class', () => `edu-groups/${group()}`],
    ['lessons of the class', () => `edu-groups/${group()}/lessons/${DATES}`],
    ['classmates', () => `edu-groups/${group()}/persons`],
    ['teachers', () => `schools/${simulator.ids.school(1)}/teachers`],
    ['relatives', () => 'users/me/relatives'],
  ];

  it.each(own)('shows a family its own %s', async (_what, path) => {
    expect((await get(path())).status).toBe(200);
  });

  it('tells a student, a guardian and the staff who they are', async () => {
    const roles = async (token: string): Promise<unknown> =>
      fieldOf(await get('users/me/context', token), 'roles');
    expect(await roles(simulator.tokens.student)).toEqual(['EduStudent']);
    expect(await roles(family())).toEqual(['EduParent']);
    expect(await roles(simulator.tokens.teacher)).toContain('EduTeacher');
    expect(await roles(simulator.tokens.admin)).toContain('EduSchoolAdministrator');
  });

  it('names the children of a guardian with their schools and classes', async () => {
    expect(fieldOf(await get('users/me/context'), 'children')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          personId: personOf(student.id),
          schoolIds: [simulator.ids.school(1)],
          groupIds: [String(group())],
        }),
      ]),
    );
  });

  it('gives a guardian of a child who left no account', () => {
    const left = year.students.find(({ enrolments }) => enrolments.at(-1)?.to !== null);
    expect(left && simulator.accountOf({ school: 1, kind: 'student', id: left.id })).toBeNull();
  });

  it('tells no name in the log of requests', async () => {
    await get(`persons/${personOf(student.id)}`);
    expect([...simulator.requests.counts.keys()]).toContain('GET /v2/persons/{id}');
  });
});

describe('errors', () => {
  const cases: readonly (readonly [
    what: string,
    path: () => string,
    token: string | null,
    status: number,
    type: string,
  ])[] = [
    ['no token', () => 'users/me', '', 401, 'tokenRequired'],
    ['a wrong token', () => 'users/me', 'x'.repeat(32), 401, 'invalidToken'],
    ['an unknown user', () => 'users/1000001599998/context', null, 404, 'parameterInvalid'],
    ['an unknown group', () => 'edu-groups/2100000000000010999', null, 404, 'parameterInvalid'],
    ['an id that is none', () => 'lessons/abc', null, 404, 'parameterInvalid'],
    [
      'a wrong date',
      () => `edu-groups/${group()}/lessons/2025-02-30/2025-03-01`,
      null,
      400,
      'parameterInvalid',
    ],
    [
      'dates the wrong way round',
      () => `edu-groups/${group()}/lessons/2025-09-02/2025-09-01`,
      null,
      400,
      'parameterInvalid',
    ],
    [
      'a range over thirty days',
      () =>
        `persons/${personOf(student.id)}/groups/${group()}/schedules?startDate=2025-09-01&endDate=2025-10-02`,
      null,
      400,
      'parameterInvalid',
    ],
    ['an unknown path', () => 'nothing/here', null, 404, 'resourceUnavailable'],
    ['an unknown mark system', () => 'marks/values/type/mark99', null, 404, 'parameterInvalid'],
    [
      'a wrong limit',
      () => `persons/${personOf(student.id)}/group/${group()}/recentmarks?limit=101`,
      null,
      400,
      'parameterInvalid',
    ],
  ];

  it.each(cases)('tells %s', async (_what, path, token, status, type) => {
    const answer = await get(path(), token ?? family());
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.json as object)).toEqual(['type', 'description']);
    expect(fieldOf(answer, 'type')).toBe(type);
  });

  it('answers another verb with an empty 405', async () => {
    const answer = await ask(`${simulator.baseUrl}/v2/users/me`, { token: family(), method: 'DELETE' });
    expect([answer.status, answer.text]).toEqual([405, '']);
  });

  it('asks for the scope', async () => {
    const login = simulator.account('guardian').login;
    const common = simulator.tokenOf(login, ['CommonInfo']);
    expect((await get('users/me', common)).status).toBe(200);
    expect(fieldOf(await get('users/me', common), 'email')).toBeNull();
    const answer = await get('users/me/schools', common);
    expect([answer.status, fieldOf(answer, 'type')]).toEqual([403, 'outOfScope']);
    const old = simulator.tokenOf(login, ['Schools']);
    expect((await get('users/me/schools', old)).status).toBe(200);
  });

  it('lets a token grow old, and ends it on demand', async () => {
    const token = family();
    clock += 29 * 86_400_000;
    expect((await get('users/me', token)).status).toBe(200);
    clock += 2 * 86_400_000;
    expect(fieldOf(await get('users/me', token), 'type')).toBe('invalidToken');
    const { login, token: other } = simulator.account('student');
    simulator.revoke(login);
    expect((await get('users/me', other)).status).toBe(401);
  });

  it.each([
    [429, false],
    [433, true],
  ] as const)('limits a token with %i in a window of the clock', async (throttleStatus, retryAfter) => {
    const quirks: Partial<Quirks> = {
      throttle: { requests: 3, windowMs: 60_000 },
      throttleStatus,
      retryAfter,
    };
    simulator.setQuirks(quirks);
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await get('users/me')).status);
    expect(statuses).toEqual([200, 200, 200, throttleStatus]);
    const answer = await get('users/me');
    expect(fieldOf(answer, 'type')).toBe('apiRequestLimit');
    expect(answer.headers.get('retry-after')).toBe(retryAfter ? '60' : null);
    expect((await get('users/me', simulator.tokens.admin)).status).toBe(200);
    clock += 60_000;
    expect((await get('users/me')).status).toBe(200);
  });

  it('serves a page while the platform is down', async () => {
    simulator.setQuirks({ maintenance: 503 });
    const answer = await get('users/me');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('<div class="error__description"><p>');
  });

  it('has the faults of every simulator, in the words of this vendor', async () => {
    simulator.setQuirks({ faults: [{ path: 'users/me', status: 500, times: 1 }] });
    expect((await get('users/me')).json).toMatchObject({ type: 'apiServerError' });
    expect((await get('users/me')).status).toBe(200);
    simulator.setQuirks({ faults: [{ path: 'users/me', truncate: 40 }] });
    expect((await get('users/me')).json).toBeUndefined();
    simulator.setQuirks({ faults: [{ path: 'users/me', reset: true }] });
    await expect(get('users/me')).rejects.toThrow();
  });
});
