import type { EntityName } from '../../../model/entities.ts';
import { shownText } from '../../plain-text.ts';
import type { WriteOutcome } from '../../target.ts';
import { type Desk, worksOf } from './desk.ts';
import { clearMarks, splitMarkKey } from './marks.ts';
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

/** Homework that is marked is one work for both: it goes with the homework, unless it was never given. */
async function removeAssessment(desk: Desk, key: string): Promise<void> {
  const work = (await worksOf(desk.client, [key])).get(key);
  if (work && isHomeworkOf(work) && shownText(work.text) !== null) return;
  await removeWork(desk.client, key);
}

async function removeOne(desk: Desk, entity: EntityName, key: string): Promise<void> {
  const { work, person } = splitMarkKey(key);
  if (entity === 'mark' || entity === 'termMark') await clearMarks(desk, work, person);
  else if (entity === 'attendance') await removeEntry(desk.client, work, person);
  else if (entity === 'homework') await removeWork(desk.client, key);
  else if (entity === 'assessment') await removeAssessment(desk, key);
  else throw ofTimetable();
}

/** Takes rows back, one by one. */
export async function removeRows(
  desk: Desk,
  entity: EntityName,
  keys: readonly string[],
): Promise<readonly WriteOutcome[]> {
  const outcomes: WriteOutcome[] = [];
  for (const key of keys) {
    try {
      await removeOne(desk, entity, key);
      outcomes.push({ ok: true, targetKey: key });
    } catch (error) {
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      outcomes.push(outcome);
    }
  }
  return outcomes;
}
