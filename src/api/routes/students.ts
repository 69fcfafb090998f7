import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import { readDiary } from '../../store/read/diary.ts';
import { readProgress } from '../../store/read/progress.ts';
import { readTerm } from '../../store/read/progress-term.ts';
import { callerOf } from '../caller.ts';
import { jsonOf, operation, type Reply, refuse } from '../operation.ts';
import { progressOf } from '../progress.ts';
import { dayParam, idParam, noBody } from '../schemas/basic.ts';
import { diarySchema } from '../schemas/diary.ts';
import { progressSchema } from '../schemas/progress.ts';

const tag = 'Students';

/** A term with a margin: what a family looks at, and what one statement answers in a moment. */
const MOST_DAYS = 120;

function checkRange(from: Day, to: Day): Reply | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days < 1) return refuse('api.invalid_parameter', { parameter: 'to', detail: '`to` is before `from`' });
  if (days <= MOST_DAYS) return null;
  return refuse('api.range_too_long', { parameter: 'to', detail: `At most ${MOST_DAYS} days at a time` });
}

/** `GET /v1/students/{studentId}/diary` */
export const getDiary = operation(
  {
    id: 'getDiary',
    method: 'get',
    path: '/v1/students/{studentId}/diary',
    tag,
    summary: 'The diary of a student',
    description:
      'Day by day the lessons with homework, marks and attendance; counts of each week; the terms touched ' +
      `with their marks and counts over the whole term. At most ${MOST_DAYS} days. Shown is one source, the one that read most of these days ` +
      'and ranks highest; `gaps` and `covered` say what it cannot tell, so that an empty cell is not taken ' +
      'for «none». What was changed after the record was closed is not shown until it is permitted; callers ' +
      'with the scope `diary.pending` get it beside what was accepted («ожидает разрешения»).',
    access: { scope: 'diary.read' },
    disclosure: 'student',
    params: z.strictObject({ studentId: idParam('student') }),
    query: z.strictObject({ from: dayParam('First day'), to: dayParam('Last day') }),
    body: noBody,
    response: { description: 'The diary', type: 'application/json', schema: diarySchema },
    problems: ['api.not_found', 'api.range_too_long', 'consent.missing'],
  },
  async (input) => {
    const { from, to } = input.query;
    const refused = checkRange(from, to);
    if (refused) return refused;
    const { reach, scopes } = callerOf(input);
    const pending = scopes.has('diary.pending') && input.basis.kind === 'law';
    const request = { studentId: input.params.studentId, from, to, reach, pending };
    const diary = await readDiary(input.deps.database, request);
    if (!diary) return refuse('api.not_found');
    return {
      kind: 'json',
      text: `{"basis":${JSON.stringify(input.basis)},"gaps":${input.deps.gapsJson(diary.source)},${diary.members}}`,
    };
  },
);

/** `GET /v1/students/{studentId}/progress` */
export const getProgress = operation(
  {
    id: 'getProgress',
    method: 'get',
    path: '/v1/students/{studentId}/progress',
    tag,
    summary: 'The progress of a student in a term',
    description:
      'Per subject the marks, their mean and weighted mean, the marks for the term and the year, lessons ' +
      'missed and late. Without `term`: the latest begun term in which the source shown has marks of the student, ' +
      'else the term of today, else the last that began.',
    access: { scope: 'diary.read' },
    disclosure: 'student',
    params: z.strictObject({ studentId: idParam('student') }),
    query: z.strictObject({ term: idParam('term').optional() }),
    body: noBody,
    response: { description: 'The progress', type: 'application/json', schema: progressSchema },
    problems: ['api.not_found', 'consent.missing'],
  },
  async (input) => {
    const { deps, params } = input;
    const { reach, scopes } = callerOf(input);
    const chosen = await readTerm(deps.database, {
      studentId: params.studentId,
      term: input.query.term ?? null,
      now: deps.now(),
      reach,
    });
    if (!chosen) return refuse('api.not_found');
    const pending = scopes.has('diary.pending') && input.basis.kind === 'law';
    const request = { studentId: params.studentId, ...chosen, reach, pending };
    const facts = await readProgress(deps.database, request);
    if (!facts) return refuse('api.not_found');
    const gaps = facts.source === null ? {} : deps.gapsOf(facts.source);
    return jsonOf({ basis: input.basis, ...progressOf(facts, chosen.term, gaps) });
  },
);
