import type { Reach, Scope } from '../../model/access.ts';
import type { DisclosurePurpose } from '../../model/disclosure.ts';

/** A client as the API knows it. */
export interface Client {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  readonly reach: Reach;
  readonly purpose: DisclosurePurpose;
  readonly operator: string | null;
  readonly disabled: boolean;
}

/** The clients that there are; secrets never leave it. */
export interface ClientBook {
  find(clientId: string): Promise<Client | null>;
  /** The client, when there is one of that id and the secret is its own. Takes as long when there is not. */
  authenticate(clientId: string, secret: string): Promise<Client | null>;
}
