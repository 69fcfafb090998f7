/** What a client says it is. */
export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are put together. */
function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function fromBasic(encoded: string): Credentials | null {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return null;
  const clientId = formDecoded(decoded.slice(0, colon));
  const secret = formDecoded(decoded.slice(colon + 1));
  return clientId && secret ? { clientId, secret } : null;
}

/** Id and secret from the header, else from the form; null when neither has both, or both have some. */
export function readCredentials(
  authorization: string | undefined,
  form: { readonly client_id?: string | undefined; readonly client_secret?: string | undefined },
): Credentials | null {
  if (authorization !== undefined) {
    const encoded = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
    if (encoded === undefined || form.client_secret !== undefined) return null;
    return fromBasic(encoded);
  }
  if (form.client_id === undefined || form.client_secret === undefined) return null;
  return { clientId: form.client_id, secret: form.client_secret };
}
