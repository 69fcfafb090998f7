import { z } from 'zod';
import { listChanges } from '../../store/read/changes.ts';
import {
  applyForPermit,
  decidePermit,
  decisionInput,
  enterPermit,
  entryInput,
  permitInput,
} from '../../sync/registers/permits.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { operation } from '../operation.ts';
import { enter, listed, registerProblems, schoolParams } from '../registering.ts';
import { idParam, noBody, nothing, pageQuery, pageSchema } from '../schemas/basic.ts';
import { changeSchema, enteredSchema, rowSchemas } from '../schemas/registers.ts';

const tag = 'Permits';
const entered = { description: 'The entry', type: 'application/json', schema: enteredSchema } as const;
const common = { tag, disclosure: 'school_only' } as const;

/** `GET /v1/schools/{schoolId}/permits` */
export const getPermits = operation(
  {
    ...common,
    id: 'listPermits',
    method: 'get',
    path: '/v1/schools/{schoolId}/permits',
    summary: 'Applications for late changes, with what became of them',
    description: 'The latest first.',
    access: { scope: 'permits.read' },
    params: schoolParams,
    query: z.strictObject({
      ...pageQuery,
      studentId: idParam('student').optional(),
      state: z.enum(['applied', 'granted', 'refused']).optional(),
    }),
    body: noBody,
    response: {
      description: 'A page of permits',
      type: 'application/json',
      schema: pageSchema('PermitPage', rowSchemas.permits),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => listed(input, 'amendmentPermit', input.params.schoolId, input.query),
);

/** `POST /v1/schools/{schoolId}/permits` */
export const postPermit = operation(
  {
    ...common,
    id: 'applyForPermit',
    method: 'post',
    path: '/v1/schools/{schoolId}/permits',
    summary: 'Enter an application for a late change',
    description:
      'It names one record of one student and the value that it is to have, the ground, and the document under which ' +
      'the application with its papers is registered. Nothing is released before the principal grants it.',
    access: { scope: 'permits.write' },
    params: schoolParams,
    query: nothing,
    body: permitInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.in_future',
      'permit.no_ground',
      'permit.no_document',
      'permit.unknown_record',
      'permit.foreign_record',
      'permit.same_value',
      'permit.invalid_value',
      'permit.applied_already',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) => applyForPermit(input.deps.store, visit, input.body)),
);

/** `POST /v1/schools/{schoolId}/permits/{permitId}/decision` */
export const postDecision = operation(
  {
    ...common,
    id: 'decidePermit',
    method: 'post',
    path: '/v1/schools/{schoolId}/permits/{permitId}/decision',
    summary: 'Enter the principal’s decision',
    description:
      'Granted, it releases exactly the change that the application names: that record, that value. A resit is granted ' +
      'on its protocol.',
    access: { scope: 'permits.write' },
    params: schoolParams.extend({ permitId: idParam('permit') }),
    query: nothing,
    body: decisionInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.unknown_entry',
      'register.not_ours',
      'permit.own_application',
      'permit.not_principal',
      'permit.decided_already',
      'permit.decided_in_future',
      'permit.decided_before_application',
      'permit.no_protocol',
      'permit.wrong_protocol',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      decidePermit(input.deps.store, visit, input.params.permitId, input.body),
    ),
);

/** `POST /v1/schools/{schoolId}/permits/{permitId}/entry` */
export const postPermitEntry = operation(
  {
    ...common,
    id: 'enterPermit',
    method: 'post',
    path: '/v1/schools/{schoolId}/permits/{permitId}/entry',
    summary: 'Write down who entered the permitted change',
    description: 'The deputy head, as a rule.',
    access: { scope: 'permits.write' },
    params: schoolParams.extend({ permitId: idParam('permit') }),
    query: nothing,
    body: entryInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.unknown_entry',
      'register.not_ours',
      'register.done_already',
      'permit.not_granted',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      enterPermit(input.deps.store, visit, input.params.permitId, input.body),
    ),
);

/** `GET /v1/schools/{schoolId}/changes` */
export const getChanges = operation(
  {
    ...common,
    id: 'listChanges',
    method: 'get',
    path: '/v1/schools/{schoolId}/changes',
    summary: 'The table of changes of a term',
    description:
      'Every change of a mark, of attendance, of a mark for the term: when, who, what it was and became, and the permit ' +
      'that allows exactly this. It is kept by us, also where the journal has no such report. The oldest first.',
    access: { scope: 'permits.read' },
    params: schoolParams,
    query: z.strictObject({
      ...pageQuery,
      term: idParam('term'),
      permitted: z.enum(['true', 'false']).optional().describe('Only with a permit, or only without'),
    }),
    body: noBody,
    response: {
      description: 'A page of changes',
      type: 'application/json',
      schema: pageSchema('ChangePage', changeSchema),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => {
    const { term, permitted, ...query } = input.query;
    const page = pageRequest(query, 'changes', 'number');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const changes = await listChanges(input.deps.database, {
      ...page.value,
      schoolId: input.params.schoolId,
      term,
      permitted: permitted === undefined ? null : permitted === 'true',
      reach: callerOf(input).reach,
    });
    return pageReply(changes, 'changes');
  },
);
