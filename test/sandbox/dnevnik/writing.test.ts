import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask, fieldOf, rowsOf } from './client.ts';
import { classId, guardianId, isPart, lessonsOf, municipality, student, year } from './truth.ts';

let simulator: DnevnikSimulator;
let clock: number;

/** A school that has yet to move in. */
beforeEach(async () => {
  clock = Date.parse('2026-01-09T09:00:00.250Z');
  simulator = await startDnevnik({
    municipality,
    empty: true,
    asOf: '2026-01-09T12:00',
    now: () => new Date(clock),
  });
});
afterEach(() => simulator.close());

const person = (id = student.id): number => simulator.ids.person({ school: 1, kind: 'student', id });
const group = (): bigint => simulator.ids.class(1, classId);
const family = (): string =>
  simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';

const send = (
  method: string,
  path: string,
  body?: unknown,
  token = simulator.tokens.admin,
): Promise<Answer> =>
  ask(`${simulator.baseUrl}/${path}`, { method, token, ...(body === undefined ? {} : { body }) });
const get = (path: string, token = simulator.tokens.admin): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/${path}`, { token });

const [first, second] = lessonsOf(student, '2025-09-08', '2025-09-12').filter((one) => !isPart(one));
const DATES = '2025-09-01/2025-10-25';

const lessonId = (lesson = first): string => {
  if (!lesson) throw new Error('the week has no lesson');
  return String(
    simulator.ids.lesson({ school: 1, group: lesson.groupId, date: lesson.date, number: lesson.number }),
  );
};

const newWork = (more: Record<string, unknown> = {}): Promise<Answer> =>
  send('POST', 'v2/works', {
    lesson: lessonId(),
    workType: String(simulator.ids.workType(1, 4)),
    text: 'Линейные уравнения',
    ...more,
  });

const workId = async (more: Record<string, unknown> = {}): Promise<string> =>
  String(fieldOf(await newWork(more), 'id'));

const putMark = (work: string, value: string, who = person(), more: object = {}): Promise<Answer> =>
  send('POST', `v2/persons/${who}/works/${work}/mark`, { value, ...more });

const marks = async (): Promise<readonly { id: string; value: string; date: string; number: number }[]> =>
  rowsOf(await get(`persons/${person()}/edu-groups/${group()}/marks/${DATES}`));

const values = async (): Promise<string[]> => (await marks()).map(({ value }) => value);

describe('an empty school', () => {
  it('has people, classes, lessons and terms, and nothing in the journal', async () => {
    const path = `persons/${person()}/groups/${group()}/schedules?startDate=2025-09-08&endDate=2025-09-19`;
    const days = rowsOf<{ lessons: { title: unknown }[]; marks: []; works: []; homeworks: [] }>(
      await get(path, family()),
      'days',
    );
    const lessons = days.flatMap((day) => day.lessons);
    expect(lessons).toHaveLength(lessonsOf(student, '2025-09-08', '2025-09-19').length);
    expect(lessons.every(({ title }) => title === null)).toBe(true);
    expect(days.flatMap((day) => [...day.marks, ...day.works, ...day.homeworks])).toEqual([]);
    const finals = await get(`persons/${person()}/edu-groups/${group()}/allfinalmarks`);
    expect(rowsOf(finals, 'marks')).toEqual([]);
    expect(rowsOf(await get(`edu-groups/${group()}/students`)).length).toBeGreaterThan(5);
  });

  it('has a work with each lesson where the server makes one', async () => {
    simulator.setQuirks({ defaultWorks: true });
    const works = rowsOf<{ id: string; type: string }>(await get(`lessons/${lessonId()}/works`));
    expect(works.map(({ type }) => type)).toEqual(['DefaultNewLessonWork']);
    await putMark(works[0]?.id ?? '', '4');
    expect(await values()).toEqual(['4']);
  });
});

describe('works and marks', () => {
  it('are there when they are read back, for staff and family', async () => {
    const work = await workId({ isImportant: true });
    expect((await get(`works/${work}`)).json).toMatchObject({
      id: work,
      id_str: work,
      type: 'LessonTestWork',
      lesson: lessonId(),
      eduGroup: String(group()),
      text: 'Линейные уравнения',
      periodNumber: 0,
      periodType: 'Quarter',
      isImportant: true,
      targetDate: `${first?.date}T00:00:00`,
    });
    const answer = await putMark(work, '5-');
    expect(answer.json).toMatchObject({ value: '5-', person: person(), work, lesson: lessonId() });
    const [mark] = await marks();
    expect(mark).toMatchObject({ value: '5-', date: '2026-01-09T09:00:00.250' });
    expect((await get(`marks/${mark?.id}`, family())).json).toEqual(mark);
    const range = `startDate=${first?.date}&endDate=${first?.date}`;
    const day = await get(`persons/${person()}/groups/${group()}/schedules?${range}`, family());
    expect(day.text).toContain(`"id":${mark?.id}`);
    expect(day.text).toContain(`"works":[${work}]`);
    expect(simulator.written).toEqual({ marks: 1, entries: 0, works: 1 });
  });

  it('take two marks where the work may carry two, and letters where a system has them', async () => {
    const work = await workId({ markCount: 2 });
    await putMark(work, '4', person(), { number: 0 });
    await putMark(work, '5', person(), { number: 1 });
    expect((await marks()).map(({ number, value }) => `${number} ${value}`)).toEqual(['0 4', '1 5']);
    const other = await workId({ markType: 'Test' });
    expect((await putMark(other, 'зч')).json).toMatchObject({ value: 'ЗЧ', type: 'Test' });
  });

  it('can be changed and taken away', async () => {
    const work = await workId();
    await putMark(work, '3');
    await putMark(work, '4');
    const [mark] = await marks();
    expect(mark?.value).toBe('4');
    await send('PUT', `v2/works/${work}`, { text: 'Проверка' });
    expect(fieldOf(await get(`works/${work}`), 'text')).toBe('Проверка');
    expect((await send('DELETE', `v2/marks/${mark?.id}`)).status).toBe(405);
    expect((await send('DELETE', `v1/marks/${mark?.id}`)).status).toBe(200);
    expect(await values()).toEqual([]);
    await putMark(work, '5');
    expect((await send('DELETE', `v2/works/${work}`)).status).toBe(200);
    expect(await values()).toEqual([]);
    expect((await get(`works/${work}`)).status).toBe(404);
  });

  it('are taken many at once by the older door', async () => {
    const [one, two] = [await workId(), await workId()];
    const list = [one, two].map((work) => ({ person: person(), work, value: '4' }));
    const answer = await send('PUT', 'v1/marks', list);
    expect(rowsOf(answer)).toHaveLength(2);
    expect(await values()).toEqual(['4', '4']);
  });

  const wrong: readonly (readonly [what: string, send: () => Promise<Answer>, status: number])[] = [
    ['a value of no system', async () => putMark(await workId(), '6'), 400],
    ['no value', async () => putMark(await workId(), ''), 400],
    ['a student of another class', async () => putMark(await workId(), '5', person(outsider())), 400],
    ['a number past the count', async () => putMark(await workId(), '5', person(), { number: 1 }), 400],
    [
      'an unknown work',
      async () =>
        putMark(String(simulator.ids.lesson({ school: 1, group: 1, date: '2025-09-08', number: 1 })), '5'),
      404,
    ],
    ['an unknown work type', () => newWork({ workType: '3000000001000000099' }), 400],
    ['an unknown lesson', () => newWork({ lesson: '2300000000000000001' }), 404],
    ['a count of nothing', () => newWork({ markCount: 0 }), 400],
    ['a flag that is none', () => newWork({ isImportant: 'yes' }), 400],
    ['a body that is a list', () => send('POST', 'v2/works', []), 400],
    [
      'an unknown status',
      () => send('POST', `v2/lessons/${lessonId()}/log-entries`, { person: person(), status: 'Away' }),
      400,
    ],
    [
      'a change of what is not there',
      () => send('PUT', `v2/lessons/${lessonId()}/log-entries?person=${person()}`, { status: 'Ill' }),
      404,
    ],
  ];

  it.each(wrong)('refuse %s', async (_what, sending, status) => {
    const answer = await sending();
    expect([answer.status, fieldOf(answer, 'type')]).toEqual([status, 'parameterInvalid']);
    expect(simulator.written.marks + simulator.written.entries).toBe(0);
  });

  it('are not for families', async () => {
    const work = await workId();
    const answer = await send('POST', `v2/persons/${person()}/works/${work}/mark`, { value: '5' }, family());
    expect([answer.status, fieldOf(answer, 'type')]).toEqual([403, 'systemForbidden']);
  });
});

const outsider = (): number =>
  year.students.find(({ enrolments }) => enrolments.every((one) => one.classId !== classId))?.id ?? 0;

describe('attendance', () => {
  it('is put, changed and taken away', async () => {
    const path = `v2/lessons/${lessonId()}/log-entries`;
    const body = {
      person: person(),
      lesson: lessonId(),
      comment: 'справка',
      status: 'Ill',
      createdDate: null,
    };
    expect((await send('POST', path, body)).status).toBe(200);
    const read = (): Promise<Answer> => get(`lessons/${lessonId()}/log-entries`, family());
    expect((await read()).json).toEqual([
      {
        person: person(),
        lesson: lessonId(),
        person_str: String(person()),
        lesson_str: lessonId(),
        comment: 'справка',
        status: 'Ill',
        createdDate: '2026-01-09T09:00:00.250',
      },
    ]);
    await send('PUT', `${path}?person=${person()}`, { status: 'Late' });
    expect((await read()).text).toContain('"comment":null,"status":"Late"');
    await send('DELETE', `${path}?person=${person()}`);
    expect((await read()).json).toEqual([]);
  });
});

describe('homework', () => {
  it('is a work of its type, due at its lesson', async () => {
    const work = await workId({
      workType: undefined,
      type: 'Homework',
      text: '§ 5',
      sentDate: '2025-09-05T11:20:00.1Z',
    });
    const path = `users/me/school/${simulator.ids.school(1)}/homeworks?startDate=2025-09-08&endDate=2025-09-12`;
    const bundle = await get(path, family());
    expect(rowsOf(bundle, 'works')).toMatchObject([
      { id: work, type: 'Homework', text: '§ 5', sentDate: '2025-09-05T11:20:00.1', status: 'Sent' },
    ]);
    expect(rowsOf(bundle, 'lessons')).toHaveLength(1);
  });
});

describe('marks of terms', () => {
  const periodWork = (more: Record<string, unknown>): Promise<Answer> =>
    send('POST', 'v2/works', {
      type: 'PeriodMark',
      eduGroup: String(group()),
      subjectId: simulator.ids.subject(1, first?.subjectId ?? 0),
      periodNumber: 0,
      periodType: 'Quarter',
      ...more,
    });

  it('hang on works that are found, not doubled', async () => {
    const work = String(fieldOf(await periodWork({}), 'id'));
    expect(fieldOf(await periodWork({}), 'id')).toBe(work);
    const ofYear = String(fieldOf(await periodWork({ periodType: 'Year' }), 'id'));
    await putMark(work, '4');
    await putMark(ofYear, 'ОСВ');
    const all = await get(`persons/${person()}/edu-groups/${group()}/allfinalmarks`, family());
    expect(rowsOf(all, 'marks')).toMatchObject([
      { work, value: '4', lesson: null },
      { work: ofYear, value: 'ОСВ', type: 'MarkDismiss' },
    ]);
    expect(rowsOf(all, 'works')).toMatchObject([{ periodType: 'Quarter' }, { periodType: 'Year' }]);
    const ofClass = rowsOf<{ reportingPeriod_str: string | null }>(
      await get(`edu-groups/${group()}/final-marks`),
    );
    expect(ofClass.map((row) => row.reportingPeriod_str)).toEqual([
      String(simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0)),
      null,
    ]);
  });

  it('are put by subject group through the older door', async () => {
    const groupId = simulator.ids.subjectGroup(1, first?.groupId ?? 0);
    const period = simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0);
    const value = encodeURIComponent('Н/А');
    const answer = await send('PUT', `v1/final-marks/${person()}/${groupId}/${period}/${value}`);
    expect(answer.json).toMatchObject({ value: 'Н/А', type: 'MarkNA' });
    const own = await get(`persons/${person()}/edu-groups/${group()}/final-marks`);
    expect(own.text).toContain('"final-mark"');
  });

  it('are of no other term', async () => {
    expect((await periodWork({ periodNumber: 7 })).status).toBe(400);
  });
});

describe('topics', () => {
  it('are given to lessons that are there, and new lessons are made', async () => {
    const lesson = {
      group: String(group()),
      subject: { id: simulator.ids.subject(1, first?.subjectId ?? 0) },
      date: `${first?.date}T00:00:00`,
      number: first?.number,
      title: 'Степень',
    };
    expect((await send('POST', 'v2/lessons', lesson)).json).toMatchObject({
      id: lessonId(),
      title: 'Степень',
    });
    expect(fieldOf(await get(`lessons/${lessonId()}`, family()), 'title')).toBe('Степень');
    const extra = await send('POST', 'v2/lessons', { ...lesson, number: 8 });
    const path = `edu-groups/${group()}/lessons/${first?.date}/${first?.date}`;
    expect(rowsOf<{ id: string }>(await get(path)).map(({ id }) => id)).toContain(fieldOf(extra, 'id'));
  });
});

describe('a target that misbehaves', () => {
  it('drops every third write and says nothing', async () => {
    const works = [await workId(), await workId(), await workId(), await workId()];
    simulator.setQuirks({ dropEveryNthWrite: 3 });
    for (const work of works) expect((await putMark(work, '5')).json).toMatchObject({ value: '5' });
    // Four works were written before: of the marks the second is the sixth write.
    expect(await values()).toHaveLength(simulator.writes.asked - 4 - simulator.writes.dropped);
    expect(simulator.writes.dropped).toBeGreaterThan(0);
  });

  it('does a write and loses its answer', async () => {
    const work = await workId();
    simulator.setQuirks({ loseEveryNthAnswer: 2 });
    const answer = await putMark(work, '5');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await values()).toEqual(['5']);
    expect((await putMark(work, '5')).status).toBe(200);
  });

  it('puts another value than it was sent', async () => {
    const work = await workId();
    simulator.setQuirks({ alterEveryNthWrite: 1 });
    expect((await putMark(work, '5')).json).toMatchObject({ value: '5' });
    expect(await values()).toEqual(['4']);
    expect(simulator.writes.altered).toBe(1);
  });

  it('fails for an hour of its clock and comes back, reading all the time', async () => {
    const work = await workId();
    simulator.failWritesFor(3_600_000);
    expect(fieldOf(await putMark(work, '5'), 'type')).toBe('apiServerError');
    expect((await get(`works/${work}`)).status).toBe(200);
    clock += 3_599_999;
    expect((await putMark(work, '5')).status).toBe(500);
    clock += 1;
    expect((await putMark(work, '5')).status).toBe(200);
    expect(await values()).toEqual(['5']);
  });

  it('is closed for old dates', async () => {
    simulator.setQuirks({ writesNotBefore: second?.date ?? null });
    const answer = await newWork();
    const isClosed = (first?.date ?? '') < (second?.date ?? '');
    expect(answer.status).toBe(isClosed ? 403 : 200);
    simulator.setQuirks({ writesNotBefore: '2025-12-01' });
    expect(fieldOf(await newWork(), 'type')).toBe('systemForbidden');
    expect(simulator.written.works).toBe(isClosed ? 0 : 1);
  });

  it('takes the right away half way, or never gives it', async () => {
    simulator.setQuirks({ writesAllowed: 2 });
    const statuses = [await newWork(), await newWork(), await newWork()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 403]);
    simulator.setQuirks({ writesAllowed: null, readOnly: true });
    expect((await newWork()).status).toBe(403);
  });

  it.each([
    ['replace', [200, 200], ['4']],
    ['refuse', [200, 400], ['3']],
    ['add', [200, 200], ['3', '4']],
  ] as const)('does with a second mark: %s', async (repeatedWrite, statuses, standing) => {
    const work = await workId();
    simulator.setQuirks({ repeatedWrite });
    const answers = [await putMark(work, '3'), await putMark(work, '4')];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    expect(await values()).toEqual(standing);
  });

  it.each([
    ['id', /^\d{19}$/],
    ['empty', /^$/],
  ] as const)('answers a write with its %s', async (writeAnswer, shape) => {
    const work = await workId();
    simulator.setQuirks({ writeAnswer });
    expect((await putMark(work, '5')).text).toMatch(shape);
    expect((await newWork()).text).toMatch(shape);
  });

  it('takes no more than its batch', async () => {
    simulator.setQuirks({ maxBatch: 1 });
    const ids = [lessonId(), lessonId(second)];
    expect((await send('POST', 'v2/lessons/many', ids)).status).toBe(400);
    expect((await send('POST', 'v2/lessons/many', ids.slice(0, 1))).status).toBe(200);
  });
});

describe('a target that is not quite the same school', () => {
  it('lacks a teacher, and calls a class and a student otherwise', async () => {
    await simulator.close();
    const teacherId = first?.teacherId ?? 0;
    simulator = await startDnevnik({
      municipality,
      empty: true,
      adjust: (truth) => ({
        ...truth,
        staff: truth.staff.filter(({ id }) => id !== teacherId),
        classes: truth.classes.map((one) => (one.id === classId ? { ...one, name: '7 «Ы»' } : one)),
        students: truth.students.map((one) => (one.id === student.id ? { ...one, lastName: 'Иной' } : one)),
      }),
    });
    const teachers = rowsOf<{ Id: number }>(await get(`schools/${simulator.ids.school(1)}/teachers`));
    const id = simulator.ids.person({ school: 1, kind: 'staff', id: teacherId });
    expect(teachers.map(({ Id }) => Id)).not.toContain(id);
    expect(fieldOf(await get(`lessons/${lessonId()}`), 'teachers')).toEqual([]);
    expect(fieldOf(await get(`edu-groups/${group()}`), 'name')).toBe('7 «Ы»');
    expect(fieldOf(await get(`persons/${person()}`), 'lastName')).toBe('Иной');
  });
});

describe('a school with a journal', () => {
  it('takes writes over what the truth has', async () => {
    await simulator.close();
    simulator = await startDnevnik({ municipality });
    const before = await marks();
    const [mark] = before;
    const { work } = (await get(`marks/${mark?.id}`)).json as { work: string };
    await putMark(work, '2');
    const after = await marks();
    expect(after).toHaveLength(before.length);
    expect(after.find(({ id }) => id === mark?.id)?.value).toBe('2');
    await send('DELETE', `v1/marks/${mark?.id}`);
    expect(await marks()).toHaveLength(before.length - 1);
    await send('DELETE', `v2/works/${work}`);
    expect((await get(`works/${work}`)).status).toBe(404);
  });
});
