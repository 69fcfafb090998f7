import { decideDisclosure } from '../../rules/consent-gate.ts';
import type { TransferGround } from '../../store/transfer/ground.ts';
import type { SourceRow } from '../../store/transfer/types.ts';

/** Why a row may not be given to the new operator, or null where it may. */
export type HeldBack = (row: SourceRow) => string | null;

/**
 * The gate in front of a transfer: everything that tells of a student without a consent to it is held back, and so is
 * a guardian of such students alone.
 */
export function heldBackOf(ground: TransferGround, operator: string): HeldBack {
  const held = new Map<string, string>();
  for (const [studentId, { student, consents, day }] of ground.gate) {
    const decision = decideDisclosure({ student, consents, purpose: 'transfer', operator, day });
    if (!decision.allowed) held.set(studentId, decision.code);
  }
  const known = new Set(ground.gate.map(([studentId]) => studentId));
  const guardians = new Map<string, string | null>();
  for (const [guardianId, studentId] of ground.guardians) {
    const before = guardians.get(guardianId);
    guardians.set(guardianId, before === null ? null : (held.get(studentId) ?? null));
  }
  const ofStudent = (id: string) => held.get(id) ?? (known.has(id) ? null : 'consent.missing');
  return ({ entity, rowId, data }) => {
    if (entity === 'student') return ofStudent(rowId);
    if (entity === 'guardian') return guardians.get(rowId) ?? null;
    const { studentId } = data;
    return typeof studentId === 'string' ? ofStudent(studentId) : null;
  };
}
