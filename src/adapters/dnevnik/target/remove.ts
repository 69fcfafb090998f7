import type { EntityName } from '../../../model/entities.ts';
import { shownText } from '../../plain-text.ts';
import type { Openings, WriteOutcome } from '../../target.ts';
import { type Desk, worksOf } from './desk.ts';
import { clearMarks, isStandIn, marksOfWork, splitMarkKey } from './marks.ts';
import { outcomeOf, RecordRefused } from './refuse.ts';
import { removeEntry, removeWork } from './wire.ts';
import { isHomeworkOf } from './works.ts';

const ofTimetable = (): RecordRefused =>
  new RecordRefused(
    'target.stays',
    'lesson',
    'a lesson is of the system’s own timetable and is not taken away',
    'Its topic stays; clear it by hand where it must not.',
  );

/** Homework that is marked is one work for both: it goes with the homework, unless it was never given or we opened it. */
async function removeAssessment(desk: Desk, key: string, openings: Openings | null): Promise<void> {
  const work = (await worksOf(desk.client, [key])).get(key);
  const isOpened = openings !== null && (await openings.among([key])).has(key);
  if (work && isHomeworkOf(work) && shownText(work.text) !== null && !isOpened) return;
  await removeWork(desk.client, key);
  if (isOpened) await openings.forget(key);
}

async function removeOne(
  desk: Desk,
  entity: EntityName,
  key: string,
  openings: Openings | null,
): Promise<void> {
  const { work, person } = splitMarkKey(key);
  if (entity === 'mark' || entity === 'termMark') await clearMarks(desk, work, person);
  else if (entity === 'attendance') await removeEntry(desk.client, work, person);
  else if (entity === 'homework') await removeWork(desk.client, key);
  else if (entity === 'assessment') await removeAssessment(desk, key, openings);
  else throw ofTimetable();
}

/** A work that we made for marks alone goes with the last of them; one that was there, or is used by others, stays. */
async function closeOpened(desk: Desk, marks: readonly string[], openings: Openings): Promise<void> {
  const works = [...new Set(marks.map((key) => splitMarkKey(key).work))];
  const opened = await worksOf(desk.client, [...(await openings.among(works))]);
  for (const [work, about] of opened) {
    if (!isStandIn(about)) continue;
    if (await isClosed(desk, work)) await openings.forget(work);
  }
}

/** Whether the work is there no more; where the system does not let go of it, it stays ours and noted. */
async function isClosed(desk: Desk, work: string): Promise<boolean> {
  try {
    if ((await marksOfWork(desk, work)).length > 0) return false;
    await removeWork(desk.client, work);
    return true;
  } catch (error) {
    const outcome = outcomeOf(error);
    if (!outcome || outcome.ok) throw error;
    return outcome.diagnostic.code === 'adapter.not_found';
  }
}

/** Takes rows back, one by one; what was opened for them goes with the last one. */
export async function removeRows(
  desk: Desk,
  entity: EntityName,
  keys: readonly string[],
  openings: Openings | null,
): Promise<readonly WriteOutcome[]> {
  const outcomes: WriteOutcome[] = [];
  for (const key of keys) {
    try {
      await removeOne(desk, entity, key, openings);
      outcomes.push({ ok: true, targetKey: key });
    } catch (error) {
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      outcomes.push(outcome);
    }
  }
  if (openings && entity === 'mark') await closeOpened(desk, keys, openings);
  return outcomes;
}
