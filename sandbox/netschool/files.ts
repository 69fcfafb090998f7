import { bytes, type Reply } from '../http/reply.ts';
import { get, type Route, refusal, type Visit } from './route.ts';

/** A file that a report has left; only for the session that asked for it. */
function file(visit: Visit): Reply {
  const found = visit.server.tasks.file(visit.call.params['id'] ?? '');
  if (found?.session !== visit.session) return refusal(404, 'Файл не найден');
  return bytes(found.content, {
    'content-type': found.contentType,
    'content-disposition': `attachment; filename="${found.name}"`,
    filename: encodeURIComponent(found.name),
  });
}

export const fileRoutes: readonly Route[] = [get('any', 'files/{id}', file)];
