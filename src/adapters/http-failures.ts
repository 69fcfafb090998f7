import { AxiosError } from 'axios';
import { AdapterError, type AdapterErrorCode } from './errors.ts';

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED']);

const HINTS: Partial<Record<AdapterErrorCode, string>> = {
  'adapter.timed_out': 'The system is slow now; start the run again later, or raise the time limit.',
  'adapter.unreachable': 'Check the address and the network; look whether the journal opens in a browser.',
  'adapter.cancelled': 'Start the run again; it goes on from its last checkpoint.',
  'adapter.contract_broken': 'Read a shorter range, or tell us the place.',
};

const failure = (code: AdapterErrorCode, place: string, message: string): AdapterError =>
  new AdapterError({ code, place, message, hint: HINTS[code] ?? 'Start the run again later.' });

/** The run was stopped. */
export const cancelled = (place: string): AdapterError =>
  failure('adapter.cancelled', place, 'the reading was stopped');

/** No answer in time. */
export const timedOut = (place: string, limitMs: number): AdapterError =>
  failure('adapter.timed_out', place, `no answer within ${limitMs} ms`);

/**
 * Says in our words why no answer came. The library's own error is not kept as a cause: it holds the
 * request with its cookies and its body.
 */
export function noAnswer(error: unknown, place: string, limitMs: number): AdapterError {
  if (error instanceof AdapterError) return error;
  if (!(error instanceof AxiosError)) throw error;
  const code = error.code ?? 'unknown';
  if (TIMED_OUT.has(code)) return timedOut(place, limitMs);
  if (/maxContentLength/.test(error.message)) {
    return failure('adapter.contract_broken', place, 'the answer is longer than the limit');
  }
  return failure('adapter.unreachable', place, `no connection: ${code}`);
}

/** 429 and 5xx. */
export const unavailable = (place: string, status: number, retryAfterMs: number | null): AdapterError =>
  new AdapterError(
    {
      code: 'adapter.unavailable',
      place,
      message: `the server answers ${status}`,
      hint: 'The system is under maintenance or overloaded; start the run again later.',
    },
    { retryAfterMs },
  );
