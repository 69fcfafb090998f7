import { isOwnClass, lessonAsked } from './asked.ts';
import { markOf, periodWorkKey, unpack } from './ids.ts';
import { worksOf } from './journal.ts';
import { marksOf } from './marks.ts';
import { periodWork } from './period-works.ts';
import { notOwner, unknown } from './refused.ts';
import type { Visit } from './route.ts';
import type { MarkRow, WorkRow } from './work-row.ts';

function workOfLesson(visit: Visit, text: string): WorkRow | null {
  const key = visit.world.ids.workKey(text);
  if (!key) return null;
  const view = lessonAsked(visit, String(visit.world.ids.lesson(key)));
  return worksOf(visit.world, view).find(({ id }) => String(id) === text) ?? null;
}

function workOfPeriod(visit: Visit, text: string): WorkRow | null {
  const key = periodWorkKey(text);
  if (!key) return null;
  if (key.school !== visit.school) throw notOwner();
  if (!visit.account.isStaff && !isOwnClass(visit, key.classId)) throw notOwner();
  return visit.book.classes.has(key.classId) ? periodWork(visit.world, key) : null;
}

function workOfClient(visit: Visit, text: string): WorkRow | null {
  const row = visit.world.overlay.work(BigInt(text)) ?? null;
  const view = row?.lesson;
  if (!view) return row;
  if (view.key.school !== visit.school) throw notOwner();
  if (!visit.account.isStaff && !isOwnClass(visit, view.lesson.classId)) throw notOwner();
  return row;
}

/** A work by its id, whatever it hangs on. */
export function workAsked(visit: Visit, text = visit.call.params['work'] ?? ''): WorkRow {
  const kind = unpack(text)?.kind;
  const row =
    kind === 'lessonWork'
      ? workOfLesson(visit, text)
      : kind === 'periodWork'
        ? workOfPeriod(visit, text)
        : kind === 'writtenWork'
          ? workOfClient(visit, text)
          : null;
  if (!row) throw unknown('work');
  return row;
}

/** A mark by its id, which must stand. */
export function markAsked(visit: Visit, text = visit.call.params['mark'] ?? ''): MarkRow {
  const of = markOf(text);
  if (!of) throw unknown('mark');
  if (!visit.account.isStaff && !visit.account.students.includes(of.student)) throw notOwner();
  const work = workAsked(visit, String(of.work));
  const found = marksOf(visit.world, work, of.student).find(({ id }) => String(id) === text);
  if (!found) throw unknown('mark');
  return found;
}
