import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fieldOf, rowsOf } from './client.ts';
import {
  first,
  get,
  group,
  lessonId,
  marks,
  newWork,
  person,
  putMark,
  second,
  send,
  startTarget,
  stopTarget,
  target,
  values,
  workId,
} from './target.ts';
import { classId, student } from './truth.ts';

beforeEach(() => startTarget());
afterEach(stopTarget);

describe('a target that misbehaves', () => {
  it('drops every third write and says nothing', async () => {
    const works = [await workId(), await workId(), await workId(), await workId()];
    target.simulator.setQuirks({ dropEveryNthWrite: 3 });
    for (const work of works) expect((await putMark(work, '5')).json).toMatchObject({ value: '5' });
    // Four works were written before: of the marks the second is the sixth write.
    expect(await values()).toHaveLength(target.simulator.writes.asked - 4 - target.simulator.writes.dropped);
    expect(target.simulator.writes.dropped).toBeGreaterThan(0);
  });

  it('does a write and loses its answer', async () => {
    const work = await workId();
    target.simulator.setQuirks({ loseEveryNthAnswer: 2 });
    const answer = await putMark(work, '5');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await values()).toEqual(['5']);
    expect((await putMark(work, '5')).status).toBe(200);
  });

  it('puts another value than it was sent', async () => {
    const work = await workId();
    target.simulator.setQuirks({ alterEveryNthWrite: 1 });
    expect((await putMark(work, '5')).json).toMatchObject({ value: '5' });
    expect(await values()).toEqual(['4']);
    expect(target.simulator.writes.altered).toBe(1);
  });

  it('fails for an hour of its clock and comes back, reading all the time', async () => {
    const work = await workId();
    target.simulator.failWritesFor(3_600_000);
    expect(fieldOf(await putMark(work, '5'), 'type')).toBe('apiServerError');
    expect((await get(`works/${work}`)).status).toBe(200);
    target.clock += 3_599_999;
    expect((await putMark(work, '5')).status).toBe(500);
    target.clock += 1;
    expect((await putMark(work, '5')).status).toBe(200);
    expect(await values()).toEqual(['5']);
  });

  it('is closed for old dates', async () => {
    target.simulator.setQuirks({ writesNotBefore: second?.date ?? null });
    const answer = await newWork();
    const isClosed = (first?.date ?? '') < (second?.date ?? '');
    expect(answer.status).toBe(isClosed ? 403 : 200);
    target.simulator.setQuirks({ writesNotBefore: '2025-12-01' });
    expect(fieldOf(await newWork(), 'type')).toBe('systemForbidden');
    expect(target.simulator.written.works).toBe(isClosed ? 0 : 1);
  });

  it('takes the right away half way, or never gives it', async () => {
    target.simulator.setQuirks({ writesAllowed: 2 });
    const statuses = [await newWork(), await newWork(), await newWork()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 403]);
    target.simulator.setQuirks({ writesAllowed: null, readOnly: true });
    expect((await newWork()).status).toBe(403);
  });

  it.each([
    ['replace', [200, 200], ['4']],
    ['refuse', [200, 400], ['3']],
    ['add', [200, 200], ['3', '4']],
  ] as const)('does with a second mark: %s', async (repeatedWrite, statuses, standing) => {
    const work = await workId();
    target.simulator.setQuirks({ repeatedWrite });
    const answers = [await putMark(work, '3'), await putMark(work, '4')];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    expect(await values()).toEqual(standing);
  });

  it.each([
    ['id', /^\d{19}$/],
    ['empty', /^$/],
  ] as const)('answers a write with its %s', async (writeAnswer, shape) => {
    const work = await workId();
    target.simulator.setQuirks({ writeAnswer });
    expect((await putMark(work, '5')).text).toMatch(shape);
    expect((await newWork()).text).toMatch(shape);
  });

  it('takes no more than its batch', async () => {
    target.simulator.setQuirks({ maxBatch: 1 });
    const ids = [lessonId(), lessonId(second)];
    expect((await send('POST', 'v2/lessons/many', ids)).status).toBe(400);
    expect((await send('POST', 'v2/lessons/many', ids.slice(0, 1))).status).toBe(200);
  });
});

describe('a target that is not quite the same school', () => {
  it('lacks a teacher, and calls a class and a student otherwise', async () => {
    const teacherId = first?.teacherId ?? 0;
    await startTarget({
      adjust: (truth) => ({
        ...truth,
        staff: truth.staff.filter(({ id }) => id !== teacherId),
        classes: truth.classes.map((one) => (one.id === classId ? { ...one, name: '7 «Ы»' } : one)),
        students: truth.students.map((one) => (one.id === student.id ? { ...one, lastName: 'Иной' } : one)),
      }),
    });
    const teachers = rowsOf<{ Id: number }>(await get(`schools/${target.simulator.ids.school(1)}/teachers`));
    const id = target.simulator.ids.person({ school: 1, kind: 'staff', id: teacherId });
    expect(teachers.map(({ Id }) => Id)).not.toContain(id);
    expect(fieldOf(await get(`lessons/${lessonId()}`), 'teachers')).toEqual([]);
    expect(fieldOf(await get(`edu-groups/${group()}`), 'name')).toBe('7 «Ы»');
    expect(fieldOf(await get(`persons/${person()}`), 'lastName')).toBe('Иной');
  });
});

describe('a school with a journal', () => {
  it('takes writes over what the truth has', async () => {
    await startTarget({ empty: false, asOf: '2026-08-31T23:59' });
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
