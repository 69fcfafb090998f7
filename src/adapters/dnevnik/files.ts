import { readAnswer } from '../contract-broken.ts';
import { type Client, repeatedQuery } from './client.ts';
import type { Files, SeenWork } from './map-works.ts';
import { bundleSchema, keyOf } from './schema.ts';

/** So many homeworks are asked for at once: their ids stand in the address. */
const BATCH = 40;
const BUNDLE = 'users/me/school/homeworks';

/** A file's name comes without its ending, and the ending as a type. */
const fileName = (name: string | null, type: string | null, key: string): string =>
  type ? `${name ?? key}.${type.toLowerCase()}` : (name ?? key);

/** The files of works: a work itself has only their numbers. Where the names are refused, numbers remain. */
export async function readFiles(client: Client, works: Iterable<SeenWork>): Promise<Files> {
  const files = new Map<string, { key: string; name: string }>();
  const ids = [...works].filter(({ value }) => value.files.length > 0).map(({ value }) => keyOf(value));
  for (let index = 0; index < ids.length; index += BATCH) {
    const query = repeatedQuery('homeworkId', ids.slice(index, index + BATCH));
    const answer = await client.getIfLet(`${BUNDLE}?${query}`, BUNDLE);
    if (answer === null) return files;
    for (const file of readAnswer(bundleSchema, answer, BUNDLE).files) {
      const key = keyOf(file);
      files.set(key, { key, name: fileName(file.name, file.type, key) });
    }
  }
  return files;
}
