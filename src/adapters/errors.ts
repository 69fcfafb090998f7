import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * Every way in which a vendor's side can fail, by who must act:
 *
 * | code | who acts | repeated |
 * |---|---|---|
 * | `adapter.wrong_credentials` | the school: check login and password | no |
 * | `adapter.login_refused` | the school or the region: this way in is closed (ESIA only, role choice) | no |
 * | `adapter.session_lost` | nobody yet: the session was ended by the other side, and a new one too | once |
 * | `adapter.forbidden` | the school: the account may not read this | no |
 * | `adapter.blocked` | the region: its front proxy turns us away | no |
 * | `adapter.unreachable` | the network or the region: no connection, connection reset | yes |
 * | `adapter.unavailable` | the region: 429, 5xx, maintenance page, data cut off on the way | yes, after `Retry-After` |
 * | `adapter.timed_out` | the region: no answer in time, a report that never completes | yes |
 * | `adapter.refused` | the region: the request is understood and refused (409 on a report) | no |
 * | `adapter.contract_broken` | us: the answer is no longer what it was; `place` says where | no |
 * | `adapter.not_found` | the school: the school, year or student asked for is not there | no |
 * | `adapter.settings_invalid` | the administrator: the connection's settings | no |
 * | `adapter.cancelled` | nobody: the run was stopped | no |
 */
export type AdapterErrorCode =
  | 'adapter.wrong_credentials'
  | 'adapter.login_refused'
  | 'adapter.session_lost'
  | 'adapter.forbidden'
  | 'adapter.blocked'
  | 'adapter.unreachable'
  | 'adapter.unavailable'
  | 'adapter.timed_out'
  | 'adapter.refused'
  | 'adapter.contract_broken'
  | 'adapter.not_found'
  | 'adapter.settings_invalid'
  | 'adapter.cancelled';

/**
 * A failure of the vendor's side that ends the reading it happened in. Thrown inside an adapter, because it
 * crosses generators; whoever runs an adapter catches it and nothing else. Carries no personal data: `place`
 * is an operation, a JSON path or a report column, never a request's body.
 */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly diagnostic: Diagnostic;
  /** How long the vendor asked to be left alone, milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    diagnostic: Diagnostic & { readonly code: AdapterErrorCode },
    options: { readonly cause?: unknown; readonly retryAfterMs?: number | null } = {},
  ) {
    super(`${diagnostic.code} at ${diagnostic.place}: ${diagnostic.message}`, { cause: options.cause });
    this.diagnostic = diagnostic;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
