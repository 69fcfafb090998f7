import { z } from 'zod';
import { listAudit } from '../../store/read/audit.ts';
import {
  answerInput,
  answerRemark,
  closeAccount,
  closingInput,
  enterInto,
} from '../../sync/registers/enter.ts';
import { type RegisterName, registerKinds, registerNames } from '../../sync/registers/kinds.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { type Operation, operation } from '../operation.ts';
import { enter, listed, registerProblems, schoolParams } from '../registering.ts';
import { idParam, noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import { auditSchema, enteredSchema, rowSchemas } from '../schemas/registers.ts';

const tag = 'Registers';
const entered = { description: 'The entry', type: 'application/json', schema: enteredSchema } as const;
const common = { tag, disclosure: 'school_only' } as const;

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const listOf = (name: RegisterName): Operation =>
  operation(
    {
      ...common,
      id: `list${titled(name)}`,
      method: 'get',
      path: `/v1/schools/{schoolId}/registers/${name}`,
      summary: registerKinds[name].summary,
      description: 'What was entered with us and what the journals tell, the latest first.',
      access: { scope: 'registers.read' },
      params: schoolParams,
      query: z.strictObject(pageQuery),
      body: noBody,
      response: {
        description: 'A page of the register',
        type: 'application/json',
        schema: pageSchema(`${titled(name)}Page`, rowSchemas[name]),
      },
      problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
    },
    async (input) => listed(input, registerKinds[name].entity, input.params.schoolId, input.query),
  );

const addTo = (name: RegisterName): Operation =>
  operation(
    {
      ...common,
      id: `enter${titled(name)}`,
      method: 'post',
      path: `/v1/schools/{schoolId}/registers/${name}`,
      summary: `Enter: ${registerKinds[name].summary.charAt(0).toLowerCase()}${registerKinds[name].summary.slice(1)}`,
      description: 'An entry is never deleted; what was wrong is corrected by another.',
      access: { scope: 'registers.write' },
      params: schoolParams,
      query: nothing,
      body: registerKinds[name].input,
      response: entered,
      problems: [
        ...registerProblems,
        'register.in_future',
        'register.days_reversed',
        ...(name === 'events' ? (['register.half_period'] as const) : []),
        ...(name === 'accounts' ? (['register.holder_unclear'] as const) : []),
        ...(name === 'guardians' ? (['register.source_tells_guardians'] as const) : []),
      ],
    },
    async (input) =>
      enter(input, input.params.schoolId, (visit) => enterInto(input.deps.store, visit, name, input.body)),
  );

const doneProblems = [
  ...registerProblems,
  'register.unknown_entry',
  'register.not_ours',
  'register.done_already',
  'register.days_reversed',
  'register.in_future',
] as const;

/** `POST /v1/schools/{schoolId}/registers/remarks/{remarkId}/answer` */
const postAnswer = operation(
  {
    ...common,
    id: 'answerRemark',
    method: 'post',
    path: '/v1/schools/{schoolId}/registers/remarks/{remarkId}/answer',
    summary: 'Write down that a remark was mended',
    description: 'With the day and what was done.',
    access: { scope: 'registers.write' },
    params: schoolParams.extend({ remarkId: idParam('remark') }),
    query: nothing,
    body: answerInput,
    response: entered,
    problems: doneProblems,
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      answerRemark(input.deps.store, visit, input.params.remarkId, input.body),
    ),
);

/** `POST /v1/schools/{schoolId}/registers/accounts/{accountId}/closing` */
const postClosing = operation(
  {
    ...common,
    id: 'closeAccount',
    method: 'post',
    path: '/v1/schools/{schoolId}/registers/accounts/{accountId}/closing',
    summary: 'Write down that an account was closed',
    description: 'With the day.',
    access: { scope: 'registers.write' },
    params: schoolParams.extend({ accountId: idParam('account') }),
    query: nothing,
    body: closingInput,
    response: entered,
    problems: doneProblems,
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      closeAccount(input.deps.store, visit, input.params.accountId, input.body),
    ),
);

/** `GET /v1/schools/{schoolId}/audit` */
export const getAudit = operation(
  {
    ...common,
    id: 'listAudit',
    method: 'get',
    path: '/v1/schools/{schoolId}/audit',
    summary: 'Who did what',
    description:
      'The latest first. Each entry’s hash holds the one before it; `peremena audit verify` examines the chain. Ids ' +
      'only, no personal data.',
    access: { scope: 'audit.read' },
    params: schoolParams,
    query: z.strictObject(pageQuery),
    body: noBody,
    response: {
      description: 'A page of the log',
      type: 'application/json',
      schema: pageSchema('AuditPage', auditSchema),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'audit', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const request = { ...page.value, schoolId: input.params.schoolId, reach: callerOf(input).reach };
    return pageReply(await listAudit(input.deps.database, request), 'audit');
  },
);

/** The operations of all registers of {@link registerKinds}. */
export const registerOperations: readonly Operation[] = [
  ...registerNames.flatMap((name) => [listOf(name), addTo(name)]),
  postAnswer,
  postClosing,
];
