import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, type Quirks, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { quirksOf } from '../../../sandbox/dnevnik/quirks.ts';
import { type Answer, ask, fieldOf, rowsOf } from './client.ts';
import { classId, guardianId, municipality, student, year } from './truth.ts';

let simulator: DnevnikSimulator;

beforeAll(async () => {
  simulator = await startDnevnik({ municipality });
});
beforeEach(() => simulator.setQuirks(quirksOf('dnevnik.ru')));
afterAll(() => simulator.close());

const person = (): number => simulator.ids.person({ school: 1, kind: 'student', id: student.id });
const group = (): bigint => simulator.ids.class(1, classId);
const family = (): string =>
  simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';
const school = (): number => simulator.ids.school(1);

const get = (path: string, token = simulator.tokens.admin): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/${path}`, { token });

const SCHEDULE = (): string =>
  `persons/${person()}/groups/${group()}/schedules?startDate=2025-09-08&endDate=2025-10-08`;
const FINALS = (): string => `persons/${person()}/edu-groups/${group()}/allfinalmarks`;
const LESSONS = (): string => `edu-groups/${group()}/lessons/2025-09-01/2025-10-25`;
const ENTRIES = (): string => `lesson-log-entries/group/${group()}?from=2025-09-01&to=2026-05-25`;

/** What an answer is like without the switch and with it. */
type Case = readonly [
  quirks: Partial<Quirks>,
  path: () => string,
  without: (text: string) => boolean,
  within: (text: string) => boolean,
];

const has =
  (part: string | RegExp) =>
  (text: string): boolean =>
    typeof part === 'string' ? text.includes(part) : part.test(text);
const lacks =
  (part: string | RegExp) =>
  (text: string): boolean =>
    !has(part)(text);

const cases: readonly Case[] = [
  [
    { timetablesAsArray: true },
    () => `edu-groups/${group()}/timetables`,
    has(/^\{"Name"/),
    has(/^\[\{"Name"/),
  ],
  [{ timetablesAsArray: true }, () => `schools/${school()}/timetables`, has(/^\{"Name"/), has(/^\[\{"Name"/)],
  [{ schedulesAsArray: true }, SCHEDULE, has(/^\{"days":\[/), has(/^\[\{"date"/)],
  [{ scheduleEmptyDays: false }, SCHEDULE, has('"lessons":[],"marks"'), lacks('"lessons":[],"marks"')],
  [
    { scheduleOffsets: true },
    SCHEDULE,
    has('"nextDate":"2025-09-09T00:00:00"'),
    has('"nextDate":"2025-09-09T00:00:00+03:00"'),
  ],
  [{ textValue: 'null' }, SCHEDULE, has(/"textValue":"\d"/), lacks(/"textValue":"/)],
  [{ markTypeCase: 'lower' }, SCHEDULE, has('"markType":"Mark5"'), has('"markType":"mark5"')],
  [{ personForm: 'short' }, () => `persons/${person()}`, has('"lastName"'), lacks('"lastName"')],
  [{ userForm: 'minimised' }, () => 'users/me', has('"fullName"'), lacks('"fullName"')],
  [
    { accountsFromGrade: 12 },
    () => `persons/${person()}`,
    lacks('"userId":null'),
    has('"userId":null,"userId_str":null'),
  ],
  [
    { classNames: 'upper' },
    () => `edu-groups/${group()}`,
    has(/"name":"\d+[а-я]"/),
    has(/"name":"\d+[А-Я]"/),
  ],
  [
    { classNames: 'spaced' },
    () => `edu-groups/${group()}`,
    has(/"name":"\d+[а-я]"/),
    has(/"name":"\d+ \\"[А-Я]\\""/),
  ],
  [{ attendanceWording: 'absent-excused' }, ENTRIES, has('"Pass"'), has('"Absent"')],
  [
    { schoolListsSubgroups: false },
    () => `schools/${school()}/edu-groups`,
    has('"Subgroup"'),
    lacks('"Subgroup"'),
  ],
  [{ camelKeys: true }, () => `schools/${school()}`, has('"regionid"'), has('"regionId"')],
  [{ camelKeys: true }, () => `edu-groups/${group()}`, has('"journaltype"'), has('"journalType"')],
  [
    { lessonsOutsideBells: true },
    SCHEDULE,
    lacks('"hours":null'),
    has('"place":null,"floor":null,"hours":null'),
  ],
  [{ subjectNull: true }, LESSONS, lacks('"subject":null'), has('"subject":null')],
  [
    { lessonStatus: { past: 'Done', future: 'Next' } },
    SCHEDULE,
    has('"status":"Conducted"'),
    has('"status":"Done"'),
  ],
  [{ sentDateZ: true }, LESSONS, lacks(/"sentDate":"[^"]+Z"/), has(/"sentDate":"[^"]+Z"/)],
  [
    { defaultWorks: true },
    () => `edu-groups/${simulator.ids.class(1, firstGrade())}/lessons/2025-09-08/2025-09-12`,
    lacks('DefaultNewLessonWork'),
    has('DefaultNewLessonWork'),
  ],
  [{ yearFinalMarks: true }, FINALS, lacks('PeriodFinalMark'), has('PeriodFinalMark')],
  [
    { feedCards: 'markCards' },
    () => `users/me/feed?date=2025-10-14&limit=2&childPersonId=${person()}`,
    has('"marksCards"'),
    has('"markCards"'),
  ],
];

const firstGrade = (): number => year.classes.find(({ grade }) => grade === 1)?.id ?? 0;

describe('a switch', () => {
  it.each(cases)('%j', async (quirks, path, without, within) => {
    const usual = await get(path());
    expect(without(usual.text)).toBe(true);
    simulator.setQuirks(quirks);
    const other = await get(path());
    expect(other.status).toBe(200);
    expect(within(other.text)).toBe(true);
    expect(other.text).not.toBe(usual.text);
  });

  it('changes the two words for an absence, and nothing else', async () => {
    const counted = async (): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {};
      for (const { status } of rowsOf<{ status: string }>(await get(ENTRIES())))
        counts[status] = (counts[status] ?? 0) + 1;
      return counts;
    };
    const usual = await counted();
    simulator.setQuirks({ attendanceWording: 'absent-excused' });
    const other = await counted();
    expect(other['Ill']).toBe(usual['Ill']);
    expect(other['Late']).toBe(usual['Late']);
    expect((other['Absent'] ?? 0) + (other['Pass'] ?? 0)).toBe((usual['Absent'] ?? 0) + (usual['Pass'] ?? 0));
    expect(other['Pass']).not.toBe(usual['Pass']);
  });

  it('tells exemptions as presence with a comment', async () => {
    const all = (): Promise<readonly { status: string; comment: string | null }[]> =>
      Promise.all(
        year.classes.map(async ({ id }) =>
          rowsOf<{ status: string; comment: string | null }>(
            await get(`lesson-log-entries/group/${simulator.ids.class(1, id)}?from=2025-09-01&to=2026-05-25`),
          ),
        ),
      ).then((lists) => lists.flat());
    expect((await all()).some(({ status }) => status === 'Attend')).toBe(false);
    simulator.setQuirks({ attendRows: true });
    const exempt = (await all()).filter(({ status }) => status === 'Attend');
    expect(exempt.length).toBeGreaterThan(0);
    expect(exempt.every(({ comment }) => comment !== null)).toBe(true);
  });

  it('puts words in place of letters', async () => {
    simulator.setQuirks({ textValue: 'words' });
    const finals = year.classes.map(({ id }) => get(`edu-groups/${simulator.ids.class(1, id)}/final-marks`));
    const text = (await Promise.all(finals)).map((answer) => answer.text).join();
    expect(text).toMatch(/"value":"(ЗЧ|Н\/А|ОСВ)","textValue":"(зачёт|не аттестован|освобождён)"/);
    expect(text).toContain('"value":"5","textValue":"5"');
  });

  it('turns what fromDate means', async () => {
    const dates = async (): Promise<string[]> => {
      const path = `persons/${person()}/group/${group()}/recentmarks?fromDate=2025-10-10&limit=3`;
      return rowsOf<{ date: string }>(await get(path), 'lessons').map(({ date }) => date.slice(0, 10));
    };
    const back = await dates();
    expect(back.length).toBeGreaterThan(0);
    expect(back.every((date) => date <= '2025-10-10')).toBe(true);
    simulator.setQuirks({ recentMarksFrom: 'lower' });
    const lower = await dates();
    expect(lower.every((date) => date >= '2025-10-10')).toBe(true);
  });

  it.each([
    ['mixed', 'invalidToken', 'parameterInvalid'],
    ['long', 'authorizationInvalidToken', 'parameterInvalid'],
    ['short', 'invalidToken', 'parameterInvalid'],
  ] as const)('spells errors %s', async (errorSpelling, token, parameter) => {
    simulator.setQuirks({ errorSpelling });
    expect(fieldOf(await get('users/me', 'x'.repeat(32)), 'type')).toBe(token);
    expect(fieldOf(await get('lessons/1'), 'type')).toBe(parameter);
  });

  it('makes POST edu-groups answer with students', async () => {
    const post = (): Promise<Answer> =>
      ask(`${simulator.baseUrl}/v2/edu-groups`, {
        method: 'POST',
        token: simulator.tokens.admin,
        body: [String(group())],
      });
    expect((await post()).text).toMatch(/^\[\{"id":/);
    simulator.setQuirks({ postEduGroups: 'students' });
    expect((await post()).text).toMatch(/^\[\{"group":\{.*"membershipstatus":"Active"/);
  });

  it('lets a mark change its date or its id when it is mended', async () => {
    const edited = year.classes
      .flatMap(({ id }) => year.lessonsOn(id, '2025-10-14').flatMap((lesson) => year.record(lesson)))
      .find(({ marks }) => marks.some(({ edits, value }) => edits.length > 0 && /^\d$/.test(value)));
    const mark = edited?.marks.find(({ edits, value }) => edits.length > 0 && /^\d$/.test(value));
    if (!edited || !mark) throw new Error('no mark of the day was mended');
    const { groupId, date, number } = edited.lesson;
    const lesson = simulator.ids.lesson({ school: 1, group: groupId, date, number });
    const who = simulator.ids.person({ school: 1, kind: 'student', id: mark.studentId });
    const read = async (): Promise<readonly { id: string; date: string }[]> =>
      rowsOf(await get(`persons/${who}/lessons/${lesson}/marks`));
    const usual = await read();
    simulator.setQuirks({ markIdChanges: true });
    const renamed = await read();
    expect(renamed.map(({ id }) => id)).not.toEqual(usual.map(({ id }) => id));
    expect(await get(`marks/${renamed[0]?.id}`)).toMatchObject({ status: 200 });
    simulator.setQuirks({ markIdChanges: false, markDateFollowsEdits: true });
    expect((await read()).map(({ date: at }) => at)).not.toEqual(usual.map(({ date: at }) => at));
  });

  it('takes the limit of a range away', async () => {
    const path = `persons/${person()}/groups/${group()}/schedules?startDate=2025-09-01&endDate=2025-11-01`;
    expect((await get(path)).status).toBe(400);
    simulator.setQuirks({ rangeLimitDays: null });
    expect((await get(path)).status).toBe(200);
  });

  it('refuses schedules to staff, or opens the class to families', async () => {
    simulator.setQuirks({ schedulesRefused: true });
    expect((await get(SCHEDULE())).status).toBe(403);
    expect((await get(SCHEDULE(), family())).status).toBe(200);
    const marks = `edu-groups/${group()}/marks/2025-09-08/2025-09-12`;
    expect((await get(marks, family())).status).toBe(403);
    simulator.setQuirks({ familySeesClass: true });
    expect((await get(marks, family())).status).toBe(200);
  });
});

describe('what needs no switch', () => {
  it.each([
    ['reporting-period-group', 'reporting-periods-group'],
    ['students', 'students'],
  ])('serves %s and %s alike', async (one, other) => {
    const first = await get(`edu-groups/${group()}/${one}`);
    expect(first.status).toBe(200);
    expect((await get(`edu-groups/${group()}/${other}`)).text).toBe(first.text);
  });

  it('finds people at both paths', async () => {
    const query = `lastName=${encodeURIComponent(student.lastName)}&birthday=${student.birthDate}`;
    const first = rowsOf<{ id: number }>(await get(`persons/search?${query}`));
    expect(first.map(({ id }) => id)).toContain(person());
    expect(rowsOf(await get(`person/search?${query}`))).toEqual(first);
  });

  it('reads parameters out of a segment of the path', async () => {
    const subject = simulator.ids.subject(1, year.subjects[0]?.id ?? 0);
    const path = `lesson-log-entries/person=${person()}&subject=${subject}&from=2025-09-01&to=2026-05-25`;
    const other = `lesson-log-entries/person/${person()}/subject/${subject}?from=2025-09-01&to=2026-05-25`;
    expect((await get(path)).text).toBe((await get(other)).text);
  });

  it('gives older classes half-years and younger ones quarters', async () => {
    const types = async (grade: (one: number) => boolean): Promise<string[]> => {
      const id = year.classes.find((one) => grade(one.grade))?.id;
      if (id === undefined) return [];
      const rows = rowsOf<{ type: string; number: number }>(
        await get(`edu-groups/${simulator.ids.class(1, id)}/reporting-periods`),
      );
      return rows.map(({ type, number }) => `${type} ${number}`);
    };
    expect(await types((grade) => grade >= 10)).toEqual(['HalfYear 0', 'HalfYear 1']);
    expect(await types((grade) => grade < 10)).toHaveLength(4);
  });

  it('has the passport key with a Cyrillic letter', async () => {
    const answer = await get(`schools/${school()}/parameters`);
    expect(answer.text).toContain('"highest\u0421ategoryTeachersCount"');
  });
});
