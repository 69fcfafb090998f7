import { disclosurePurposes } from '../model/disclosure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type DisclosureBasis, decideDisclosure } from '../rules/consent-gate.ts';
import type { ReadDatabase } from '../store/read/database.ts';
import { readGateFacts, readSchoolGateFacts } from '../store/read/gate.ts';
import type { Caller } from './auth/caller.ts';
import type { Problem } from './problem.ts';

/**
 * What of students an operation gives away. There is no default: a new exit must say how it is gated.
 *
 * - `none`: nothing about any student;
 * - `student`: data of the one student in the path; the gate is asked before the handler;
 * - `list`: data of many; the handler leaves out those whom {@link letOutOf} does not name, and says how many;
 * - `school_only`: things of the school's own work; only for purposes that need no consent.
 */
export type Gated = 'none' | 'student' | 'list' | 'school_only';

/** What the gate needs of a call. */
interface GateCall {
  readonly caller: Caller | null;
  readonly deps: { readonly database: ReadDatabase; readonly now: () => Date };
}

const LAW: DisclosureBasis = { kind: 'law', consentId: null };

/** Whether students' data are given to the caller only by consent. */
export const needsConsent = ({ purpose }: Caller): boolean => disclosurePurposes[purpose].needsConsent;

/** Nothing of the student is told, not even why: that a consent was withdrawn is the family's own matter. */
const missing = ({ purpose }: Caller): Problem => ({
  code: 'consent.missing',
  detail: `There is no consent for the purpose «${purpose}»`,
});

async function passStudent(
  caller: Caller,
  params: unknown,
  call: GateCall,
): Promise<Result<DisclosureBasis, Problem>> {
  const { studentId } = params as { readonly studentId: string };
  const facts = await readGateFacts(call.deps.database, {
    studentId,
    purpose: caller.purpose,
    now: call.deps.now(),
    reach: caller.reach,
  });
  if (!facts) return err({ code: 'api.not_found' });
  const decision = decideDisclosure({ ...facts, purpose: caller.purpose, operator: caller.operator });
  return decision.allowed ? ok(decision.basis) : err(missing(caller));
}

/**
 * Stands in front of every handler. For the school's own work nothing is asked of the database: the diary is as fast
 * as without a gate.
 */
export async function passGate(
  gated: Gated,
  params: unknown,
  call: GateCall,
): Promise<Result<DisclosureBasis, Problem>> {
  const { caller } = call;
  if (!caller || !needsConsent(caller)) return ok(LAW);
  if (gated === 'school_only') {
    const detail = `Not for the purpose «${caller.purpose}»`;
    return err({ code: 'consent.purpose_not_allowed', detail });
  }
  return gated === 'student' ? passStudent(caller, params, call) : ok(LAW);
}

/** Whom a list may name. */
export interface LetOut {
  /** Null: everybody. */
  readonly only: readonly string[] | null;
  /**
   * How many students of the school are left out, whatever the list was narrowed to: counted within a search it
   * would tell who is there.
   */
  readonly heldBack: number;
}

/** Asks the gate about every student of a school. */
export async function letOutOf(schoolId: string, caller: Caller, { deps }: GateCall): Promise<LetOut> {
  if (!needsConsent(caller)) return { only: null, heldBack: 0 };
  const { purpose, operator, reach } = caller;
  const all = await readSchoolGateFacts(deps.database, { schoolId, purpose, reach, now: deps.now() });
  const only = all
    .filter(([, facts]) => decideDisclosure({ ...facts, purpose, operator }).allowed)
    .map(([studentId]) => studentId);
  return { only, heldBack: all.length - only.length };
}
