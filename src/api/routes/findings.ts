import { z } from 'zod';
import { kinds } from '../../rules/kinds/index.ts';
import { type FindingAction, noteFinding } from '../../store/finding-notes.ts';
import { findingStates } from '../../store/findings.ts';
import { readFindingRows } from '../../store/read/finding-rows.ts';
import { listFindings, readFinding } from '../../store/read/findings.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { type Input, jsonOf, operation, type Reply, refuse } from '../operation.ts';
import { dayParam, idParam, noBody, nothing, pageQuery } from '../schemas/basic.ts';
import {
  findingDetailSchema,
  findingIdParam,
  findingPageSchema,
  severities,
  stateReplySchema,
  verdicts,
  wordParam,
  wordsSchema,
} from '../schemas/findings.ts';

const tag = 'Findings';

const rules = [...new Set(kinds.flatMap((kind) => kind.rules))].sort();

/** `GET /v1/schools/{schoolId}/findings` */
export const getFindings = operation(
  {
    id: 'listFindings',
    method: 'get',
    path: '/v1/schools/{schoolId}/findings',
    tag,
    summary: 'What breaks the acts that a school keeps to',
    description:
      'The latest day first. Each with its clause, what was found, and where it stands: open, explained, permitted, ' +
      'mended, closed. What cannot be decided has the verdict `not_evaluable` with the reason and what would decide it.',
    access: { scope: 'findings.read' },
    disclosure: 'school_only',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: z
      .strictObject({
        ...pageQuery,
        class: idParam('class').optional(),
        teacher: idParam('member of staff').optional(),
        student: idParam('student').optional(),
        subject: idParam('subject').optional(),
        rule: z.enum(rules).optional().describe('Number of the rule catalogue'),
        kind: wordParam('Kind of rule').optional(),
        regulation: wordParam('Id of the regulation').optional(),
        entry: wordParam('Entry of the regulation').optional(),
        clause: wordParam('The clause, as findings write it').optional(),
        term: idParam('term').optional(),
        state: z
          .enum(['all', 'current', ...findingStates])
          .optional()
          .describe('`current`: open or explained; `all`, and left out: any'),
        verdict: z.enum(verdicts).optional(),
        severity: z.enum(severities).optional(),
        from: dayParam('First day').optional(),
        to: dayParam('Last day').optional(),
      })
      .refine(({ from, to }) => !from || !to || from <= to, {
        path: ['to'],
        message: '`to` is before `from`',
      }),
    body: noBody,
    response: { description: 'A page of findings', type: 'application/json', schema: findingPageSchema },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'findings', 'uuid');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const { limit: _, cursor: __, ...asked } = input.query;
    const filter = {
      class: asked.class ?? null,
      teacher: asked.teacher ?? null,
      student: asked.student ?? null,
      subject: asked.subject ?? null,
      rule: asked.rule ?? null,
      kind: asked.kind ?? null,
      regulation: asked.regulation ?? null,
      entry: asked.entry ?? null,
      clause: asked.clause ?? null,
      term: asked.term ?? null,
      state: asked.state === 'all' ? null : (asked.state ?? null),
      verdict: asked.verdict ?? null,
      severity: asked.severity ?? null,
      from: asked.from ?? null,
      to: asked.to ?? null,
    };
    const { reach } = callerOf(input);
    const request = { ...page.value, schoolId: input.params.schoolId, filter, reach };
    return pageReply(await listFindings(input.deps.database, request), 'findings');
  },
);

/** `GET /v1/findings/{findingId}` */
export const getFinding = operation(
  {
    id: 'getFinding',
    method: 'get',
    path: '/v1/findings/{findingId}',
    tag,
    summary: 'One finding with the records behind it',
    description:
      'With the act and the clause that it stands on, what people wrote, and each record with its past.',
    access: { scope: 'findings.read' },
    disclosure: 'school_only',
    params: z.strictObject({ findingId: findingIdParam }),
    query: nothing,
    body: noBody,
    response: { description: 'The finding', type: 'application/json', schema: findingDetailSchema },
    problems: ['api.not_found', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const { database } = input.deps;
    const found = await readFinding(database, input.params.findingId, callerOf(input).reach);
    if (!found) return refuse('api.not_found');
    const rows = await readFindingRows(database, found.schoolId, found.rows);
    return { kind: 'json', text: `{${found.members},"rows":[${rows.join(',')}]}` };
  },
);

type Act = Input<{ findingId: string }, unknown, { action: FindingAction; text: string | null }>;

async function act(input: Act): Promise<Reply> {
  const { deps, params, body } = input;
  const { reach, clientId } = callerOf(input);
  if (!(await readFinding(deps.database, params.findingId, reach))) return refuse('api.not_found');
  const word = { ...body, findingId: params.findingId, by: clientId, now: deps.now() };
  const noted = await noteFinding(deps.store, word);
  if (noted.ok) return jsonOf({ findingId: params.findingId, state: noted.value });
  if (noted.error.code === 'finding.unknown') return refuse('api.not_found');
  return refuse('finding.wrong_state', { detail: `The finding is ${noted.error.state}` });
}

/** `POST /v1/findings/{findingId}/explanation` */
export const postExplanation = operation(
  {
    id: 'explainFinding',
    method: 'post',
    path: '/v1/findings/{findingId}/explanation',
    tag,
    summary: 'Writes why it came to this',
    description: 'The finding is `explained` from then on. It may be written again; every version stays.',
    access: { scope: 'findings.write' },
    disclosure: 'school_only',
    params: z.strictObject({ findingId: findingIdParam }),
    query: nothing,
    body: z.strictObject({ text: wordsSchema }).meta({ id: 'Explanation' }),
    response: { description: 'Where it stands now', type: 'application/json', schema: stateReplySchema },
    problems: ['api.not_found', 'finding.wrong_state', 'consent.purpose_not_allowed'],
  },
  (input) => act({ ...input, body: { action: 'explained', text: input.body.text } }),
);

/** `POST /v1/findings/{findingId}/closure` */
export const postClosure = operation(
  {
    id: 'closeFinding',
    method: 'post',
    path: '/v1/findings/{findingId}/closure',
    tag,
    summary: 'Closes a finding, or opens it again',
    description:
      'What can no longer be mended (an entry that came late) is closed by a person. It opens by itself again only ' +
      'when it was mended in between, or the verdict has changed.',
    access: { scope: 'findings.write' },
    disclosure: 'school_only',
    params: z.strictObject({ findingId: findingIdParam }),
    query: nothing,
    body: z
      .strictObject({ closed: z.boolean(), text: wordsSchema.nullable().default(null) })
      .meta({ id: 'Closure' }),
    response: { description: 'Where it stands now', type: 'application/json', schema: stateReplySchema },
    problems: ['api.not_found', 'finding.wrong_state', 'consent.purpose_not_allowed'],
  },
  (input) => {
    const { closed, text } = input.body;
    return act({ ...input, body: { action: closed ? 'closed' : 'reopened', text } });
  },
);
