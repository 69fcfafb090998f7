import { markId } from './ids.ts';
import { truthMarks } from './journal.ts';
import { systemName, systemOf } from './mark-values.ts';
import { placed, placeOf } from './overlay.ts';
import { truthPeriodMarks } from './period-works.ts';
import type { MarkRow, WorkRow } from './work-row.ts';
import type { World } from './world.ts';

/** The marks on a work, of all or of one student: the truth's, and over them what has been written. */
export function marksOf(world: World, work: WorkRow, student: number | null = null): MarkRow[] {
  const truth = work.lesson ? truthMarks(world, work, student) : truthPeriodMarks(world, work, student);
  const written = world.overlay.marksOf(work.id);
  const row = (
    one: { student: number; part: number; value: string; date: string },
    edition = 0,
  ): MarkRow => ({
    id: markId({ work: work.id, student: one.student, part: one.part, edition }),
    work,
    student: one.student,
    part: one.part,
    value: one.value,
    type: systemName(systemOf(one.value) ?? 'mark5', world.quirks),
    date: one.date,
  });
  const kept = truth
    .filter((one) => !written.has(placeOf(one.student, one.part)))
    .map((one) => row(one, one.isEdited && world.quirks.markIdChanges ? 1 : 0));
  const put = [...written].flatMap(([place, mark]) => {
    const at = placed(place);
    const isOther = student !== null && at.student !== student;
    return mark === null || isOther ? [] : [row({ ...at, ...mark })];
  });
  return [...kept, ...put];
}
