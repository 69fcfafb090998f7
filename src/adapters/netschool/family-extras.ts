import { readAnswer, readList } from '../contract-broken.ts';
import { inOrder } from '../in-order.ts';
import type { Visit } from './child.ts';
import type { Client } from './client.ts';
import type { SeenLesson } from './map-lessons.ts';
import { type Extras, needsOpening } from './map-works.ts';
import { assignmentDetailsSchema, attachmentsSchema, type DiaryAssignment } from './schema.ts';

const FILES_AT_ONCE = 100;

/** The files of assignments. Some servers give a file only to a session that has asked for this list. */
export async function readFiles(
  client: Client,
  studentId: string,
  ids: readonly string[],
): Promise<Extras['files']> {
  const files = new Map<string, { key: string; name: string }[]>();
  const path = 'student/diary/get-attachments';
  for (let index = 0; index < ids.length; index += FILES_AT_ONCE) {
    const assignId = ids.slice(index, index + FILES_AT_ONCE).map((id) => asNumber(id));
    const answer = await client.json({ method: 'POST', path, query: { studentId }, json: { assignId } });
    for (const { value } of readList(attachmentsSchema, answer, path).rows) {
      const found = value.attachments.flatMap(({ id, attachmentGuid, name, originalFileName }) => {
        const key = id ?? attachmentGuid;
        return key === null ? [] : [{ key, name: name ?? originalFileName ?? key }];
      });
      files.set(value.assignmentId, found);
    }
  }
  return files;
}

/** A number for the vendor; text where a number would lose digits. */
const asNumber = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id);

const toOpen = ({ client, start }: Visit, { assignments }: SeenLesson): DiaryAssignment[] => {
  const { assignmentDetails } = client.settings;
  if (assignmentDetails === 'never') return [];
  return assignments
    .map(({ value }) => value)
    .filter((value) => assignmentDetails === 'all' || needsOpening(value, start.usesWeights));
};

/** The pages of assignments, as far as the settings ask to open them. */
export async function readDetails(
  visit: Visit,
  studentId: string,
  lessons: readonly SeenLesson[],
): Promise<Extras['details']> {
  const { client } = visit;
  const details = new Map<string, { weight: number | null; description: string | null }>();
  const ids = lessons.flatMap((lesson) => toOpen(visit, lesson).map(({ id }) => id));
  const opened = inOrder(ids, client.settings.concurrency, async (id) => {
    const operation = 'student/diary/assigns';
    const answer = await client.json({ path: `${operation}/${id}`, query: { studentId }, operation });
    return [id, readAnswer(assignmentDetailsSchema, answer, operation)] as const;
  });
  const all = client.settings.assignmentDetails === 'all';
  for await (const [id, { weight, description }] of opened) {
    // Opened for its weight alone, a homework keeps the text that every classmate's diary shows.
    details.set(id, { weight, description: all ? description : null });
  }
  return details;
}
