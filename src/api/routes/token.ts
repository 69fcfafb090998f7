import { z } from 'zod';
import type { Client } from '../auth/clients.ts';
import { readCredentials } from '../auth/credentials.ts';
import { oauthError } from '../auth/oauth-error.ts';
import { tokenSeconds } from '../auth/tokens.ts';
import { type Input, operation, type Reply, refuse } from '../operation.ts';
import { nothing } from '../schemas/basic.ts';

const text = z.string().min(1).max(500);

const formSchema = z.object({
  grant_type: text.optional().describe('`client_credentials`'),
  scope: text.optional().describe('Scopes with a space between; all of the client when left out'),
  client_id: text.optional(),
  client_secret: text.optional(),
});

type Form = z.infer<typeof formSchema>;

const tokenSchema = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds'),
    scope: z.string(),
  })
  .meta({ id: 'AccessToken' });

/** The scopes asked for, or all of the client; null when one is asked for that the client does not have. */
function granted(client: Client, asked: string | undefined): readonly string[] | null {
  if (asked === undefined) return client.scopes;
  const words = asked.split(' ').filter((word) => word !== '');
  const known: readonly string[] = client.scopes;
  return words.length > 0 && words.every((word) => known.includes(word)) ? words : null;
}

async function clientOf(input: Input<unknown, unknown, Form>): Promise<Client | Reply> {
  const { deps, address } = input;
  const credentials = readCredentials(input.authorization, input.body);
  if (!credentials) return oauthError('invalid_client', input.requestId);
  const waitSeconds = deps.attempts.waitSeconds(address, credentials.clientId);
  if (waitSeconds > 0) {
    return refuse('api.too_many_attempts', { headers: { 'Retry-After': String(waitSeconds) } });
  }
  const client = await deps.clients.authenticate(credentials.clientId, credentials.secret);
  if (client && !client.disabled) return client;
  deps.attempts.failed(address, credentials.clientId);
  return oauthError('invalid_client', input.requestId);
}

/** `POST /oauth2/token` */
export const postToken = operation(
  {
    id: 'issueToken',
    method: 'post',
    path: '/oauth2/token',
    tag: 'Access',
    summary: 'An access token for a client',
    description:
      'OAuth 2 client credentials (RFC 6749 §4.4). Id and secret either by HTTP Basic or in the form. ' +
      'Refusals are those of RFC 6749 §5.2: `{"error", "error_description"}` with our `code` and `hint` beside.',
    access: 'public',
    disclosure: 'none',
    params: nothing,
    query: nothing,
    body: formSchema,
    takes: 'form',
    response: { description: 'The token', type: 'application/json', schema: tokenSchema },
    problems: ['api.unsupported_media_type', 'api.body_too_large', 'api.too_many_attempts'],
  },
  async (input) => {
    const { deps, requestId, body } = input;
    if (body.grant_type === undefined) return oauthError('invalid_request', requestId);
    if (body.grant_type !== 'client_credentials') return oauthError('unsupported_grant_type', requestId);
    const client = await clientOf(input);
    if ('kind' in client) return client;
    const scopes = granted(client, body.scope);
    if (!scopes) return oauthError('invalid_scope', requestId);
    const token = await deps.tokens.issue(client.clientId, scopes);
    return {
      kind: 'json',
      text: JSON.stringify({
        access_token: token,
        token_type: 'Bearer',
        expires_in: tokenSeconds,
        scope: scopes.join(' '),
      }),
      headers: { 'Cache-Control': 'no-store' },
    };
  },
);
