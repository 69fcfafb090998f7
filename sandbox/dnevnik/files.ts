import type { Call } from '../http/call.ts';
import { bytes, html, type Reply } from '../http/reply.ts';
import { fileBytes } from './endpoints/homework.ts';
import { failurePage } from './refused.ts';
import { type OpenRoute, open, type Server } from './route.ts';

/** The link of a file: good without a token, as long as the file is there. */
function download(call: Call, { world }: Server): Reply {
  const text = call.params['file'] ?? '';
  const key = world.ids.fileKey(text);
  const file = key && world.lesson(key.lesson)?.record.homework?.files[key.number];
  if (!file) return html(failurePage('Файл не найден'), 404);
  const name = encodeURIComponent(file.name);
  return bytes(fileBytes(BigInt(text)), {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  });
}

export const fileRoutes: readonly OpenRoute[] = [open('GET', '/files/download/{file}', download)];
