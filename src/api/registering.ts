import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EntityName } from '../model/entities.ts';
import type { Result } from '../model/result.ts';
import { listRegister } from '../store/read/registers.ts';
import { isWithinReach } from '../store/read/schools.ts';
import type { RegisterVisit } from '../store/register.ts';
import { callerOf } from './caller.ts';
import { pageReply, pageRequest } from './cursor.ts';
import { type Call, jsonOf, type Reply, refuse } from './operation.ts';
import { isProblem, type ProblemCode } from './problem.ts';
import { idParam } from './schemas/basic.ts';

/** Path of a thing of a school. */
export const schoolParams = z.strictObject({ schoolId: idParam('school') });

/** Refusals that every entry into a register may meet. */
export const registerProblems: readonly ProblemCode[] = [
  'api.not_found',
  'consent.purpose_not_allowed',
  'register.unknown_reference',
  'register.key_taken',
];

const refusal = ({ code, place }: Diagnostic): Reply => {
  if (!isProblem(code)) throw new Error(`a register refused with ${code}, which is no problem of the API`);
  return refuse(code, { parameter: place });
};

/**
 * Writes into a register of a school within reach; the answer is the entry's id. What is outside of the reach does
 * not exist, and is not even looked at.
 */
export async function enter(
  call: Call,
  schoolId: string,
  work: (visit: RegisterVisit) => Promise<Result<{ readonly id: string }, Diagnostic>>,
): Promise<Reply> {
  const { clientId, reach } = callerOf(call);
  if (!(await isWithinReach(call.deps.database, schoolId, reach))) return refuse('api.not_found');
  const done = await work({ schoolId, by: clientId, at: call.deps.now() });
  return done.ok ? jsonOf({ id: done.value.id }) : refusal(done.error);
}

/** A page of a register of a school. */
export async function listed(
  call: Call,
  entity: EntityName,
  schoolId: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Reply> {
  const { limit, cursor, ...where } = query;
  const list = entity.toLowerCase();
  const page = pageRequest({ limit, cursor }, list, 'uuid');
  if (!page.ok) return { kind: 'problem', problem: page.error };
  const request = { ...page.value, schoolId, where, reach: callerOf(call).reach };
  return pageReply(await listRegister(call.deps.database, entity, request), list);
}
