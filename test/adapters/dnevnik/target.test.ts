import { afterEach, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, type Quirks, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import type { AdapterContext, PullEvent } from '../../../src/adapters/contract.ts';
import { settingsSchema } from '../../../src/adapters/dnevnik/settings.ts';
import { dnevnikTarget } from '../../../src/adapters/dnevnik/target/index.ts';
import type { Openings, TargetRecord, TargetSession, WriteOutcome } from '../../../src/adapters/target.ts';
import { addDays } from '../../../src/model/dates.ts';
import type { EntityName, Fields } from '../../../src/model/entities.ts';
import { readAll } from '../../contract/adapter.ts';
import { rowsOf } from '../netschool/reading.ts';
import { SEED, START_YEAR, simulated } from './simulated.ts';

const STUDENTS = 24;
const WEEKS = 2;

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

const context: AdapterContext = {
  signal: new AbortController().signal,
  now: () => new Date(),
  sleep: async () => undefined,
  log: () => undefined,
};

interface Aim {
  readonly simulator: DnevnikSimulator;
  readonly session: TargetSession;
}

function settingsFor(simulator: DnevnikSimulator, more: object = {}) {
  const [school] = simulator.schools;
  return settingsSchema.parse({
    host: simulator.profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    mode: 'staff',
    tokens: [simulator.tokens.admin],
    requestsPerSecond: 10_000,
    attendance: { Pass: { status: 'absent', reason: 'excused' } },
    writes: 'unconfirmed',
    ...more,
  });
}

/** The same school with an empty journal. */
async function startEmpty(quirks: Partial<Quirks> = {}): Promise<DnevnikSimulator> {
  const municipality = makeMunicipality({
    seed: SEED,
    schools: 1,
    studentsPerSchool: STUDENTS,
    startYear: START_YEAR,
    weeks: WEEKS,
  });
  const simulator = await startDnevnik({ municipality, empty: true, quirks });
  closing.push(simulator);
  return simulator;
}

async function aimAt(quirks: Partial<Quirks> = {}, more: object = {}): Promise<Aim> {
  const simulator = await startEmpty(quirks);
  const session = await dnevnikTarget.open(settingsFor(simulator, more), context);
  closing.push(session);
  return { simulator, session };
}

/** What a full journal of the school holds. */
async function readSource() {
  const fixture = await simulated({
    students: STUDENTS,
    weeks: WEEKS,
    settings: { attendance: { Pass: { status: 'absent', reason: 'excused' } } },
  });
  closing.push(fixture);
  const { events, error } = await readAll(fixture);
  expect(error).toBeNull();
  return events;
}

const source = new Map<string, Promise<readonly PullEvent[]>>();
function sourceEvents(): Promise<readonly PullEvent[]> {
  const known = source.get('') ?? readSource();
  source.set('', known);
  return known;
}

type Data = Readonly<Record<string, unknown>>;

/** The rows of an entity as they are to be written: works of ours are theirs by `keys`. */
function recordsOf(
  events: readonly PullEvent[],
  entity: EntityName,
  keys: ReadonlyMap<string, string>,
): TargetRecord[] {
  return [...rowsOf(events, entity)].map(([ourId, data]) => {
    const work = String(data['assessmentId'] ?? '');
    const changed: Data = work === '' ? data : { ...data, assessmentId: keys.get(work) ?? null };
    return { entity, ourId, data: changed as unknown as Fields<EntityName>, targetKey: null };
  });
}

async function writeAll(session: TargetSession, records: readonly TargetRecord[]) {
  const outcomes: WriteOutcome[] = [];
  const { batch } = dnevnikTarget.declaration;
  for (let index = 0; index < records.length; index += batch)
    outcomes.push(...(await session.write(records.slice(index, index + batch))));
  return outcomes;
}

/** Moves everything that the target takes; returns the keys by entity and our id. */
async function moveAll(session: TargetSession, events: readonly PullEvent[]) {
  const keys = new Map<EntityName, Map<string, string>>();
  const refused: string[] = [];
  for (const entity of dnevnikTarget.declaration.takes) {
    const records = recordsOf(events, entity, keys.get('assessment') ?? new Map());
    const outcomes = await writeAll(session, records);
    const own = new Map<string, string>();
    outcomes.forEach((outcome, index) => {
      const id = records[index]?.ourId ?? '';
      if (outcome.ok) own.set(id, outcome.targetKey);
      else refused.push(`${entity}: ${outcome.diagnostic.code} ${outcome.diagnostic.message}`);
    });
    keys.set(entity, own);
  }
  return { keys, refused };
}

async function readTarget(session: TargetSession): Promise<PullEvent[]> {
  const events: PullEvent[] = [];
  const { yearStart } = await session.source.probe();
  const range = { from: yearStart, to: addDays(yearStart, 7 * WEEKS - 1) };
  for await (const event of session.source.pull({ ...range, after: null })) events.push(event);
  return events;
}

const COMPARED: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  lesson: ['subjectGroupId', 'date', 'number', 'topic'],
  homework: ['lessonId', 'dueDay', 'text'],
  assessment: ['lessonId', 'workTypeId', 'topic'],
  mark: ['studentId', 'subjectId', 'lessonId', 'date', 'value'],
  attendance: ['studentId', 'lessonId', 'status', 'reason'],
  termMark: ['studentId', 'subjectId', 'termId', 'kind', 'value'],
};

const linesOf = (events: readonly PullEvent[], entity: EntityName): string[] =>
  [...rowsOf(events, entity).values()]
    .map((data) => (COMPARED[entity] ?? []).map((field) => String(data[field])).join(' | '))
    .sort();

describe('dnevnik as a target', () => {
  it.each<readonly [string, Partial<Quirks>]>([
    ['answers with what was made', {}],
    ['answers with nothing', { writeAnswer: 'empty' }],
    ['answers with ids', { writeAnswer: 'id' }],
  ])('holds after the move what the source holds, where it %s', async (_name, quirks) => {
    const events = await sourceEvents();
    const { session } = await aimAt(quirks);
    const { refused } = await moveAll(session, events);
    // Nothing but an answer leads to the work of a term.
    const isMute = quirks.writeAnswer === 'empty';
    expect(refused.filter((line) => !(isMute && line.startsWith('termMark: target.no_answer')))).toEqual([]);
    const there = await readTarget(session);
    for (const entity of dnevnikTarget.declaration.takes)
      if (!isMute || entity !== 'termMark')
        expect(linesOf(there, entity), entity).toEqual(linesOf(events, entity));
  });

  it('reads back what was written, and not what was not', async () => {
    const events = await sourceEvents();
    const { session } = await aimAt();
    const { keys } = await moveAll(session, events);
    for (const [entity, own] of keys) {
      const some = [...own.values()].slice(0, 40);
      const read = await session.readBack(entity, [...some, '2400000009999999999/1000001100001']);
      expect(new Set(read.map(({ key }) => key)), entity).toEqual(new Set(some));
    }
  });

  it('takes back what it wrote, and leaves lessons', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    const { keys } = await moveAll(session, events);
    for (const entity of dnevnikTarget.declaration.takes.toReversed()) {
      const outcomes = await session.remove(entity, [...(keys.get(entity)?.values() ?? [])]);
      expect(new Set(outcomes.map(({ ok }) => ok)), entity).toEqual(new Set([entity !== 'lesson']));
    }
    expect(simulator.written).toMatchObject({ marks: 0, entries: 0, works: 0 });
  });

  it('tells where something stands already in the place of a new row, and writes nothing for it', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    const { keys } = await moveAll(session, events);
    const { asked } = simulator.writes;
    for (const entity of ['attendance', 'termMark', 'homework', 'mark'] as const) {
      const records = recordsOf(events, entity, keys.get('assessment') ?? new Map()).slice(0, 30);
      const places = (await session.placesOf?.(records)) ?? [];
      for (const [index, { ourId }] of records.entries())
        expect(places[index], entity).toContain(keys.get(entity)?.get(ourId));
    }
    expect(simulator.writes.asked).toBe(asked);
  });

  it('finds a mark of the same value on a work for marks alone, and nothing where another one stands', async () => {
    const events = await sourceEvents();
    const { session } = await aimAt();
    const [first] = recordsOf(events, 'mark', new Map());
    const markOf = (value: string): TargetRecord => {
      const data = { ...first?.data, value, assessmentId: null } as unknown as Fields<EntityName>;
      return { entity: 'mark', ourId: value, data, targetKey: null };
    };
    const [outcome] = await session.write([markOf('5')]);
    const key = outcome?.ok ? outcome.targetKey : '';
    expect(await session.placesOf?.([markOf('5'), markOf('3')])).toEqual([[key], []]);
  });

  it('takes a work that it made for marks away with the last of them, and none that was there', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    const byLesson = new Map<string | null, Map<string, TargetRecord>>();
    for (const { entity, data } of recordsOf(events, 'mark', new Map())) {
      const { lessonId, studentId } = data as Fields<'mark'>;
      const fields = { ...data, assessmentId: null } as Fields<EntityName>;
      const students = byLesson.get(lessonId) ?? new Map<string, TargetRecord>();
      students.set(studentId, { entity, ourId: studentId, data: fields, targetKey: null });
      byLesson.set(lessonId, students);
    }
    const shared = [...byLesson.values()].find(({ size }) => size > 1);
    const [theirs, mine] = [...(shared?.values() ?? [])];
    if (!theirs || !mine) throw new Error('no lesson has marks of two students');
    const keyOf = async (record: TargetRecord) => {
      const [outcome] = await session.write([record]);
      return outcome?.ok ? outcome.targetKey : '';
    };
    const opened = new Set<string>();
    const openings: Openings = {
      note: async (key) => {
        opened.add(key);
      },
      among: async (keys) => new Set(keys.filter((key) => opened.has(key))),
      forget: async (key) => {
        opened.delete(key);
      },
    };
    const stood = await keyOf(theirs);
    await session.remove('mark', [stood]);
    expect(simulator.written.works).toBe(1);
    session.keepOpenings?.(openings);
    await session.remove('mark', [await keyOf(mine)]);
    expect(simulator.written.works, 'a work of theirs').toBe(1);
    await keyOf(theirs);
    const second = { ...theirs, ourId: 'second' };
    const [own, also] = [await keyOf(second), await keyOf({ ...mine, ourId: 'also' })];
    expect(opened.size).toBe(1);
    await session.remove('mark', [own]);
    const isShared = also.split('/')[0] === own.split('/')[0];
    expect(simulator.written.works).toBe(isShared ? 2 : 1);
    await session.remove('mark', [also]);
    expect(simulator.written.works).toBe(1);
    expect(opened.size).toBe(0);
  });

  it('finds what came through without an answer', async () => {
    const events = await sourceEvents();
    const { session } = await aimAt();
    const { keys } = await moveAll(session, events);
    for (const [entity, own] of keys) {
      const records = recordsOf(events, entity, keys.get('assessment') ?? new Map()).slice(0, 30);
      const found = await session.find?.(records);
      expect(found?.filter((key) => key === null) ?? [], entity).toEqual([]);
      if (entity !== 'assessment') expect(found, entity).toEqual(records.map(({ ourId }) => own.get(ourId)));
    }
  });

  it('changes a mark, and a mark of two parts', async () => {
    const events = await sourceEvents();
    const { session } = await aimAt();
    const { keys } = await moveAll(session, events);
    const [record] = recordsOf(events, 'mark', keys.get('assessment') ?? new Map());
    const targetKey = keys.get('mark')?.get(record?.ourId ?? '') ?? null;
    for (const value of ['2', '3/5', 'зач', '4']) {
      const data = { ...record?.data, value } as unknown as Fields<EntityName>;
      const [outcome] = await session.write([{ entity: 'mark', ourId: 'x', data, targetKey }]);
      expect(outcome).toEqual({ ok: true, targetKey });
      const [read] = await session.readBack('mark', [targetKey ?? '']);
      expect(read?.data).toMatchObject({ value });
    }
  });

  it.each([
    ['a mark', 2],
    ['the work that was made for it', 3],
  ])('gives two marks of one lesson two places, though it loses %s', async (_name, dropEveryNthWrite) => {
    const events = await sourceEvents();
    const { session } = await aimAt({ dropEveryNthWrite });
    const [first] = recordsOf(events, 'mark', new Map());
    const twice = ['5', '3'].map((value): TargetRecord => {
      const data = { ...first?.data, value, assessmentId: null } as unknown as Fields<EntityName>;
      return { entity: 'mark', ourId: value, data, targetKey: null };
    });
    const outcomes = await session.write(twice);
    const keys = outcomes.map((outcome) => (outcome.ok ? outcome.targetKey : outcome.diagnostic.code));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(new Set(keys).size).toBe(2);
  });

  it('holds what a code of the school says, and says of every other reason that it cannot', async () => {
    const simulator = await startEmpty();
    const named = dnevnikTarget.declarationFor?.(settingsFor(simulator)).cannot ?? {};
    const plain = dnevnikTarget.declarationFor?.(settingsFor(simulator, { attendance: {} })).cannot ?? {};
    for (const reason of ['excused', 'unexcused', 'not_given', 'school_event'])
      expect(Object.keys(plain)).toContain(`attendance.reason=${reason}`);
    expect(Object.keys(named)).not.toContain('attendance.reason=excused');
    expect(Object.keys(named)).toContain('attendance.reason=unexcused');
    expect(Object.keys(plain)).not.toContain('attendance.reason=sick');
    expect(Object.keys(plain)).toContain('homework.files');
  });

  it('tells what the school has', async () => {
    const { session } = await aimAt();
    const counts = new Map<string, number>();
    for await (const { entity, records } of session.catalogue())
      counts.set(entity, (counts.get(entity) ?? 0) + records.length);
    for (const entity of ['class', 'student', 'staff', 'subject', 'subjectGroup', 'term', 'workType'])
      expect(counts.get(entity) ?? 0, entity).toBeGreaterThan(0);
  });

  it('refuses row by row what is closed', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    simulator.setQuirks({ writesNotBefore: '2025-09-08' });
    const { refused, keys } = await moveAll(session, events);
    expect(new Set(refused.map((line) => line.split(' ')[1]))).toEqual(new Set(['adapter.forbidden']));
    expect(keys.get('mark')?.size).toBeGreaterThan(0);
  });

  it('knows the first open day where the settings name it', async () => {
    const { session } = await aimAt({}, { openFrom: '2025-09-08' });
    expect(await session.oldestDay('mark')).toBe('2025-09-08');
    const { session: other } = await aimAt();
    expect(await other.oldestDay('mark')).toBeNull();
  });

  it('breaks off at once where nothing may be written at all, and refuses no row for good', async () => {
    const events = await sourceEvents();
    const { session } = await aimAt({ readOnly: true });
    const marks = recordsOf(events, 'homework', new Map()).slice(0, 5);
    await expect(session.write(marks)).rejects.toMatchObject({ diagnostic: { code: 'adapter.forbidden' } });
  });

  it('takes a refusal of any day behind one that was open for a lost right', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    const byDay = recordsOf(events, 'homework', new Map()).sort((a, b) =>
      String((a.data as Fields<'homework'>).dueDay).localeCompare((b.data as Fields<'homework'>).dueDay),
    );
    const [first, middle, last] = [byDay[0], byDay[Math.floor(byDay.length / 2)], byDay.at(-1)];
    if (!first || !middle || !last) throw new Error('the school has no homework');
    expect(await session.write([first, last])).toMatchObject([{ ok: true }, { ok: true }]);
    simulator.setQuirks({ readOnly: true });
    await expect(session.write([middle])).rejects.toMatchObject({
      diagnostic: { code: 'adapter.forbidden' },
    });
  });

  it('breaks off when the right is lost, and when the system fails', async () => {
    const events = await sourceEvents();
    const { session, simulator } = await aimAt();
    simulator.setQuirks({ writesAllowed: 10 });
    await expect(moveAll(session, events)).rejects.toMatchObject({
      diagnostic: { code: 'adapter.forbidden' },
    });
    simulator.setQuirks({ writesAllowed: null });
    simulator.failWritesFor(3_600_000);
    await expect(moveAll(session, events)).rejects.toMatchObject({
      diagnostic: { code: 'adapter.unavailable' },
    });
  });

  it.each<readonly [string, (simulator: DnevnikSimulator) => object, string]>([
    ['writing is off', () => ({ writes: 'off' }), 'adapter.settings_invalid'],
    ['a family', ({ tokens }) => ({ mode: 'family', tokens: [tokens.guardian] }), 'adapter.settings_invalid'],
    ["a parent's token", ({ tokens }) => ({ tokens: [tokens.guardian] }), 'adapter.forbidden'],
  ])('is not opened: %s', async (_name, more, code) => {
    const simulator = await startEmpty();
    const settings = settingsFor(simulator, more(simulator));
    await expect(dnevnikTarget.open(settings, context)).rejects.toMatchObject({ diagnostic: { code } });
  });
});
