import type { Day } from '../../../model/dates.ts';
import type { EntityName, Fields } from '../../../model/entities.ts';
import { entityOf } from '../../../model/entities.ts';
import type { AdapterSession } from '../../contract.ts';
import type { AdapterError } from '../../errors.ts';
import { inOrder } from '../../in-order.ts';
import type { Openings, TargetRecord, TargetSession, TargetWords, WriteOutcome } from '../../target.ts';
import { findAttendance, writeAttendance } from './attendance.ts';
import { catalogueOf } from './catalogue.ts';
import type { Desk } from './desk.ts';
import { findLesson, LessonTable, writeLesson } from './lessons.ts';
import {
  findMark,
  findTermMark,
  isPlain,
  markKeyOf,
  PeriodWorks,
  type StandIns,
  writeMark,
  writePlain,
  writeTermMark,
} from './marks.ts';
import { placesOf } from './places.ts';
import { type Put, put } from './put.ts';
import { readBack } from './read-back.ts';
import { isPassing, outcomeOf, RecordRefused } from './refuse.ts';
import { removeRows } from './remove.ts';
import { Right } from './right.ts';
import { wordsOf } from './words.ts';
import { findAssessment, findHomework, writeAssessment, writeHomework } from './works.ts';

/** After so many unanswered writes of a batch the system is taken to be away. */
const AWAY = 8;

/** How rows of one entity are put, and looked for. */
interface Way<N extends EntityName> {
  put(targetKey: string | null, data: Fields<N>, ourId: string): Promise<Put>;
  find(data: Fields<N>): Promise<string | null>;
}

type Ways = { readonly [N in EntityName]?: Way<N> };

function waysOf(desk: Desk, made: StandIns['made']): Ways {
  const table = new LessonTable(desk);
  const periodWorks = new PeriodWorks(desk);
  const standIns: StandIns = { marks: new Map(), made };
  return {
    lesson: {
      put: (key, data) => writeLesson(desk, table, key, data),
      find: (data) => findLesson(table, data),
    },
    homework: {
      put: async (key, data) => put(await writeHomework(desk, key, data)),
      find: (data) => findHomework(desk, data),
    },
    assessment: {
      put: (key, data) => writeAssessment(desk, key, data, made),
      find: (data) => findAssessment(desk, data),
    },
    mark: {
      put: async (targetKey, data, ourId) =>
        put(await writeMark(desk, standIns, { entity: 'mark', targetKey, data, ourId })),
      find: (data) => findMark(desk, data),
    },
    attendance: {
      put: async (key, data) => put(await writeAttendance(desk, key, data)),
      find: (data) => findAttendance(desk, data),
    },
    termMark: {
      put: async (key, data) => put(await writeTermMark(desk, periodWorks, key, data)),
      find: (data) => findTermMark(desk, periodWorks, data),
    },
  };
}

const noPlace = (entity: EntityName): RecordRefused =>
  new RecordRefused('target.no_place', entity, 'the system has no place for such rows', 'Leave them behind.');

/** What belongs to one lesson goes one after the other: works of a lesson are told apart by their order. */
function chainOf({ entity, data, ourId }: TargetRecord): string {
  const fields: Readonly<Record<string, unknown>> = data;
  const group = entity === 'lesson' ? `${String(fields['subjectGroupId'])}/${String(fields['date'])}` : null;
  return String(group ?? fields['lessonId'] ?? fields['assessmentId'] ?? ourId);
}

/** The writing side of a school of «Дневник.ру». */
export class DnevnikTarget implements TargetSession {
  readonly source: AdapterSession;
  readonly #desk: Desk;
  readonly #ways: Ways;
  readonly #right: Right;
  #openings: Openings | null = null;

  constructor(desk: Desk, source: AdapterSession) {
    this.#desk = desk;
    this.#ways = waysOf(desk, async (work) => this.#openings?.note(work));
    this.#right = new Right(desk.client.settings.openFrom ?? null);
    this.source = source;
  }

  catalogue(): ReturnType<TargetSession['catalogue']> {
    return catalogueOf(this.#desk.book);
  }

  words(): Promise<TargetWords> {
    return Promise.resolve(wordsOf(this.#desk));
  }

  /** The vendor does not say from which day on the journal is open: the settings may, else it refuses row by row. */
  oldestDay(): Promise<Day | null> {
    return Promise.resolve(this.#desk.client.settings.openFrom ?? null);
  }

  async write(records: readonly TargetRecord[]): Promise<readonly WriteOutcome[]> {
    const outcomes = new Map<TargetRecord, WriteOutcome>();
    await this.#writePlainMarks(records, outcomes);
    const chains = new Map<string, TargetRecord[]>();
    for (const record of records) {
      if (outcomes.has(record)) continue;
      const chain = chains.get(chainOf(record));
      if (chain) chain.push(record);
      else chains.set(chainOf(record), [record]);
    }
    const width = this.#desk.client.settings.concurrency;
    const failures: AdapterError[] = [];
    const running = inOrder([...chains.values()], width, async (chain) => {
      for (const record of chain) outcomes.set(record, await this.#writeUnlessAway(record, failures));
    });
    for await (const _done of running);
    const [failure] = failures;
    // A system that took nothing at all is away, and the rows have nothing to do with it.
    if (failure && failures.length === records.length) throw failure;
    const told = records.map((record) => outcomes.get(record) as WriteOutcome);
    this.#right.check(records.map(({ entity, data }, index) => [this.#dayOf(entity, data), told[index]]));
    return told;
  }

  async find(records: readonly TargetRecord[]): Promise<readonly (string | null)[]> {
    const found: (string | null)[] = [];
    const width = this.#desk.client.settings.concurrency;
    for await (const key of inOrder(records, width, (record) => this.#findOne(record))) found.push(key);
    return found;
  }

  placesOf(records: readonly TargetRecord[]): Promise<readonly (readonly string[])[]> {
    return placesOf(this.#desk, records);
  }

  keepOpenings(openings: Openings): void {
    this.#openings = openings;
  }

  readBack(entity: EntityName, targetKeys: readonly string[]): ReturnType<TargetSession['readBack']> {
    return readBack(this.#desk, entity, targetKeys);
  }

  remove(entity: EntityName, targetKeys: readonly string[]): Promise<readonly WriteOutcome[]> {
    return removeRows(this.#desk, entity, targetKeys, this.#openings);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  /** New marks on works of their own go in one call; where it is refused, those that are not there go one by one. */
  async #writePlainMarks(
    records: readonly TargetRecord[],
    outcomes: Map<TargetRecord, WriteOutcome>,
  ): Promise<void> {
    const plain = records.filter(
      (record): record is TargetRecord<'mark'> =>
        record.entity === 'mark' && isPlain(record.targetKey, record.data as Fields<'mark'>),
    );
    if (plain.length < 2) return;
    const isTaken = await writePlain(
      this.#desk,
      plain.map(({ data }) => data),
    );
    const keys = isTaken ? null : await this.find(plain);
    plain.forEach((record, index) => {
      const { assessmentId, studentId } = record.data;
      const targetKey = keys ? keys[index] : markKeyOf(assessmentId ?? '', studentId);
      if (targetKey == null) return;
      outcomes.set(record, { ok: true, targetKey });
      if (isTaken) this.#right.taken(this.#dayOf('mark', record.data));
    });
  }

  /** One write that is not answered leaves the others of its batch as they are; after some, no more are tried. */
  async #writeUnlessAway(record: TargetRecord, failures: AdapterError[]): Promise<WriteOutcome> {
    const [first] = failures;
    try {
      if (first && failures.length >= AWAY) throw first;
      return await this.#writeOne(record);
    } catch (error) {
      if (!isPassing(error)) throw error;
      failures.push(error);
      return { ok: false, lasting: false, diagnostic: error.diagnostic };
    }
  }

  async #writeOne({ entity, data, targetKey, ourId }: TargetRecord): Promise<WriteOutcome> {
    const way = this.#ways[entity] as Way<EntityName> | undefined;
    const day = this.#dayOf(entity, data);
    try {
      if (!way) throw noPlace(entity);
      const { key, isWritten } = await way.put(targetKey, data, ourId);
      if (isWritten) this.#right.taken(day);
      return { ok: true, targetKey: key };
    } catch (error) {
      if (this.#right.isLost(error, day)) throw error;
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      return outcome;
    }
  }

  async #findOne({ entity, data }: TargetRecord): Promise<string | null> {
    const way = this.#ways[entity] as Way<EntityName> | undefined;
    try {
      return way ? await way.find(data) : null;
    } catch (error) {
      if (outcomeOf(error)) return null;
      throw error;
    }
  }

  #dayOf(entity: EntityName, data: Fields<EntityName>): string {
    const { day } = entityOf(entity);
    const fields: Readonly<Record<string, unknown>> = data;
    return day === null ? '' : String(fields[day] ?? '');
  }
}
