import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnevnikSimulator, startDnevnik } from '../../../sandbox/dnevnik/index.ts';
import { ask } from './client.ts';
import { classId, lessonsOf, municipality, student } from './truth.ts';

let simulator: DnevnikSimulator;
beforeAll(async () => {
  simulator = await startDnevnik({ municipality, empty: true });
});
afterAll(() => simulator.close());

const lessonText = (): string => {
  const [lesson] = lessonsOf(student, '2025-09-08', '2025-09-12');
  if (!lesson) throw new Error('the week has no lesson');
  const { groupId: group, date, number } = lesson;
  return String(simulator.ids.lesson({ school: 1, group, date, number }));
};

/** Values that are right in some field, and others. */
const part = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(
      lessonText(),
      String(simulator.ids.class(1, classId)),
      String(simulator.ids.workType(1, 4)),
      simulator.ids.person({ school: 1, kind: 'student', id: student.id }),
      '2025-09-08',
      'Ill',
      'PeriodMark',
      '5',
      0,
      true,
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );

const FIELDS = [
  'lesson',
  'workType',
  'type',
  'text',
  'markCount',
  'eduGroup',
  'group',
  'subject',
  'subjectId',
  'periodNumber',
  'periodType',
  'date',
  'number',
  'person',
  'status',
  'comment',
  'sentDate',
  'value',
] as const;

const PATHS = [
  ['POST', 'v2/works'],
  ['POST', 'v2/lessons'],
  ['PUT', 'v1/marks'],
  ['POST', 'v2/lessons/many'],
  ['POST', 'v2/authorizations'],
] as const;

describe('whatever is sent', () => {
  it('is taken or refused, and breaks nothing', async () => {
    const { admin } = simulator.tokens;
    const paths = [...PATHS, ['POST', `v2/lessons/${lessonText()}/log-entries`] as const];
    const body = fc.oneof(
      { weight: 5, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), part()) },
      { weight: 1, arbitrary: fc.jsonValue() },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async ([method, path], content) => {
        const answer = await ask(`${simulator.baseUrl}/${path}`, { method, token: admin, body: content });
        expect([200, 400, 403, 404]).toContain(answer.status);
        if (answer.status !== 200) expect(answer.json).toHaveProperty('type');
      }),
      { numRuns: 150 },
    );
    const person = simulator.ids.person({ school: 1, kind: 'student', id: student.id });
    const path = `persons/${person}/groups/${simulator.ids.class(1, classId)}/schedules?startDate=2025-09-08&endDate=2025-09-12`;
    expect((await ask(`${simulator.baseUrl}/v2/${path}`, { token: admin })).status).toBe(200);
  });
});
