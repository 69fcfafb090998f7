import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask, rowsOf } from './client.ts';
import { classId, guardianId, municipality, student } from './truth.ts';

let running: DnevnikSimulator | null = null;

/** A journal with a whole year in it, and the student that the tests read. */
export const source = {
  get simulator(): DnevnikSimulator {
    if (!running) throw new Error('the source is not running');
    return running;
  },
  get family(): string {
    return source.simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';
  },
  get staff(): string {
    return source.simulator.tokens.admin;
  },
  get person(): number {
    return source.simulator.ids.person({ school: 1, kind: 'student', id: student.id });
  },
  get group(): bigint {
    return source.simulator.ids.class(1, classId);
  },
};

export async function startSource(): Promise<void> {
  running = await startDnevnik({ municipality });
}

export async function stopSource(): Promise<void> {
  await running?.close();
  running = null;
}

export const get = (path: string, token = source.family): Promise<Answer> =>
  ask(`${source.simulator.baseUrl}/v2/${path}`, { token });

export interface Lesson {
  readonly id: string;
  readonly date: string;
  readonly number: number;
  readonly title: string | null;
  readonly place: string | null;
  readonly hours: string;
  readonly works: readonly string[];
}

export interface Mark {
  readonly id: string;
  readonly lesson: string;
  readonly work: string;
  readonly value: string;
  readonly person: number;
}

export interface Work {
  readonly id: string;
  readonly text: string;
  readonly lesson: string;
  readonly periodNumber: number;
  readonly periodType: string;
  readonly subjectId: number;
}

export interface Entry {
  readonly lesson: string;
  readonly status: string;
}

export interface DayRow {
  readonly date: string;
  readonly lessons: readonly Lesson[];
  readonly marks: readonly Mark[];
  readonly works: readonly Work[];
  readonly homeworks: readonly Work[];
  readonly lessonLogEntries: readonly Entry[];
  readonly nextDate: string | null;
}

export async function schedule(from: string, to: string, token = source.family): Promise<readonly DayRow[]> {
  const path = `persons/${source.person}/groups/${source.group}/schedules?startDate=${from}&endDate=${to}`;
  return rowsOf<DayRow>(await get(path, token), 'days');
}

export async function termSchedule(): Promise<readonly DayRow[]> {
  const windows = [
    ['2025-09-01', '2025-09-30'],
    ['2025-10-01', '2025-10-31'],
  ] as const;
  const read = windows.map(([from, to]) => schedule(from, to));
  return (await Promise.all(read)).flat();
}

export const at = (lessons: readonly Lesson[], id: string): string => {
  const found = lessons.find((lesson) => lesson.id === id);
  return `${found?.date.slice(0, 10)} ${found?.number}`;
};
