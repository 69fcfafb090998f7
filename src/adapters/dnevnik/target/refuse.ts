import type { Diagnostic } from '../../../model/diagnostic.ts';
import { AdapterError } from '../../errors.ts';
import type { WriteOutcome } from '../../target.ts';

/** One record that cannot be written; the others of its batch can. */
export class RecordRefused extends Error {
  readonly diagnostic: Diagnostic;

  constructor(code: Diagnostic['code'], place: string, message: string, hint: string) {
    super(`${code} at ${place}: ${message}`);
    this.diagnostic = { code, place, message, hint };
  }
}

export const lacking = (place: string): RecordRefused =>
  new RecordRefused(
    'target.reference_lacking',
    place,
    'the row does not say what the system needs to know of it',
    'Enter the row by hand; the source does not tell where it belongs.',
  );

/** Refusals that speak of one record, and not of the system as a whole. */
const OF_RECORD = new Set(['adapter.forbidden', 'adapter.not_found', 'adapter.refused']);

const PASSING = new Set(['adapter.unavailable', 'adapter.unreachable', 'adapter.timed_out']);

/** A failure that may not be there the next time: nobody knows whether the write came through. */
export const isPassing = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && PASSING.has(error.diagnostic.code);

/** What a failure means for the record that it happened at; null where it ends the session. */
export function outcomeOf(error: unknown): WriteOutcome | null {
  if (error instanceof RecordRefused) return { ok: false, lasting: true, diagnostic: error.diagnostic };
  if (!(error instanceof AdapterError) || !OF_RECORD.has(error.diagnostic.code)) return null;
  return { ok: false, lasting: true, diagnostic: error.diagnostic };
}
