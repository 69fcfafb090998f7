import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kept } from '../../../src/rules/facts.ts';
import { controlEvent } from '../../../src/rules/kinds/control-event.ts';
import { paperSummary } from '../../../src/rules/kinds/paper-summary.ts';
import { periodsOf, rhythms } from '../../../src/rules/periods.ts';
import { calendar, exactly, judged, keys, moment, quarters, school, term } from './order-facts.ts';

const event = (day: string, more: Partial<Kept<'controlEvent'>> = {}): Kept<'controlEvent'> => ({
  id: `e-${day}`,
  kind: 'journal_check',
  day,
  at: null,
  periodFrom: null,
  periodTo: null,
  classId: null,
  studentId: null,
  staffId: null,
  document: null,
  entered: exactly(day),
  ...more,
});

describe('periods', () => {
  const year = school();

  it('are the quarters of the school where it has some', () => {
    const found = periodsOf('quarter_of_year', year, calendar);
    expect(found.map(({ from, to }) => [from, to])).toEqual(
      quarters.map(({ startDay, endDay }) => [startDay, endDay]),
    );
  });

  it('are quarters of the calendar where the school has half-years', () => {
    const halves = [
      term(1, '2025-09-01', '2025-12-28', { kind: 'half_year' }),
      term(2, '2026-01-12', '2026-05-26', { kind: 'half_year' }),
    ];
    const found = periodsOf('quarter_of_year', school({ terms: halves }), calendar);
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      ['2025-07-01', '2025-09-30'],
      ['2025-10-01', '2025-12-31'],
      ['2026-01-01', '2026-03-31'],
      ['2026-04-01', '2026-06-30'],
    ]);
  });

  it('are no weeks of a break', () => {
    const weeks = periodsOf('week', year, calendar).map(({ from }) => from);
    expect(weeks[0]).toBe('2025-09-01');
    expect(weeks).not.toContain('2025-10-27');
    expect(weeks).toContain('2025-11-03');
  });

  it('follow one another and never overlap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), (rhythm) => {
        const found = periodsOf(rhythm, year, calendar);
        expect(found.length).toBeGreaterThan(0);
        for (const [index, period] of found.entries()) {
          expect(period.from <= period.firstStudyDay && period.lastStudyDay <= period.to).toBe(true);
          const before = found[index - 1];
          if (before) expect(before.to < period.from).toBe(true);
        }
      }),
    );
  });
});

describe('control_event', () => {
  const quarterly = { event: 'journal_check', every: 'quarter_of_year' };
  const first = 'journal_check/2025-09-01';
  const inNovember = (events: Kept<'controlEvent'>[], asked: object) =>
    judged(controlEvent, school({ events }), { ...quarterly, ...asked }, '2025-11-20');

  it.each<[string, Kept<'controlEvent'>[], object, string[]]>([
    ['nothing was done', [], {}, [first]],
    ['done within the period', [event('2025-10-24')], {}, []],
    ['done on its last day', [event('2025-10-26')], {}, []],
    ['done the day after, no period named', [event('2025-10-27')], {}, [first]],
    ['done within the days behind it', [event('2025-10-31')], { withinDays: 5 }, []],
    ['done after those days', [event('2025-11-01')], { withinDays: 5 }, [first]],
    [
      'done later, and says for when',
      [event('2025-11-10', { periodFrom: '2025-09-01', periodTo: '2025-10-26' })],
      {},
      [],
    ],
    [
      'says for when, but came too late',
      [event('2025-11-10', { periodFrom: '2025-09-01', periodTo: '2025-10-26' })],
      { withinDays: 5 },
      [first],
    ],
    [
      'of a part of the period only',
      [event('2025-10-01', { periodFrom: '2025-09-01', periodTo: '2025-09-30' })],
      {},
      [first],
    ],
    ['another event', [event('2025-10-01', { kind: 'backup' })], {}, [first]],
    ['about one student', [event('2025-10-01', { studentId: 's-1' })], {}, [first]],
    ['ten days before the end', [event('2025-10-16')], { beforeEndDays: 10 }, []],
    ['nine days before the end', [event('2025-10-17')], { beforeEndDays: 10 }, [first]],
  ])('%s', (_what, events, asked, found) => {
    expect(keys(inNovember(events, asked))).toEqual(found);
  });

  it('waits until the period is over, and no longer', () => {
    const facts = school();
    const before = judged(controlEvent, facts, quarterly, '2025-10-26T23:59');
    expect(before.violated).toEqual([]);
    expect(before.pending[0]).toBe(moment('2025-10-27'));
    expect(keys(judged(controlEvent, facts, quarterly, '2025-10-27'))).toEqual([first]);
  });

  it('asks every week of study', () => {
    const weekly = { event: 'data_check', every: 'week' };
    const events = [event('2025-09-05', { kind: 'data_check' }), event('2025-09-14', { kind: 'data_check' })];
    const said = judged(controlEvent, school({ events }), weekly, '2025-09-22');
    expect(said.met).toBe(2);
    expect(keys(said)).toEqual(['data_check/2025-09-15']);
  });

  it('refuses two deadlines at once', () => {
    const both = { ...quarterly, withinDays: 3, beforeEndDays: 3 };
    expect(controlEvent.params.safeParse(both).success).toBe(false);
  });
});

describe('paper_summary', () => {
  const refusal = (more: Partial<Kept<'electronicFormRefusal'>> = {}): Kept<'electronicFormRefusal'> => ({
    id: 'f-1',
    studentId: 's-1',
    fromDay: '2025-09-10',
    toDay: null,
    document: null,
    entered: exactly('2025-09-10'),
    ...more,
  });
  const summary = (day: string, more: Partial<Kept<'controlEvent'>> = {}) =>
    event(day, { kind: 'paper_summary', studentId: 's-1', ...more });
  const asked = (events: Kept<'controlEvent'>[], now: string, more = {}) =>
    keys(judged(paperSummary, school({ refusals: [refusal(more)], events }), {}, now));

  it.each<[string, Kept<'controlEvent'>[], string, object, string[]]>([
    ['nothing is due in the first month', [], '2025-09-30T23:59', {}, []],
    ['the month behind it is not over', [], '2025-10-31T23:59', {}, []],
    ['nothing was handed out', [], '2025-12-01', {}, ['f-1/2025-09-01', 'f-1/2025-10-01']],
    [
      'one of the month behind is of no other',
      [summary('2025-12-01')],
      '2025-12-10',
      {},
      ['f-1/2025-09-01', 'f-1/2025-10-01'],
    ],
    ['handed out in the month behind', [summary('2025-10-03')], '2025-10-31', {}, []],
    [
      'handed out for the period it names',
      [summary('2025-12-01', { periodFrom: '2025-09-01', periodTo: '2025-10-31' })],
      '2025-11-05',
      {},
      [],
    ],
    [
      'to another student',
      [summary('2025-10-03', { studentId: 's-2' })],
      '2025-11-01',
      {},
      ['f-1/2025-09-01'],
    ],
    ['to all of them', [summary('2025-10-03', { studentId: null })], '2025-10-31', {}, []],
    ['the refusal was taken back', [], '2025-12-05', { toDay: '2025-09-20' }, ['f-1/2025-09-01']],
  ])('%s', (_what, events, now, more, found) => {
    expect(asked(events, now, more)).toEqual(found);
  });
});

describe('control_event of terms and years', () => {
  const year = { event: 'results_report', every: 'year' };
  it.each([
    ['of the first quarter', '2025-10-24', ['results_report/2025-09-01']],
    ['of the day before the last term', '2026-03-29', ['results_report/2025-09-01']],
    ['of the last term', '2026-05-25', []],
  ])('takes a summary of no named period %s for what it can be', (_, day, expected) => {
    const facts = school({ events: [event(day, { kind: 'results_report' })] });
    expect(keys(judged(controlEvent, facts, year, '2026-05-28'))).toEqual(expected);
  });

  it.each([
    ['report on the last day of the break', 'results_report', '2025-11-02', []],
    [
      'report on the first day of the next term',
      'results_report',
      '2025-11-03',
      ['results_report/2025-09-01'],
    ],
    ['archive in the break', 'archive', '2025-10-28', []],
    ['check in the break', 'journal_check', '2025-10-28', ['journal_check/2025-09-01']],
  ])('takes a %s, of no named period, for the term before or not', (_, kind, day, expected) => {
    const facts = school({ events: [event(day, { kind: kind as 'archive' })] });
    expect(keys(judged(controlEvent, facts, { event: kind, every: 'term' }, '2025-11-20'))).toEqual(expected);
  });

  it('takes a report made in June for the year that is over', () => {
    const facts = school({ events: [event('2026-06-10', { kind: 'results_report' })] });
    expect(judged(controlEvent, facts, year, '2026-08-20')).toMatchObject({ met: 1, violated: [] });
  });

  it('takes a plan for the year whenever it was made', () => {
    const facts = school({ events: [event('2025-09-03', { kind: 'assessment_schedule' })] });
    const asked = { event: 'assessment_schedule', every: 'year' };
    expect(judged(controlEvent, facts, asked, '2026-05-28').violated).toEqual([]);
  });

  it('tells a quarter from the half-year that begins with it', () => {
    const half = term(1, '2025-09-01', '2025-12-28', { kind: 'half_year', id: 'half' });
    const facts = school({ terms: [...quarters, half] });
    const found = judged(controlEvent, facts, { event: 'results_report', every: 'term' }, '2026-01-10');
    expect(keys(found)).toEqual([
      'results_report/2025-09-01/2025-10-26',
      'results_report/2025-09-01/2025-12-28',
      'results_report/2025-11-03',
    ]);
  });
});
