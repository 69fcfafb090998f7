import { describe, expect, it } from 'vitest';
import type { DnevnikSimulator, Quirks } from '../../../sandbox/dnevnik/index.ts';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { content, rejectsOf, rowsOf } from '../netschool/reading.ts';
import { read, readPlain } from './reading.ts';

/** Ways of the vendor that must not be seen in what is read. */
const UNSEEN: readonly (readonly [string, Partial<Quirks>])[] = [
  ['timetables as a list', { timetablesAsArray: true }],
  ['schedules as a bare list', { schedulesAsArray: true }],
  ['no empty days', { scheduleEmptyDays: false }],
  ['days with an offset', { scheduleOffsets: true }],
  ['textValue null', { textValue: 'null' }],
  ['textValue in words', { textValue: 'words' }],
  ['mark systems in small letters', { markTypeCase: 'lower' }],
  ['keys in camel case', { camelKeys: true }],
  ['other words for the status of a lesson', { lessonStatus: { past: '3', future: '0' } }],
  ['sentDate with a Z', { sentDateZ: true }],
  ['short spelling of errors', { errorSpelling: 'short' }],
  ['the school lists no subgroups', { schoolListsSubgroups: false }],
  ['changed marks with other ids', { markIdChanges: true }],
  ['a narrower range', { rangeLimitDays: 29 }],
];

describe.each(['staff', 'family'] as const)('dnevnik/%s reads the same whatever the way', (mode) => {
  it.each(UNSEEN)('%s', async (_name, quirks) => {
    const plain = await readPlain(mode);
    const { events, error } = await read({ mode, quirks });
    expect(error).toBeNull();
    expect(content(events)).toEqual(content(plain.events));
    expect(rowsOf(events, 'homework')).toEqual(rowsOf(plain.events, 'homework'));
    expect(rowsOf(events, 'assessment')).toEqual(rowsOf(plain.events, 'assessment'));
    expect(rejectsOf(events)).toEqual([]);
  });
});

describe('dnevnik: what is served otherwise', () => {
  it('lives with short names alone, and with students without an account', async () => {
    const quirks = { personForm: 'short', userForm: 'minimised', accountsFromGrade: 12 } as const;
    const tokens = (simulator: DnevnikSimulator) => [simulator.account('admin').token];
    const { events, error } = await read({ quirks, tokens });
    expect(error).toBeNull();
    const students = [...rowsOf(events, 'student').values()];
    expect(students.length).toBeGreaterThan(0);
    for (const student of students) {
      expect(student['displayName']).toMatch(/^\S+ \S\. ?(\S\.)?$/);
      expect(student).toMatchObject({ lastName: null, firstName: null, birthDate: null });
    }
  });

  it('takes names and birth dates from accounts where the lists have short names', async () => {
    const { events } = await read({ quirks: { personForm: 'short' } });
    for (const student of rowsOf(events, 'student').values())
      expect(student).toMatchObject({ lastName: expect.any(String), birthDate: expect.any(String) });
  });

  it('has no hours for lessons outside the bells', async () => {
    const { events, error } = await read({ mode: 'family', quirks: { lessonsOutsideBells: true } });
    expect(error).toBeNull();
    const lessons = [...rowsOf(events, 'lesson').values()];
    const bare = lessons.filter(({ startTime }) => startTime === null);
    expect(bare.length).toBeGreaterThan(0);
    expect(bare.length).toBeLessThan(lessons.length);
    expect(bare.every(({ room, endTime }) => room === null && endTime === null)).toBe(true);
  });

  it('finds the subject of a lesson that does not name it, or sets the lesson aside', async () => {
    const plain = await readPlain('staff');
    const { events, error } = await read({ quirks: { subjectNull: true } });
    expect(error).toBeNull();
    const lessons = rowsOf(events, 'lesson');
    const aside = rejectsOf(events).filter(({ entity }) => entity === 'lesson');
    expect(lessons.size + aside.length).toBe(rowsOf(plain.events, 'lesson').size);
    for (const [key, lesson] of lessons)
      expect(lesson['subjectId']).toBe(rowsOf(plain.events, 'lesson').get(key)?.['subjectId']);
    expect(aside.every(({ key }) => key !== null)).toBe(true);
  });

  it('does not take the work that comes with a lesson for an assessment', async () => {
    for (const mode of ['staff', 'family'] as const) {
      const plain = await readPlain(mode);
      const { events } = await read({ mode, quirks: { defaultWorks: true } });
      expect(rowsOf(events, 'assessment')).toEqual(rowsOf(plain.events, 'assessment'));
    }
  });

  it('tells the year’s mark and the final one apart', async () => {
    const arrangement = { mode: 'family', quirks: { yearFinalMarks: true }, weeks: 36 } as const;
    const { events } = await read({ ...arrangement, asOf: '2026-06-10T12:00' });
    const kinds = new Set([...rowsOf(events, 'termMark').values()].map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['term', 'year', 'final']));
  });

  it.each([429, 433, 500, 502, 503, 550])(
    'asks again where it is told %d, as late as it is asked to',
    async (status) => {
      const plain = await readPlain('family');
      const fault = { path: '/schedules', status, retryAfter: '3', times: 2 };
      const { events, error, pauses } = await read({ mode: 'family', quirks: { faults: [fault] } });
      expect(error).toBeNull();
      expect(pauses.filter((pause) => pause === 3000)).toHaveLength(2);
      expect(content(events)).toEqual(content(plain.events));
    },
  );

  it.each<readonly [string, Fault, string]>([
    ['429 for ever', { path: '/schedules', status: 429 }, 'adapter.unavailable'],
    ['433 for ever', { path: '/schedules', status: 433 }, 'adapter.unavailable'],
    ['a page of failure', { path: '/schedules', html: '<html>Ведутся работы</html>' }, 'adapter.unavailable'],
    ['an empty 405', { path: '/schedules', status: 405, html: '' }, 'adapter.unavailable'],
    ['400', { path: '/schedules', status: 400 }, 'adapter.refused'],
    ['404', { path: '/schedules', status: 404 }, 'adapter.not_found'],
    ['403', { path: '/schedules', status: 403 }, 'adapter.forbidden'],
    ['401', { path: '/schedules', status: 401 }, 'adapter.session_lost'],
    ['a day without its date', { path: '/schedules', drop: 'date' }, 'adapter.contract_broken'],
  ])('ends with %s', async (_name, fault, code) => {
    const { error } = await read({ mode: 'family', quirks: { faults: [fault] } });
    const place: unknown = expect.stringMatching(/^persons\/groups\/schedules/);
    expect(error).toMatchObject({ diagnostic: { code, place } });
  });

  it('reads by teachers where the list of the school is refused', async () => {
    const plain = await readPlain('staff');
    const faults = [
      { path: /^\/v2\/schools\/\d+\/edu-groups$/, status: 403 },
      { path: /final-marks$/, status: 404 },
      { path: '/users/many', status: 403 },
    ];
    const { events, error, log } = await read({ quirks: { faults } });
    expect(error).toBeNull();
    expect(rowsOf(events, 'mark')).toEqual(rowsOf(plain.events, 'mark'));
    expect(rowsOf(events, 'termMark')).toEqual(rowsOf(plain.events, 'termMark'));
    expect(log.some((line) => line.startsWith('dnevnik.not_read'))).toBe(true);
  });

  it('means by a code of attendance what the school means', async () => {
    const attendance = { Pass: { status: 'absent', reason: 'excused' } } as const;
    const usual = await readPlain('staff');
    const { events } = await read({ settings: { attendance } });
    const reasons = (rows: ReturnType<typeof rowsOf>) =>
      [...rows.values()].filter(({ rawCode }) => rawCode === 'Pass').map(({ reason }) => reason);
    expect(new Set(reasons(rowsOf(usual.events, 'attendance')))).toEqual(new Set([null]));
    expect(new Set(reasons(rowsOf(events, 'attendance')))).toEqual(new Set(['excused']));
  });

  it('has the same keys whichever way it reads', async () => {
    const staff = await readPlain('staff');
    const family = await readPlain('family');
    for (const entity of [
      'class',
      'subject',
      'subjectGroup',
      'lesson',
      'homework',
      'assessment',
      'mark',
      'termMark',
    ]) {
      const known = rowsOf(staff.events, entity);
      const keys = [...rowsOf(family.events, entity).keys()];
      expect(keys.length, entity).toBeGreaterThan(0);
      expect(
        keys.filter((key) => !known.has(key)),
        entity,
      ).toEqual([]);
    }
  });
});
