import { z } from 'zod';
import {
  consentInput,
  enterConsent,
  withdrawalInput,
  withdrawConsent,
} from '../../sync/registers/consents.ts';
import { endRefusal, enterRefusal, refusalEndInput, refusalInput } from '../../sync/registers/refusals.ts';
import { operation } from '../operation.ts';
import { enter, listed, registerProblems, schoolParams } from '../registering.ts';
import { idParam, noBody, nothing, pageQuery, pageSchema, searchParam } from '../schemas/basic.ts';
import { enteredSchema, rowSchemas } from '../schemas/registers.ts';

const tag = 'Consents';
const entered = { description: 'The entry', type: 'application/json', schema: enteredSchema } as const;
const common = { tag, disclosure: 'school_only' } as const;

/** `GET /v1/schools/{schoolId}/consents` */
export const getConsents = operation(
  {
    ...common,
    id: 'listConsents',
    method: 'get',
    path: '/v1/schools/{schoolId}/consents',
    summary: 'The register of consents',
    description: 'The latest first. A consent is never deleted: withdrawn is a state of it.',
    access: { scope: 'consents.read' },
    params: schoolParams,
    query: z.strictObject({
      ...pageQuery,
      studentId: idParam('student').optional(),
      purpose: searchParam(40).optional(),
      state: z.enum(['given', 'refused', 'withdrawn', 'expired']).optional(),
    }),
    body: noBody,
    response: {
      description: 'A page of consents',
      type: 'application/json',
      schema: pageSchema('ConsentPage', rowSchemas.consents),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => listed(input, 'consent', input.params.schoolId, input.query),
);

/** `POST /v1/schools/{schoolId}/consents` */
export const postConsent = operation(
  {
    ...common,
    id: 'enterConsent',
    method: 'post',
    path: '/v1/schools/{schoolId}/consents',
    summary: 'Enter a consent, or that it was refused',
    description:
      'One purpose a consent. Under 18 a guardian of the student signs (from 14 the student as well), from 18 the ' +
      'student alone.',
    access: { scope: 'consents.write' },
    params: schoolParams,
    query: nothing,
    body: consentInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.days_reversed',
      'consent.unknown_purpose',
      'consent.unknown_student',
      'consent.signed_in_future',
      'consent.impossible_day',
      'consent.already_given',
      'consent.unsigned',
      'consent.foreign_guardian',
      'consent.guardian_after_majority',
      'consent.signer_too_young',
      'consent.not_alone',
      'consent.operator_needed',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) => enterConsent(input.deps.store, visit, input.body)),
);

/** `POST /v1/schools/{schoolId}/consents/{consentId}/withdrawal` */
export const postWithdrawal = operation(
  {
    ...common,
    id: 'withdrawConsent',
    method: 'post',
    path: '/v1/schools/{schoolId}/consents/{consentId}/withdrawal',
    summary: 'Withdraw a consent',
    description: 'From the day given on, that day included, it is no basis any more.',
    access: { scope: 'consents.write' },
    params: schoolParams.extend({ consentId: idParam('consent') }),
    query: nothing,
    body: withdrawalInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.unknown_entry',
      'register.not_ours',
      'consent.not_given',
      'consent.withdrawn_before_signing',
      'consent.withdrawn_in_future',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      withdrawConsent(input.deps.store, visit, input.params.consentId, input.body),
    ),
);

/** `GET /v1/schools/{schoolId}/refusals` */
export const getRefusals = operation(
  {
    ...common,
    id: 'listRefusals',
    method: 'get',
    path: '/v1/schools/{schoolId}/refusals',
    summary: 'Refusals of the electronic form',
    description: 'Families that get a summary on paper instead. The latest first.',
    access: { scope: 'consents.read' },
    params: schoolParams,
    query: z.strictObject({ ...pageQuery, studentId: idParam('student').optional() }),
    body: noBody,
    response: {
      description: 'A page of refusals',
      type: 'application/json',
      schema: pageSchema('RefusalPage', rowSchemas.refusals),
    },
    problems: ['api.not_found', 'api.invalid_cursor', 'consent.purpose_not_allowed'],
  },
  async (input) => listed(input, 'electronicFormRefusal', input.params.schoolId, input.query),
);

/** `POST /v1/schools/{schoolId}/refusals` */
export const postRefusal = operation(
  {
    ...common,
    id: 'enterRefusal',
    method: 'post',
    path: '/v1/schools/{schoolId}/refusals',
    summary: 'Enter a refusal of the electronic form',
    description: 'It is no refusal of processing: the journal goes on, the family reads paper.',
    access: { scope: 'consents.write' },
    params: schoolParams,
    query: nothing,
    body: refusalInput,
    response: entered,
    problems: [...registerProblems, 'register.in_future', 'register.days_reversed', 'refusal.overlapping'],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) => enterRefusal(input.deps.store, visit, input.body)),
);

/** `POST /v1/schools/{schoolId}/refusals/{refusalId}/end` */
export const postRefusalEnd = operation(
  {
    ...common,
    id: 'endRefusal',
    method: 'post',
    path: '/v1/schools/{schoolId}/refusals/{refusalId}/end',
    summary: 'End a refusal of the electronic form',
    description: 'The day given is its last.',
    access: { scope: 'consents.write' },
    params: schoolParams.extend({ refusalId: idParam('refusal') }),
    query: nothing,
    body: refusalEndInput,
    response: entered,
    problems: [
      ...registerProblems,
      'register.unknown_entry',
      'register.not_ours',
      'register.days_reversed',
      'register.done_already',
    ],
  },
  async (input) =>
    enter(input, input.params.schoolId, (visit) =>
      endRefusal(input.deps.store, visit, input.params.refusalId, input.body),
    ),
);
