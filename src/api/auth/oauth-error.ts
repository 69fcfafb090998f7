import type { Reply } from '../operation.ts';

/** The refusals of RFC 6749 §5.2 that this server makes. */
export const oauthErrors = {
  invalid_request: {
    code: 'oauth.invalid_request',
    status: 400,
    description: 'The form lacks grant_type',
    hint: 'Send grant_type=client_credentials as application/x-www-form-urlencoded.',
  },
  invalid_client: {
    code: 'oauth.invalid_client',
    status: 401,
    description: 'There is no such client, its secret is another, or it has been switched off',
    hint: 'Check id and secret; send them once, by HTTP Basic or in the form.',
  },
  unsupported_grant_type: {
    code: 'oauth.unsupported_grant_type',
    status: 400,
    description: 'Only client_credentials is known here',
    hint: 'Send grant_type=client_credentials.',
  },
  invalid_scope: {
    code: 'oauth.invalid_scope',
    status: 400,
    description: 'The client does not have one of these scopes',
    hint: 'Leave scope out to get all that the client has.',
  },
} as const;

/** A refusal in the shape that OAuth clients know, with our code beside. */
export function oauthError(error: keyof typeof oauthErrors, requestId: string): Reply {
  const { code, status, description, hint } = oauthErrors[error];
  return {
    kind: 'json',
    status,
    text: JSON.stringify({ error, error_description: description, code, hint, requestId }),
    headers: {
      'Cache-Control': 'no-store',
      ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="peremena"' } : {}),
    },
  };
}
