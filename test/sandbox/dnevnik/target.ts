import { type DnevnikOptions, type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { type Answer, ask, fieldOf, rowsOf } from './client.ts';
import { classId, guardianId, isPart, lessonsOf, municipality, student } from './truth.ts';

let running: DnevnikSimulator | null = null;

/** A school that has yet to move in, and the clock that it lives by. */
export const target = {
  clock: 0,
  get simulator(): DnevnikSimulator {
    if (!running) throw new Error('the target is not running');
    return running;
  },
};

export async function startTarget(more: Partial<DnevnikOptions> = {}): Promise<void> {
  await stopTarget();
  target.clock = Date.parse('2026-01-09T09:00:00.250Z');
  running = await startDnevnik({
    municipality,
    empty: true,
    asOf: '2026-01-09T12:00',
    now: () => new Date(target.clock),
    ...more,
  });
}

export async function stopTarget(): Promise<void> {
  await running?.close();
  running = null;
}

export const person = (id = student.id): number =>
  target.simulator.ids.person({ school: 1, kind: 'student', id });
export const group = (): bigint => target.simulator.ids.class(1, classId);
export const family = (): string =>
  target.simulator.accountOf({ school: 1, kind: 'guardian', id: guardianId })?.token ?? '';

export const send = (
  method: string,
  path: string,
  body?: unknown,
  token = target.simulator.tokens.admin,
): Promise<Answer> =>
  ask(`${target.simulator.baseUrl}/${path}`, { method, token, ...(body === undefined ? {} : { body }) });
export const get = (path: string, token = target.simulator.tokens.admin): Promise<Answer> =>
  ask(`${target.simulator.baseUrl}/v2/${path}`, { token });

export const [first, second] = lessonsOf(student, '2025-09-08', '2025-09-12').filter((one) => !isPart(one));
const DATES = '2025-09-01/2025-10-25';

export const lessonId = (lesson = first): string => {
  if (!lesson) throw new Error('the week has no lesson');
  return String(
    target.simulator.ids.lesson({
      school: 1,
      group: lesson.groupId,
      date: lesson.date,
      number: lesson.number,
    }),
  );
};

export const newWork = (more: Record<string, unknown> = {}): Promise<Answer> =>
  send('POST', 'v2/works', {
    lesson: lessonId(),
    workType: String(target.simulator.ids.workType(1, 4)),
    text: 'Линейные уравнения',
    ...more,
  });

export const workId = async (more: Record<string, unknown> = {}): Promise<string> =>
  String(fieldOf(await newWork(more), 'id'));

export const putMark = (work: string, value: string, who = person(), more: object = {}): Promise<Answer> =>
  send('POST', `v2/persons/${who}/works/${work}/mark`, { value, ...more });

export const marks = async (): Promise<
  readonly { id: string; value: string; date: string; number: number }[]
> => rowsOf(await get(`persons/${person()}/edu-groups/${group()}/marks/${DATES}`));

export const values = async (): Promise<string[]> => (await marks()).map(({ value }) => value);
