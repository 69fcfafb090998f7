import type { Caller } from './auth/caller.ts';
import type { Call } from './operation.ts';

/** The caller of an operation that is not public. That there is one was made sure of before the handler. */
export function callerOf(call: Call): Caller {
  if (!call.caller) throw new Error('a handler of a public operation asked for its caller');
  return call.caller;
}
