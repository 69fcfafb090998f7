import type { Reach } from '../../model/access.ts';

/** The client behind a token. `scopes` are those of the token that the client still has. */
export interface Caller {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  readonly reach: Reach;
}
