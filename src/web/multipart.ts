import express, { type Request, type RequestHandler } from 'express';

/** A file that came with a form: what it was called, and what is in it. */
export interface SentFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Where the files of a form are left for its page. */
const FILES = 'files';

/** A form that is not one: the fault of who sent it. */
class BadForm extends Error {
  override readonly name = 'BadForm';
  readonly status = 400;
}

async function partsOf(request: Request): Promise<FormData> {
  const body: unknown = request.body;
  const type = request.headers['content-type'] ?? '';
  // Another kind of form brings nothing here, not even the secret that it is ours.
  if (!Buffer.isBuffer(body)) return new FormData();
  try {
    // Node reads such forms by itself, so no library is needed for it.
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (cause) {
    throw new BadForm('the form cannot be read', { cause });
  }
}

const parse: RequestHandler = async (request, response, next) => {
  const fields: Record<string, string> = {};
  const files: Record<string, SentFile> = {};
  for (const [name, value] of await partsOf(request)) {
    if (typeof value === 'string') fields[name] = value;
    else if (value.size > 0) {
      files[name] = { name: value.name, content: Buffer.from(await value.arrayBuffer()) };
    }
  }
  request.body = fields;
  response.locals[FILES] = files;
  next();
};

/** Reads a form that brings files, all of it at most `limit` bytes. */
export const formWithFiles = (limit: number): readonly RequestHandler[] => [
  express.raw({ type: 'multipart/form-data', limit, inflate: false }),
  parse,
];

/** The files that a form brought, by the names of their fields. */
export const filesOf = (locals: Readonly<Record<string, unknown>>): Readonly<Record<string, SentFile>> =>
  (locals[FILES] as Readonly<Record<string, SentFile>> | undefined) ?? {};
