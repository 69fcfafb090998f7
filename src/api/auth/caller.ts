import type { Reach } from '../../model/access.ts';
import type { DisclosurePurpose } from '../../model/disclosure.ts';

/** The client behind a token. `scopes` are those of the token that the client still has. */
export interface Caller {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  readonly reach: Reach;
  /** What students' data are given to it for, and to whom they go; null for the school itself. */
  readonly purpose: DisclosurePurpose;
  readonly operator: string | null;
}
