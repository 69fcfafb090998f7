import { AdapterError } from '../../adapters/errors.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { StoreError } from '../../store/error.ts';
import type { Store } from '../../store/open.ts';

/** Failures of the target after which the same rows can be given again. */
const PASSING = new Set([
  'adapter.session_lost',
  'adapter.timed_out',
  'adapter.unavailable',
  'adapter.unreachable',
]);

/** Whether waiting may help. */
export const isPassing = (error: unknown): error is AdapterError =>
  error instanceof AdapterError && PASSING.has(error.diagnostic.code);

/** The failure as a diagnostic; a defect has none and goes on up. */
export async function failureOf(store: Store, error: unknown): Promise<Diagnostic> {
  if (error instanceof AdapterError) return error.diagnostic;
  const failure = await store.explain(error);
  if (failure instanceof StoreError) return failure.diagnostic;
  throw error;
}

/** Somebody else works on the same transfer. */
export const busy = (transferId: string): Diagnostic => ({
  code: 'transfer.already_running',
  place: `transfer/${transferId}`,
  message: 'Another program works on this transfer now.',
  hint: 'Wait until it ends, or pause it.',
});
