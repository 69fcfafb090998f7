import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, fieldOf, rowsOf } from './client.ts';
import {
  family,
  first,
  get,
  group,
  lessonId,
  marks,
  newWork,
  person,
  putMark,
  send,
  startTarget,
  stopTarget,
  target,
  values,
  workId,
} from './target.ts';
import { classId, lessonsOf, student, year } from './truth.ts';

beforeEach(() => startTarget());
afterEach(stopTarget);

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
    target.simulator.setQuirks({ defaultWorks: true });
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
    expect(target.simulator.written).toEqual({ marks: 1, entries: 0, works: 1 });
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
        putMark(
          String(target.simulator.ids.lesson({ school: 1, group: 1, date: '2025-09-08', number: 1 })),
          '5',
        ),
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
    expect(target.simulator.written.marks + target.simulator.written.entries).toBe(0);
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
    const path = `users/me/school/${target.simulator.ids.school(1)}/homeworks?startDate=2025-09-08&endDate=2025-09-12`;
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
      subjectId: target.simulator.ids.subject(1, first?.subjectId ?? 0),
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
      String(target.simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0)),
      null,
    ]);
  });

  it('are put by subject group through the older door', async () => {
    const groupId = target.simulator.ids.subjectGroup(1, first?.groupId ?? 0);
    const period = target.simulator.ids.period(1, year.termsOf(classId)[0]?.id ?? 0);
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
      subject: { id: target.simulator.ids.subject(1, first?.subjectId ?? 0) },
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
