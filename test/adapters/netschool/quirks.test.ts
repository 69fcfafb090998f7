import { describe, expect, it } from 'vitest';
import { readAll } from '../../contract/adapter.ts';
import { content, interruptAt, open, passwordOf, read, readPlain, rejectsOf, rowsOf } from './reading.ts';
import { type Arrangement, type Simulated, simulated } from './simulated.ts';

/** Peculiarities of servers that must make no difference to what is read. */
const HARMLESS: readonly (readonly [string, Arrangement])[] = [
  ['the security warning as a page', { onEvent: (simulator, count) => interruptAt(simulator, count, 30) }],
  ['a token that turns', { quirks: { rotateAtEvery: 7 } }],
  ['session over, answered 403', expiring({ expiredAnswer: 403 })],
  ['session over, answered 500', expiring({ expiredAnswer: 500 })],
  ['session over, answered with a page', expiring({ expiredAnswer: 'html' })],
  ['a session over while reports are read by long polling', { ...expiring({}), profile: '5.25' }],
  ['every request needs a Referer', { quirks: { referer: 'all' } }],
  ['a cookie that the hub wants', { quirks: { esrnSec: true } }],
  ['totals under one heading row', { quirks: { singleHeaderTotals: true } }],
  ['several requests at once', { settings: { concurrency: 4 } }],
  ['no WebSocket on an old server', { profile: '5.13', quirks: { hubUpgradeStatus: 502 } }],
  [
    'a role to choose',
    { quirks: { roleChoice: true }, accounts: (simulator) => [passwordOf(simulator, 'deputy')] },
  ],
];

function expiring(quirks: Arrangement['quirks'] & object): Arrangement {
  return {
    quirks,
    onEvent: (simulator, count) => {
      if (count === 40 || count === 90) simulator.expire(simulator.account('admin').login);
    },
  };
}

describe('netschool/staff: what makes no difference', () => {
  it.each(HARMLESS)('%s', async (_name, arrangement) => {
    const plain = await readPlain('staff');
    const peculiar = await read(arrangement);
    expect(peculiar.error).toBeNull();
    expect(content(peculiar.events)).toEqual(content(plain.events));
    expect(peculiar.fixture.simulator.sessions.live).toBe(0);
  });
});

describe('netschool/family: what makes no difference', () => {
  it.each<readonly [string, Arrangement['quirks'] & object]>([
    ['children as an object, the present one by id', { studentsAsObject: true, currentStudentAsId: true }],
    ['no list of days in a break', { weekDaysAbsent: true }],
    ['dates with fractions', { diaryFractions: true }],
    ['weights only on the pages of assignments', { weightZeroInDiary: true }],
  ])('%s', async (_name, quirks) => {
    const plain = await readPlain('family');
    const peculiar = await read({ mode: 'family', quirks });
    expect(peculiar.error).toBeNull();
    expect(content(peculiar.events)).toEqual(content(plain.events));
  });

  it('reads the weight of marked works wherever it stands', async () => {
    const plain = await readPlain('family');
    const hidden = await read({ mode: 'family', quirks: { weightZeroInDiary: true } });
    const all = rowsOf(plain.events, 'assessment');
    const some = rowsOf(hidden.events, 'assessment');
    expect(some.size).toBeGreaterThan(5);
    for (const [key, data] of some) expect(data).toEqual(all.get(key));
  });

  it('lets in a session from a browser and a way through ESIA', async () => {
    const plain = await readPlain('family');
    const brought = await read({
      mode: 'family',
      profile: 'kray',
      quirks: { esiaOnly: true },
      accounts: (simulator) => [
        { session: { cookie: simulator.importSession(simulator.account('guardian').login).cookie } },
        { loginState: simulator.esiaState([simulator.account('student').login]) },
      ],
    });
    expect(brought.error).toBeNull();
    expect(content(brought.events)).toEqual(content(plain.events));
    expect(brought.fixture.simulator.sessions.live).toBe(0);
  });

  it('goes on without the account whose password is wrong', async () => {
    const { events, error } = await read({
      mode: 'family',
      accounts: (simulator) => [
        { login: simulator.account('guardian').login, password: 'не тот' },
        passwordOf(simulator, 'student'),
      ],
    });
    expect(error).toBeNull();
    expect(rejectsOf(events)).toMatchObject([
      { entity: 'student', diagnostic: { code: 'adapter.wrong_credentials', place: 'accounts[0]' } },
    ]);
    expect(rowsOf(events, 'student').size).toBe(1);
  });
});

describe('netschool/staff: what is set aside', () => {
  it.each<readonly [string, Arrangement]>([
    ['the report by dates', {}],
    ['the reports by subject', { settings: { details: 'full' } }],
    [
      'the reports by subject where the one by dates is refused',
      { quirks: { refusedReports: ['studenttotal'] } },
    ],
  ])('marks outside the scale of %s; the other marks are read', async (_name, arrangement) => {
    const plain = await readPlain('staff');
    const quirks = { ...arrangement.quirks, markOutsideScale: true };
    const { events, error } = await read({ ...arrangement, quirks });
    expect(error).toBeNull();
    const rejects = rejectsOf(events);
    const marks = rowsOf(events, 'mark');
    const expected = rowsOf(plain.events, 'mark');
    expect(rejects.length).toBeGreaterThan(0);
    for (const reject of rejects) {
      expect(reject).toMatchObject({ entity: 'mark', raw: '7', diagnostic: { code: 'mark.outside_scale' } });
      // With its key it counts as seen: what was there before is not taken for gone.
      expect(expected.has(reject.key ?? '')).toBe(true);
    }
    expect(marks.size + rejects.length).toBe(expected.size);
    expect(marks.size).toBeGreaterThan(rejects.length);
  });

  it('lessons outside the year, class by class; the rest is read', async () => {
    const plain = await readPlain('staff');
    const { events, error } = await read({ quirks: { dateOutsideYear: true } });
    expect(error).toBeNull();
    const rejects = rejectsOf(events);
    expect(rejects).toHaveLength(rowsOf(plain.events, 'class').size);
    for (const reject of rejects) {
      expect(reject).toMatchObject({
        entity: 'lesson',
        diagnostic: { code: 'record.outside_year', place: expect.stringMatching(/^schedule\/classmeetings/) },
      });
    }
    expect(content(events)).toEqual(content(plain.events));
    expect(events.some((event) => event.kind === 'covered' && event.entity === 'lesson')).toBe(false);
  });

  it('not a lesson on a holiday: a school may work then; the rest is read', async () => {
    const [first, plain] = await Promise.all([
      simulated({ weeks: 9, quirks: { lessonOnHoliday: true } }),
      simulated({ weeks: 9 }),
    ]);
    open.push(first, plain);
    const year = first.simulator.municipality.school(1);
    const range = { from: year.startDay, to: year.endDay };
    const lessons = async (fixture: Simulated) => {
      const { events, error } = await readAll({ ...fixture, range });
      expect(error).toBeNull();
      expect(rejectsOf(events)).toEqual([]);
      return [...rowsOf(events, 'lesson').values()].map(({ date }) => String(date));
    };
    const isFree = (day: string) => year.breaks.some((one) => one.startDay <= day && day <= one.endDay);
    const [strange, usual] = [await lessons(first), await lessons(plain)];
    expect(usual.filter(isFree)).toEqual([]);
    expect(strange.filter(isFree)).toHaveLength(year.classes.length);
    expect(strange.filter((day) => !isFree(day))).toEqual(usual);
  });
});

describe('netschool/family: what is set aside', () => {
  it('a mark outside the scale, with what stood there', async () => {
    const { events, error } = await read({ mode: 'family', quirks: { markOutsideScale: true } });
    expect(error).toBeNull();
    const rejects = rejectsOf(events);
    expect(rejects.length).toBeGreaterThan(0);
    for (const reject of rejects) {
      expect(reject).toMatchObject({ entity: 'mark', raw: '7', diagnostic: { code: 'mark.outside_scale' } });
    }
    expect(rowsOf(events, 'mark').size).toBeGreaterThan(5);
  });

  it('a lesson outside the year; the rest of the diary is read', async () => {
    const plain = await readPlain('family');
    const { events } = await read({ mode: 'family', quirks: { dateOutsideYear: true } });
    expect(rejectsOf(events)).toMatchObject([
      { entity: 'lesson', diagnostic: { code: 'record.outside_year' } },
      { entity: 'lesson', diagnostic: { code: 'record.outside_year' } },
    ]);
    expect(content(events)).toEqual(content(plain.events));
    // What hung on the lesson that could not be read may be there: nothing is to be taken for gone.
    expect(events.some((event) => event.kind === 'covered' && event.entity === 'mark')).toBe(false);
  });

  it('a type that the dictionary does not have: the work stays, without it', async () => {
    const plain = await readPlain('family');
    const { events, error } = await read({ mode: 'family', quirks: { hiddenTypeId: 10 } });
    expect(error).toBeNull();
    expect(rejectsOf(events)[0]).toMatchObject({
      entity: 'workType',
      key: '10',
      diagnostic: { code: 'record.unknown_work_type' },
    });
    expect(rowsOf(events, 'mark')).toEqual(rowsOf(plain.events, 'mark'));
    expect(rowsOf(events, 'assessment').size).toBe(rowsOf(plain.events, 'assessment').size);
  });
});

describe('netschool: keys', () => {
  it('keeps 19 digits exactly', async () => {
    const { events, error, fixture } = await read({ quirks: { longIds: true } });
    expect(error).toBeNull();
    const { ids, municipality } = fixture.simulator;
    const year = municipality.school(1);
    const keyOf = (id: number) => String(ids.user({ school: 1, kind: 'student', id }));
    const listed = year.classes.flatMap(({ id }) => year.rosterOn(id, year.endDay));
    const expected = listed.map(({ id }) => keyOf(id)).sort();
    expect([...rowsOf(events, 'student').keys()].sort()).toEqual(expected);
    expect(expected.every((key) => /^\d{19}$/.test(key) && String(Number(key)) !== key)).toBe(true);
    for (const entity of ['mark', 'attendance', 'termMark', 'groupMembership']) {
      const rows = rowsOf(events, entity);
      expect(rows.size).toBeGreaterThan(5);
      for (const [key, { studentId }] of rows) {
        expect(expected).toContain(studentId);
        expect(key.startsWith(`${studentId}/`)).toBe(true);
      }
    }
  });

  it('keeps 19 digits', async () => {
    const { events, error } = await read({ mode: 'family', quirks: { longIds: true } });
    expect(error).toBeNull();
    const [student] = rowsOf(events, 'student').keys();
    expect(student).toMatch(/^7\d{18}$/);
    expect(new Set(rowsOf(events, 'mark').keys()).size).toBeGreaterThan(5);
  });
});
