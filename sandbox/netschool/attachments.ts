import { bytes, noContent, type Reply, value } from '../http/reply.ts';
import { filesOf, shownAssignment } from './assignments.ts';
import { askedStudent } from './diary.ts';
import { homeworkSeen, viewOf } from './journal.ts';
import { get, noAccess, open, post, type Route, refusal, type Visit } from './route.ts';

const SIZE_BYTES = 2048;
const LIMIT_KB = 15_360;

function askedAssignments({ call }: Visit): string[] {
  const body = call.json as { assignId?: unknown } | undefined;
  return Array.isArray(body?.assignId) ? body.assignId.map(String) : [];
}

/** The files of some assignments; assignments without files are left out. */
function list(visit: Visit): Reply {
  const student = askedStudent(visit);
  if (!student) return noAccess();
  const rows = askedAssignments(visit).flatMap((id) => {
    const shown = shownAssignment(visit, id, student);
    const attachments = shown ? filesOf(visit, shown) : [];
    if (!shown || attachments.length === 0) return [];
    for (let file = 0; file < attachments.length; file += 1) {
      visit.session.listed.add(String(visit.world.ids.attachment(shown.key, file)));
    }
    return [{ assignmentId: visit.world.ids.assignment(shown.key), attachments, answerFiles: [] }];
  });
  return value(rows);
}

/** A GUID carries the id in its last 12 digits. */
const idOf = (text: string): string =>
  /^[\da-f-]{36}$/i.test(text) ? String(Number.parseInt(text.slice(-12), 16)) : text;

const sizedText = (seed: string): Buffer => Buffer.from(`${seed} `.repeat(SIZE_BYTES).slice(0, SIZE_BYTES));

function download(visit: Visit): Reply {
  const { world, school, session } = visit;
  const id = idOf(visit.call.params['id'] ?? '');
  const key = world.ids.attachmentKey(id);
  const view = key?.school === school ? viewOf(world, key) : null;
  const file = view && key ? homeworkSeen(view, world.momentOf(school))?.files[key.file] : undefined;
  const mine = session.account.students;
  const isMine = mine.length === 0 || mine.some((student) => view?.members.has(student));
  if (!file || !isMine) return refusal(404, 'Файл не найден');
  if (world.quirks.attachmentsNeedListing && !session.listed.has(id))
    return refusal(403, 'Нет доступа к файлу');
  const name = encodeURIComponent(file.name);
  return bytes(sizedText(id), {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    filename: name,
    expires: '-1',
  });
}

/** Uploads are taken and forgotten: nothing may write into the truth. */
function upload({ call }: Visit): Reply {
  const isMultipart = (call.headers['content-type'] ?? '').includes('multipart/form-data');
  return isMultipart ? value(900_000_000 + call.body.length) : refusal(400, 'Файл не передан');
}

export const attachmentRoutes: readonly Route[] = [
  post('family', 'student/diary/get-attachments', list),
  open('GET', '/webapi/attachments/uploadLimits', () =>
    value({ laImportFileSizeLimit: LIMIT_KB, fileSizeLimit: LIMIT_KB }),
  ),
  get('any', 'attachments/{id}', download),
  post('any', 'attachments', upload),
  post('any', 'attachments/{id}/delete', () => noContent()),
  post('any', 'attachments/{id}/description', () => noContent()),
  get('family', 'assignments/{id}/answers', () => value([])),
  post('family', 'assignments/{id}/answers', () => noContent()),
];
