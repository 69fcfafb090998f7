import { describe, expect, it } from 'vitest';
import type { LessonFact, PlanFact } from '../../../src/rules/facts.ts';
import { lessonPlan } from '../../../src/rules/kinds/lesson-plan.ts';
import { classYear, group, judged, keys, lesson, moment, plan, valued } from './order-facts.ts';

const groups = [group('g-algebra', 'algebra', ['a'])];
const course = [plan(1, 'Степени'), plan(2, 'Корни', { hours: 2 }), plan(3, 'Дроби'), plan(4, 'Итог')];

/** Lessons on successive days of September with these topics. */
const taught = (...topics: (string | null)[]): LessonFact[] =>
  topics.map((topic, index) => {
    const date = `2025-09-${String(index + 1).padStart(2, '0')}`;
    return lesson(`l-${index + 1}`, date, { topic: valued(topic, date) });
  });

const found = (asked: object, lessons: LessonFact[], entries: PlanFact[] = course, now = '2025-10-01') =>
  judged(lessonPlan, classYear({ groups, lessons, plan: entries }), asked, now);

describe('lesson_plan: order', () => {
  it.each<[string, (string | null)[], string[]]>([
    ['as planned', ['Степени', 'Корни', 'Корни', 'Дроби'], []],
    ['case and ё do not matter', ['СТЕПЕНИ', 'корни '], []],
    ['one that was left out is not yet out of order', ['Степени', 'Дроби'], []],
    ['one that is made up for later', ['Степени', 'Дроби', 'Корни'], ['order/l-3']],
    ['one that is not in the plan', ['Степени', 'Экскурсия', 'Корни'], ['order/l-2']],
    ['one without a topic is another rule’s matter', ['Степени', null, 'Корни'], []],
  ])('%s', (_what, topics, keysFound) => {
    expect(keys(found({ order: true }, taught(...topics)))).toEqual(keysFound);
  });

  it('goes by the entry that a lesson names before its words', () => {
    const [lessonOne, lessonTwo] = taught('Степени', 'Своими словами');
    const named = [lessonOne, lessonTwo && { ...lessonTwo, planEntryId: 'plan-2' }].filter((one) => !!one);
    expect(found({ order: true }, named)).toMatchObject({ met: 2, violated: [] });
  });

  it('tells entries of one name apart by their hours', () => {
    const twice = [plan(1, 'Повторение'), plan(2, 'Степени'), plan(3, 'Повторение')];
    const lessons = taught('Повторение', 'Степени', 'Повторение');
    expect(found({ order: true, hours: true }, lessons, twice).violated).toEqual([]);
  });
});

describe('lesson_plan: hours', () => {
  it.each<[string, (string | null)[], string[]]>([
    ['as many as planned', ['Степени', 'Корни', 'Корни', 'Дроби'], []],
    ['more than planned', ['Степени', 'Степени', 'Корни'], ['hours/g-algebra/plan-1']],
    ['fewer, and the class has gone on', ['Степени', 'Корни', 'Дроби'], ['hours/g-algebra/plan-2']],
    ['fewer, and it is not over yet', ['Степени', 'Корни'], []],
  ])('%s', (_what, topics, keysFound) => {
    expect(keys(found({ hours: true }, taught(...topics)))).toEqual(keysFound);
  });
});

describe('lesson_plan: lag', () => {
  const dated = course.map((entry, index) => ({ ...entry, plannedDay: `2025-09-0${index + 1}` }));

  it.each<[string, PlanFact[], (string | null)[], number, string[]]>([
    ['no day planned, every lesson moves on', course, ['Степени', 'Корни', 'Корни'], 0, []],
    ['no day planned, one lesson beside the plan', course, ['Степени', 'Экскурсия'], 0, ['lag/g-algebra']],
    ['within what is allowed', course, ['Степени', 'Экскурсия'], 1, []],
    ['all that was planned', dated, ['Степени', 'Корни', 'Корни', 'Дроби', 'Итог'], 0, []],
    ['an hour behind the planned days', dated, ['Степени', 'Корни', 'Корни', 'Дроби'], 0, ['lag/g-algebra']],
    ['nothing was given', dated, [], 0, ['lag/g-algebra']],
    ['more lessons than the plan has', course, ['Степени', 'Корни', 'Корни', 'Дроби', 'Итог', null], 0, []],
  ])('%s', (_what, entries, topics, lagLessons, keysFound) => {
    expect(keys(found({ lagLessons }, taught(...topics), entries))).toEqual(keysFound);
  });

  it('knows of no lag while a day that counts is unread', () => {
    const year = classYear({ groups, lessons: taught('Степени'), plan: dated });
    const asked = { lagLessons: 0 };
    const said = judged(lessonPlan, { ...year, seenAt: () => moment('2025-09-04') }, asked, '2025-09-05');
    expect(said.violated).toEqual([]);
    expect(said.undecided.map(({ key, reason }) => [key, reason])).toEqual([['lag/g-algebra', 'not_looked']]);
  });

  it('looks at lessons that are over, and says when to look again', () => {
    const lessons = taught('Степени', 'Экскурсия');
    const before = found({ lagLessons: 0 }, lessons, course, '2025-09-02T12:00');
    expect(before).toMatchObject({ violated: [], pending: [moment('2025-09-03')] });
    expect(keys(found({ lagLessons: 0 }, lessons, course, '2025-09-03'))).toEqual(['lag/g-algebra']);
  });
});

describe('lesson_plan: whose plan', () => {
  it('is the group’s own where it has one, and nobody’s where there is none', () => {
    const own = plan(1, 'Корни', { id: 'own', groupId: 'g-algebra' });
    const lessons = taught('Корни');
    expect(found({ order: true }, lessons, [plan(1, 'Степени'), own])).toMatchObject({
      met: 1,
      violated: [],
    });
    expect(found({ order: true }, lessons, [])).toMatchObject({ met: 0, notConcerned: 1, violated: [] });
  });

  it('asks for something', () => {
    expect(lessonPlan.params.safeParse({}).success).toBe(false);
    expect(lessonPlan.params.safeParse({ lagLessons: -1 }).success).toBe(false);
  });
});
