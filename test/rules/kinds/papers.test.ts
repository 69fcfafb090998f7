import { describe, expect, it } from 'vitest';
import type { Kept } from '../../../src/rules/facts.ts';
import { accountRights } from '../../../src/rules/kinds/account-rights.ts';
import { baseData } from '../../../src/rules/kinds/base-data.ts';
import { movementPapers } from '../../../src/rules/kinds/movement-papers.ts';
import { remarkAnswered } from '../../../src/rules/kinds/remark-answered.ts';
import { between, exactly, judged, keys, moment, school } from './order-facts.ts';

const movement = (more: Partial<Kept<'movement'>>): Kept<'movement'> => ({
  id: 'm-1',
  studentId: 's-1',
  kind: 'departure',
  date: '2025-10-01',
  fromClassId: 'c-7b',
  toClassId: null,
  otherPlace: null,
  orderNumber: '12-у',
  orderDay: '2025-10-01',
  confirmationNumber: '41',
  confirmationDay: '2025-10-03',
  reason: null,
  entered: exactly('2025-10-01'),
  ...more,
});

describe('movement_papers', () => {
  const both = { order: true, confirmation: true };

  it.each<[string, Partial<Kept<'movement'>>, string[]]>([
    ['everything is there', {}, []],
    ['no number of the order', { orderNumber: null }, ['m-1/order']],
    ['no day of the order', { orderDay: null }, ['m-1/order']],
    ['no certificate', { confirmationNumber: null, confirmationDay: null }, ['m-1/confirmation']],
    ['a certificate without its day', { confirmationDay: null }, ['m-1/confirmation']],
    ['nothing at all', { orderNumber: null, confirmationNumber: null }, ['m-1/confirmation', 'm-1/order']],
    ['who goes to the next class needs no certificate', { kind: 'transfer', confirmationNumber: null }, []],
    ['who arrives needs no certificate', { kind: 'arrival', confirmationNumber: null }, []],
  ])('%s', (_what, more, found) => {
    const said = judged(movementPapers, school({ movements: [movement(more)] }), both, '2025-11-01');
    expect(keys(said)).toEqual(found);
  });

  it('waits for the day of the movement', () => {
    const facts = school({ movements: [movement({ orderNumber: null })] });
    expect(judged(movementPapers, facts, both, '2025-09-30T23:59')).toMatchObject({
      violated: [],
      pending: [moment('2025-10-01')],
    });
    expect(keys(judged(movementPapers, facts, both, '2025-10-01'))).toEqual(['m-1/order']);
  });

  it('refuses to ask for nothing', () => {
    expect(movementPapers.params.safeParse({}).success).toBe(false);
  });

  it('needs of the source what it asks for', () => {
    expect(movementPapers.needs({ order: true, confirmation: false })).toEqual([
      'movement',
      'movement.orderNumber',
      'movement.orderDay',
    ]);
  });
});

const remark = (more: Partial<Kept<'remark'>>): Kept<'remark'> => ({
  id: 'r-1',
  madeBy: 'administrator',
  day: '2025-10-06',
  dueDay: null,
  staffId: 't-1',
  classId: 'c-7b',
  subjectId: null,
  text: 'Не заполнены темы',
  answeredDay: null,
  answer: null,
  entered: exactly('2025-10-06'),
  ...more,
});

describe('remark_answered', () => {
  it.each<[string, Partial<Kept<'remark'>>, string, 'met' | 'pending' | 'violated']>([
    ['the last minute of the last day', {}, '2025-10-13T23:59', 'pending'],
    ['the day after', {}, '2025-10-14', 'violated'],
    ['answered on the last day', { answeredDay: '2025-10-13' }, '2025-11-01', 'met'],
    ['answered a day late', { answeredDay: '2025-10-14' }, '2025-11-01', 'violated'],
    ['its own day is nearer', { dueDay: '2025-10-08' }, '2025-10-09', 'violated'],
    ['its own day is farther', { dueDay: '2025-10-20' }, '2025-10-20T12:00', 'pending'],
  ])('%s', (_what, more, now, verdict) => {
    const said = judged(remarkAnswered, school({ remarks: [remark(more)] }), { days: 7 }, now);
    expect([said.met, said.pending.length, said.violated.length]).toEqual([
      Number(verdict === 'met'),
      Number(verdict === 'pending'),
      Number(verdict === 'violated'),
    ]);
  });

  it('asks only who is meant, and only for remarks that have a day', () => {
    const facts = school({ remarks: [remark({ madeBy: 'deputy_head' })] });
    expect(
      judged(remarkAnswered, facts, { madeBy: 'administrator', days: 7 }, '2026-01-01').violated,
    ).toEqual([]);
    expect(judged(remarkAnswered, facts, {}, '2026-01-01')).toMatchObject({ notConcerned: 1, violated: [] });
  });
});

const account = (more: Partial<Kept<'account'>>): Kept<'account'> => ({
  id: 'a-1',
  holder: 'student',
  studentId: 's-1',
  guardianId: null,
  staffId: null,
  rights: 'read_own',
  shared: false,
  openedDay: null,
  closedDay: null,
  entered: exactly('2025-09-01'),
  ...more,
});

describe('account_rights', () => {
  it.each<[string, Partial<Kept<'account'>>, number]>([
    ['a student who sees the own data', {}, 0],
    ['a student with the rights of a teacher', { rights: 'own_lessons' }, 1],
    ['a parent who sees everything', { holder: 'guardian', rights: 'read_all' }, 1],
    ['a teacher with the own lessons', { holder: 'staff', rights: 'own_lessons' }, 0],
    ['an account of several people', { holder: 'staff', rights: 'administer', shared: true }, 1],
    ['both faults', { rights: 'edit_all', shared: true }, 2],
    ['closed yesterday', { rights: 'edit_all', closedDay: '2025-10-31' }, 0],
    ['closed at the end of today', { rights: 'edit_all', closedDay: '2025-11-01' }, 1],
  ])('%s', (_what, more, faults) => {
    const said = judged(accountRights, school({ accounts: [account(more)] }), {}, '2025-11-01T12:00');
    expect(said.violated).toHaveLength(faults);
    expect(new Set(keys(said)).size).toBe(faults);
  });

  it('minds who may edit all journals where the act does', () => {
    const accounts = [account({ holder: 'staff', rights: 'edit_all' })];
    const found = (asked: object) => judged(accountRights, school({ accounts }), asked, '2025-11-01T12:00');
    expect(found({})).toMatchObject({ met: 1, violated: [] });
    expect(keys(found({ editAll: false }))).toEqual(['a-1']);
  });
});

describe('base_data', () => {
  const bySeptember = { entities: ['teachingLoad'], deadline: { within: 'date', month: 9, day: 5 } };
  const having = (first: ReturnType<typeof exactly>) =>
    school({ base: new Map([['teachingLoad' as const, { count: 3, first }]]) });

  it('holds the first row against the day', () => {
    const now = '2025-10-01';
    expect(judged(baseData, having(exactly('2025-09-05T23:59')), bySeptember, now).met).toBe(1);
    expect(keys(judged(baseData, having(exactly('2025-09-06')), bySeptember, now))).toEqual(['teachingLoad']);
    const late = between('2025-09-06', '2025-09-07');
    expect(keys(judged(baseData, having(late), bySeptember, now))).toEqual(['teachingLoad']);
  });

  it('cannot tell when the day lies between two readings', () => {
    const open = having(between('2025-09-04', '2025-09-08'));
    expect(judged(baseData, open, bySeptember, '2025-10-01').undecided).toMatchObject([
      { reason: 'straddles', deadline: moment('2025-09-06') - 1 },
    ]);
  });

  it('misses what is not there once somebody has looked', () => {
    expect(judged(baseData, school(), bySeptember, '2025-09-05T12:00').pending).toEqual([
      moment('2025-09-06'),
    ]);
    expect(keys(judged(baseData, school(), bySeptember, '2026-06-02'))).toEqual(['teachingLoad']);
    const unread = school({ seenAt: () => moment('2025-09-05T12:00') });
    expect(judged(baseData, unread, bySeptember, '2025-09-06').undecided).toMatchObject([
      { reason: 'not_looked' },
    ]);
  });

  it('asks before every term', () => {
    const asked = { entities: ['lessonPlanEntry'], deadline: { within: 'before_term', days: 7 } };
    const plan = { count: 1, first: exactly('2025-10-28') };
    const facts = school({ base: new Map([['lessonPlanEntry' as const, plan]]) });
    const said = judged(baseData, facts, asked, '2025-11-03');
    expect(keys(said)).toEqual(['lessonPlanEntry/term-1', 'lessonPlanEntry/term-2']);
    expect(said.met).toBe(2);
  });

  it.each([
    [{ entities: [], deadline: { within: 'date', month: 9, day: 5 } }],
    [{ entities: ['mark'], deadline: { within: 'date', month: 9, day: 5 } }],
    [{ entities: ['term'], deadline: { within: 'same_day' } }],
    [{ entities: ['term'], deadline: { within: 'date', month: 13, day: 5 } }],
  ])('refuses %j', (parameters) => {
    expect(baseData.params.safeParse(parameters).success).toBe(false);
  });
});
