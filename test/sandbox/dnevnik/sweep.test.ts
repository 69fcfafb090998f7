import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { API_ROUTES } from '../../../sandbox/dnevnik/routes.ts';
import { makeMunicipality } from '../../../sandbox/school-year/index.ts';
import { type Answer, ask, rowsOf } from './client.ts';
import { classId, municipality, student, year } from './truth.ts';

let simulator: DnevnikSimulator;
let values: Readonly<Record<string, string>>;

beforeAll(async () => {
  simulator = await startDnevnik({ municipality });
  const { ids } = simulator;
  const person = ids.person({ school: 1, kind: 'student', id: student.id });
  const group = ids.class(1, classId);
  const marks = rowsOf<{ id: string; work: string; lesson: string }>(
    await read(`persons/${person}/edu-groups/${group}/marks/2025-09-01/2025-10-25`),
  );
  const tasks = rowsOf<{ id: string }>(await read(`persons/${person}/tasks?pageSize=1`));
  const subject = ids.subject(1, year.groups.find((one) => one.classId === classId)?.subjectId ?? 0);
  values = {
    user: String(ids.user({ school: 1, kind: 'student', id: student.id })),
    person: String(person),
    teacher: String(ids.person({ school: 1, kind: 'staff', id: year.groups[0]?.teacherId ?? 0 })),
    school: String(ids.school(1)),
    id: String(ids.school(1)),
    group: String(group),
    subject: String(subject),
    period: String(ids.period(1, year.termsOf(classId)[0]?.id ?? 0)),
    lesson: marks[0]?.lesson ?? '',
    work: marks[0]?.work ?? '',
    mark: marks[0]?.id ?? '',
    task: tasks[0]?.id ?? '',
    from: '2025-09-08',
    to: '2025-09-19',
    date: '2025-09-12',
    system: 'mark5',
    section: '1',
    spec: `person=${person}&subject=${subject}&from=2025-09-08&to=2025-09-19`,
  };
});
afterAll(() => simulator.close());

const read = (path: string): Promise<Answer> =>
  ask(`${simulator.baseUrl}/v2/${path}`, { token: simulator.tokens.admin });

const QUERY = (): string =>
  `startDate=2025-09-08&endDate=2025-09-19&from=2025-09-08&to=2025-09-19&lessons=${values['lesson']}&lesson=${values['lesson']}&eduGroup=${values['group']}&lastName=x&childPersonId=${values['person']}`;

/** What has other values than the rest: a subject group, and no entry at a lesson where all were present. */
const OTHERS: Readonly<Record<string, number>> = {
  'persons/{person}/subject-groups/{group}/marks/{from}/{to}': 404,
  'lesson-log-entries/lesson/{lesson}/person/{person}': 404,
  'users/me/school/{school}/homeworks': 403,
};

const reads = API_ROUTES.filter(({ method }) => method === 'GET').map(
  ({ path, versions }) => [path, versions.includes('v2') ? 'v2' : 'v1'] as const,
);

describe('every path that reads', () => {
  it('is many', () => expect(reads.length).toBeGreaterThan(100));

  it.each(reads)('%s answers in %s', async (path, version) => {
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
    const answer = await ask(`${simulator.baseUrl}/${version}/${filled}?${QUERY()}`, {
      token: simulator.tokens.admin,
    });
    expect(answer.status).toBe(OTHERS[path] ?? 200);
    expect(answer.json).toBeDefined();
  });

  it.each(reads)('%s is not for a stranger to the school (%s)', async (path, version) => {
    const two = await other();
    const token = two.account('admin', 2).token;
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
    const answer = await ask(`${two.baseUrl}/${version}/${filled}?${QUERY()}`, { token });
    if (answer.status === 200) {
      expect(answer.text).not.toContain(values['person']);
      expect(answer.text).not.toContain(student.lastName);
    } else expect([403, 404]).toContain(answer.status);
  });
});

let started: Promise<DnevnikSimulator> | null = null;
const other = (): Promise<DnevnikSimulator> => {
  started ??= startDnevnik({
    municipality: {
      ...makeMunicipality({ seed: 7, schools: 2, studentsPerSchool: 60 }),
      school: (index) => (index === 1 ? year : second),
    },
  });
  return started;
};
const second = makeMunicipality({ seed: 99, schools: 2, studentsPerSchool: 20 }).school(2);
afterAll(async () => (await started)?.close());

describe('a year with planted faults', () => {
  it('can be told too', async () => {
    const planted = makeMunicipality({ seed: 11, schools: 1, studentsPerSchool: 40, planted: true });
    const own = planted.school(1);
    const server = await startDnevnik({ municipality: { ...planted, school: () => own } });
    const get = (path: string): Promise<Answer> =>
      ask(`${server.baseUrl}/v2/${path}`, { token: server.tokens.admin });
    for (const { id } of own.classes) {
      const answer = await get(`edu-groups/${server.ids.class(1, id)}/lessons/2025-09-01/2025-12-30`);
      const lessons = own.timetable.filter((slot) => slot.classId === id);
      expect(rowsOf(answer).length).toBeGreaterThan(lessons.length * 10);
    }
    await server.close();
  });
});
