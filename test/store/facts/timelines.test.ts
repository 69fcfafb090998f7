import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timeline } from '../../../src/rules/observed.ts';
import { openFacts } from '../../../src/store/facts/open.ts';
import type { Store } from '../../../src/store/open.ts';
import { testStore } from '../../database.ts';
import { begin, ending, mark, newConnection, observed, progress, student, subject, TERM } from '../school.ts';
import { calendar, NOW } from './school.ts';

let store: Store;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store.close());

type Connection = Awaited<ReturnType<typeof newConnection>>;
type Mark = ReturnType<typeof mark>;

/** Reads a class of one student with these marks, everything covered. */
async function read(connection: Connection, at: string, marks: readonly Mark[]): Promise<void> {
  const { ingest } = await begin(store, connection, at);
  try {
    await ingest.add('subject', [subject('Алгебра')]);
    await ingest.add('class', [
      observed<'class'>('7а', {
        name: '7а',
        grade: 7,
        letter: 'а',
        academicYearId: null,
        homeroomTeacherId: null,
        shift: null,
      }),
    ]);
    await ingest.add('student', [student('1')]);
    await ingest.add('enrolment', [
      observed<'enrolment'>('7а/1', {
        studentId: '1',
        classId: '7а',
        fromDay: null,
        toDay: null,
        orderNumber: null,
        orderDay: null,
      }),
    ]);
    await ingest.add('mark', marks);
    await ingest.cover('mark', '1', TERM.from, TERM.to);
    await ingest.settle();
    await ingest.checkpoint(progress('end'));
    await ingest.finish(ending());
  } finally {
    await ingest.close();
  }
}

/** Reads one day after the other, and gives what became of the mark `m`. */
async function afterReadings(...days: readonly (readonly Mark[])[]): Promise<Timeline | undefined> {
  const connection = await newConnection(store);
  for (const [index, marks] of days.entries())
    await read(connection, `2025-10-0${index + 1}T05:00:00Z`, marks);
  const { schoolId, source } = connection;
  const reader = openFacts(store, { schoolId, calendar, now: NOW });
  const { year, classes } = await reader.layout();
  const facts = await reader.classTerm({
    classId: classes[0]?.class.id ?? '',
    ...year,
    source,
    subjects: null,
    with: 'all',
  });
  return facts.marks[0]?.value;
}

const at = (day: number) => Date.parse(`2025-10-0${day}T05:00:00Z`);
const m = (value: string, more: Parameters<typeof mark>[4] = {}) => mark('m', '1', value, '2025-09-10', more);

describe('the past of a record', () => {
  it('is one state for one that never changed', async () => {
    expect(await afterReadings([m('4')], [m('4')])).toEqual([
      { value: '4', since: { notBefore: null, notAfter: at(1) }, byStaffId: null },
    ]);
  });

  it('begins after the last look without it', async () => {
    expect(await afterReadings([], [m('4')])).toMatchObject([
      { value: '4', since: { notBefore: at(1), notAfter: at(2) } },
    ]);
  });

  it('has each change between the two looks', async () => {
    expect(await afterReadings([m('4')], [m('4')], [m('5')])).toMatchObject([
      { value: '4', since: { notBefore: null, notAfter: at(1) } },
      { value: '5', since: { notBefore: at(2), notAfter: at(3) } },
    ]);
  });

  it('does not take another comment for another value', async () => {
    expect(await afterReadings([m('4')], [m('4', { comment: 'молодец' })], [m('5')])).toMatchObject([
      { value: '4', since: { notAfter: at(1) } },
      { value: '5', since: { notBefore: at(2), notAfter: at(3) } },
    ]);
  });

  it('ends with nothing where it is gone, and goes on where it comes back', async () => {
    expect(await afterReadings([m('4')], [])).toMatchObject([
      { value: '4' },
      { value: null, since: { notBefore: at(1), notAfter: at(2) } },
    ]);
    expect(await afterReadings([m('4')], [], [m('3')])).toMatchObject([
      { value: '4' },
      { value: null, since: { notBefore: at(1), notAfter: at(2) } },
      { value: '3', since: { notBefore: at(2), notAfter: at(3) } },
    ]);
  });

  it('is narrowed by the vendor’s day and moment', async () => {
    const put = await afterReadings([m('4', { setDay: '2025-09-12' })]);
    expect(put?.[0]?.since).toEqual({
      notBefore: calendar.startOf('2025-09-12'),
      notAfter: calendar.endOf('2025-09-12'),
    });
    const changedAt = '2025-10-01T12:00:00Z';
    const changed = await afterReadings([m('4')], [m('5', { changedAt })]);
    expect(changed?.[1]?.since).toEqual({
      notBefore: Date.parse(changedAt),
      notAfter: Date.parse(changedAt),
    });
  });

  it('says that a mark was changed after the day on which it was put, and not from what', async () => {
    const changedAt = '2025-09-28T06:00:00Z';
    const both = { setDay: '2025-09-12', changedAt };
    const put = { notBefore: calendar.startOf('2025-09-12'), notAfter: calendar.endOf('2025-09-12') };
    const change = { notBefore: Date.parse(changedAt), notAfter: Date.parse(changedAt) };
    const known = [
      { value: '4', since: put, byStaffId: null },
      { value: '4', since: change, byStaffId: null, formerUnknown: true },
    ];
    expect(await afterReadings([m('4', both)])).toEqual(known);
    const later = { since: { notBefore: at(1), notAfter: at(2) }, byStaffId: null };
    expect(await afterReadings([m('4', both)], [m('5', both)])).toEqual([...known, { value: '5', ...later }]);
    const onTheDay = { setDay: '2025-09-12', changedAt: '2025-09-12T06:00:00Z' };
    expect(await afterReadings([m('4', onTheDay)])).toEqual([{ value: '4', since: put, byStaffId: null }]);
  });

  it('does not believe a vendor that contradicts what we saw', async () => {
    const later = await afterReadings([m('4', { setDay: '2025-10-09' })]);
    expect(later?.[0]?.since).toEqual({ notBefore: null, notAfter: at(1) });
    const earlier = await afterReadings([], [m('4', { setDay: '2025-09-20' })]);
    expect(earlier?.[0]?.since).toEqual({ notBefore: at(1), notAfter: at(2) });
  });

  it('cuts the day of today at the moment of the look', async () => {
    const put = await afterReadings([m('4', { setDay: '2025-10-01' })]);
    expect(put?.[0]?.since).toEqual({ notBefore: calendar.startOf('2025-10-01'), notAfter: at(1) });
  });
});
