import { decodeJson } from '../../../sandbox/http/json.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, long numbers as text; undefined where it is none. */
  readonly json: unknown;
}

export interface Asking {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

function parsed(text: string): unknown {
  try {
    return decodeJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One request; redirects are not followed. */
export async function ask(url: string, asking: Asking = {}): Promise<Answer> {
  const { token, method = 'GET', body, form, headers = {} } = asking;
  const sent: Record<string, string> = { ...headers };
  if (token !== undefined) sent['access-token'] = token;
  if (body !== undefined) sent['content-type'] = 'application/json';
  const content = form ? new URLSearchParams(form) : body === undefined ? undefined : textOf(body);
  const response = await fetch(url, {
    method,
    headers: sent,
    redirect: 'manual',
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** JSON in which long ids, given as text of 19 digits, go out as bare numbers. */
export const textOf = (body: unknown): string =>
  JSON.stringify(body).replace(/"(\d{19})"/g, (_all, digits: string) => digits);

/** The rows of a list, or of a list inside an object. */
export function rowsOf<T>(answer: Answer, name?: string): readonly T[] {
  const content = name === undefined ? answer.json : (answer.json as Record<string, unknown>)[name];
  if (!Array.isArray(content)) throw new Error(`no list in ${answer.status} ${answer.text.slice(0, 200)}`);
  return content as T[];
}

export const fieldOf = (answer: Answer, name: string): unknown =>
  (answer.json as Record<string, unknown> | undefined)?.[name];
