import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask } from './client.ts';
import { classId, guardianId, municipality, student } from './truth.ts';

let simulator: DnevnikSimulator;
let family: string;
let person: number;
let group: bigint;

beforeAll(async () => {
  simulator = await startDnevnik({ municipality, profile: 'school.mosreg.ru' });
  family = simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';
  person = simulator.ids.person({ school: 1, kind: 'student', id: student.id });
  group = simulator.ids.class(1, classId);
});
afterAll(() => simulator.close());

const get = (path: string, token = family): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2.0/${path}`, { token });

const window = (): string =>
  `persons/${person}/groups/${group}/schedules?startDate=2025-09-08&endDate=2025-10-03`;

/** The first object in which all the keys stand, at any depth. */
function holding(content: unknown, keys: readonly string[]): object | null {
  if (typeof content !== 'object' || content === null) return null;
  if (!Array.isArray(content) && keys.every((key) => key in content)) return content;
  for (const part of Object.values(content)) {
    const found = holding(part, keys);
    if (found) return found;
  }
  return null;
}

const words = (text: string): string[] => text.split(' ');

type Case = readonly [what: string, path: () => string, token: 'family' | 'admin', keys: string];

const cases: readonly Case[] = [
  [
    'a context',
    () => 'users/me/context',
    'family',
    'userId roles children schools eduGroups splitId personId shortName schoolIds groupIds',
  ],
  ['a person', () => `persons/${person}`, 'family', 'id id_str userId userId_str shortName sex'],
  [
    'a group',
    () => `edu-groups/${group}`,
    'family',
    'id id_str parentIds parentIds_str type name fullName parallel timetable timetable_str status studyyear educationType subjects journaltype',
  ],
  ['a subject', () => `edu-groups/${group}/subjects`, 'family', 'id id_str name knowledgeArea'],
  [
    'a day of a schedule',
    window,
    'family',
    'date lessons marks works homeworks subjects workTypes lessonLogEntries teachers nextDate',
  ],
  [
    'a short lesson',
    window,
    'family',
    'id title date number subjectId status resultPlaceId building place floor hours works teachers',
  ],
  [
    'a work of a schedule',
    window,
    'family',
    'id id_str type workType markType markCount lesson lesson_str displayInJournal status eduGroup eduGroup_str text periodNumber periodType subjectId isImportant targetDate sentDate createdBy files oneDriveLinks',
  ],
  [
    'a work with tasks',
    () => `edu-groups/${group}/lessons/2025-09-08/2025-09-19`,
    'family',
    'id id_str type workType markType markCount lesson lesson_str displayInJournal status eduGroup eduGroup_str tasks text periodNumber periodType subjectId isImportant targetDate sentDate createdBy files oneDriveLinks',
  ],
  [
    'a full lesson',
    () => `edu-groups/${group}/lessons/2025-09-08/2025-09-19`,
    'family',
    'id id_str title date number subject group status resultPlaceId works teachers teachers_str',
  ],
  [
    'a mark',
    window,
    'family',
    'id id_str type value textValue person person_str work work_str lesson lesson_str number date workType mood use_avg_calc',
  ],
  [
    'a log entry',
    () => `lesson-log-entries/group/${group}?from=2025-09-01&to=2025-10-25`,
    'admin',
    'person lesson person_str lesson_str comment status createdDate',
  ],
  [
    'a reporting period',
    () => `edu-groups/${group}/reporting-periods`,
    'family',
    'id id_str start finish number type name year',
  ],
  [
    'a work type of a schedule',
    window,
    'family',
    'id schoolId abbreviation name isFinal isImportant kindId kind',
  ],
  [
    'a work type of the school',
    () => `work-types/${simulator.ids.school(1)}`,
    'family',
    'id id_str schoolId kindId kind title abbr weight',
  ],
  [
    'a school',
    () => `schools/${simulator.ids.school(1)}`,
    'family',
    'fullName avatarSmall city municipality regionid markType timeZone uses_avg uses_weighted_avg id id_str name educationType',
  ],
  [
    'a task',
    () => `edu-groups/${group}/lessons/2025-09-08/2025-09-19`,
    'family',
    'id id_str person person_str work work_str status targetDate',
  ],
  [
    'a homework bundle',
    () => `users/me/school/${simulator.ids.school(1)}/homeworks?startDate=2025-09-08&endDate=2025-09-19`,
    'family',
    'works subjects lessons files teachers',
  ],
];

describe('keys in the order of the vendor', () => {
  it.each(cases)('%s', async (_what, path, who, keys) => {
    const answer = await get(path(), who === 'family' ? family : simulator.tokens.admin);
    const found = holding(answer.json, words(keys));
    expect(Object.keys(found ?? {})).toEqual(words(keys));
  });
});

describe('ids', () => {
  it('of 19 digits are bare numbers, and texts only beside them', async () => {
    const { text } = await get(window());
    const bare = text.match(/(?<=[:[,])\d{19}(?=[,\]}])/g) ?? [];
    expect(bare.length).toBeGreaterThan(200);
    const quoted = text.match(/"[A-Za-z_]+":"\d{19}"/g) ?? [];
    expect(quoted.length).toBeGreaterThan(50);
    expect(quoted.every((pair) => pair.includes('_str":'))).toBe(true);
  });

  it('are spoilt by an ordinary parser', async () => {
    const { text } = await get('users/me/edu-groups');
    const [bare = ''] = text.match(/\d{19}/) ?? [];
    expect(text).toContain(bare);
    expect(String(BigInt(JSON.parse(text)[0]))).not.toBe(bare);
  });

  const only: readonly (readonly [what: string, path: () => string, keys: readonly string[]])[] = [
    ['short lessons', window, ['hours', 'subjectId']],
    ['short subjects', window, ['knowledgeAreaId']],
    ['work types of a schedule', window, ['abbreviation', 'kind']],
    ['schools of a context', () => 'users/me/context', ['type', 'groupIds', 'name']],
  ];

  it.each(only)('of %s have no text beside them', async (_what, path, keys) => {
    const found = holding((await get(path())).json, keys);
    expect(Object.keys(found ?? {}).length).toBeGreaterThan(2);
    expect(Object.keys(found ?? {}).filter((key) => key.endsWith('_str'))).toEqual([]);
  });

  it('of people, accounts and schools have 13 digits', async () => {
    const { json } = await get('users/me');
    expect(json).toMatchObject({ id: expect.any(Number), personId: expect.any(Number) });
    expect(String((json as { id: number }).id)).toMatch(/^1000\d{9}$/);
    expect(String(simulator.ids.school(1))).toMatch(/^1000\d{9}$/);
  });
});

describe('dates', () => {
  it('are local midnights, and moments are UTC without saying so', async () => {
    const { text } = await get(window());
    const dates = [...text.matchAll(/"targetDate":"([^"]+)"/g)].map(([, date]) => date ?? '');
    expect(dates.every((date) => /^\d{4}-\d\d-\d\dT00:00:00$/.test(date))).toBe(true);
    const stamps = [...text.matchAll(/"date":"([^"]+\.\d+)"/g)].map(([, date]) => date ?? '');
    expect(stamps.every((stamp) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,7}$/.test(stamp))).toBe(true);
    const lengths = new Set(stamps.map((stamp) => stamp.split('.')[1]?.length));
    expect(lengths.size).toBeGreaterThan(3);
  });

  it('of marks are the hour of the school less its offset', async () => {
    const { text } = await get(window());
    const hours = [...text.matchAll(/"date":"[^"]+T(\d\d):\d\d:\d\d\.\d+"/g)].map(([, hour]) => Number(hour));
    // Marks are put from 8:00 to 23:00 in Moscow.
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...hours)).toBeLessThanOrEqual(20);
    expect((await get('users/me')).text).toContain('"timezone":"03:00"');
  });

  it.each([
    '2025-09-08',
    '2025-09-08T00:00:00',
    '2025-9-8',
    '2025-09-08%2000:00:00',
    '2025-09-08T23:59:59.999',
  ])('are understood as %s', async (date) => {
    const answer = await get(`edu-groups/${group}/lessons/${date}/${date}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"date":"2025-09-08T00:00:00"');
  });
});

describe('prefixes and batches', () => {
  it.each(['v1', 'v2', 'v2.0'])('serves %s', async (prefix) => {
    const answer = await ask(`${simulator.baseUrl}/${prefix}/users/me`, { token: family });
    expect(answer.status).toBe(200);
  });

  it('takes the token from the query, and its header in any case', async () => {
    expect((await ask(`${simulator.baseUrl}/v2/users/me?access_token=${family}`)).status).toBe(200);
    const headers = { 'ACCESS-TOKEN': family };
    expect((await ask(`${simulator.baseUrl}/v2/users/me`, { headers })).status).toBe(200);
  });

  it('takes bare lists of long numbers, and forms with a repeated key', async () => {
    const lessons = (await get(`edu-groups/${group}/lessons/2025-09-08/2025-09-09`)).json as { id: string }[];
    const ids = lessons.slice(0, 3).map(({ id }) => id);
    const url = `${simulator.baseUrl}/v2/lessons/many`;
    const json = await ask(url, { token: family, method: 'POST', body: ids });
    expect((json.json as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    const form = await fetch(url, {
      method: 'POST',
      headers: { 'access-token': family },
      body: new URLSearchParams(ids.map((id): [string, string] => ['lessons', id])),
    });
    expect(await form.text()).toBe(json.text);
  });

  it.each([
    ['users/many', () => [simulator.account('guardian').userId]],
    ['edu-groups', () => [String(group)]],
    ['edu-groups/students', () => [String(group)]],
    ['lessons/many/marks', () => []],
    ['works/many', () => []],
  ])('answers POST %s with a list', async (path, body) => {
    const answer = await ask(`${simulator.baseUrl}/v2/${path}`, {
      token: simulator.tokens.admin,
      method: 'POST',
      body: body(),
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toHaveLength(body().length);
  });
});
