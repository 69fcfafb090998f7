import { markAt, type TruthTermMark } from '../school-year/types.ts';
import { classIdOf, type PeriodWorkKey, periodWorkId, periodWorkKey, userId } from './ids.ts';
import type { TruthMarkRow } from './journal.ts';
import { numberOf, vendorMarks } from './mark-values.ts';
import { utcStamp } from './stamps.ts';
import { periodType } from './terms.ts';
import type { WorkRow } from './work-row.ts';
import { FINAL_MARK, FINAL_TYPE, PERIOD_MARK, PERIOD_TYPE } from './work-types.ts';
import type { World } from './world.ts';

/** In place of a term: the year, and the final mark of it. */
export const YEAR = 0;
export const FINAL = 19;

/** The work that carries the marks of a subject for a term or the year. There is one, written or not. */
export function periodWork(world: World, key: PeriodWorkKey): WorkRow | null {
  const book = world.book(key.school);
  const isOfYear = key.term === YEAR || key.term === FINAL;
  const term = book.year.termsOf(key.classId).find(({ id }) => id === key.term);
  if (!isOfYear && !term) return null;
  const teacher = book.groupsOfClass.get(key.classId)?.find((one) => one.subjectId === key.subjectId);
  if (!teacher) return null;
  const isFinal = key.term === FINAL;
  return {
    id: periodWorkId(key),
    kind: isFinal ? FINAL_MARK : PERIOD_MARK,
    typeId: isFinal ? FINAL_TYPE : PERIOD_TYPE,
    lesson: null,
    eduGroup: classIdOf(key.school, key.classId),
    subjectId: key.subjectId,
    text: null,
    markCount: 1,
    markType: 'mark5',
    targetDay: term?.endDay ?? book.year.endDay,
    sentDate: null,
    createdBy: userId({ school: key.school, kind: 'staff', id: teacher.teacherId }),
    isImportant: false,
    displayInJournal: true,
    files: [],
    periodNumber: term ? term.ordinal - 1 : 0,
    periodType: term ? periodType(term) : 'Year',
    isWritten: false,
    truthIndex: null,
  };
}

const truthOf = (world: World, { school, classId, term }: PeriodWorkKey): readonly TruthTermMark[] =>
  world.termMarks(school, classId, term === YEAR || term === FINAL ? null : term);

/** Where the switch is on, the year's mark of every seventh student is not the final one. */
function shown(world: World, key: PeriodWorkKey, mark: TruthTermMark, value: string): string {
  const number = numberOf(value);
  const differs = world.quirks.yearFinalMarks && key.term === YEAR && mark.studentId % 7 === 0;
  return differs && number !== null && number > 2 ? String(number - 1) : value;
}

export function truthPeriodMarks(world: World, work: WorkRow, student: number | null): TruthMarkRow[] {
  const key = periodWorkKey(String(work.id));
  if (!key || (key.term === FINAL && !world.quirks.yearFinalMarks)) return [];
  const zone = world.zoneOf(key.school);
  return truthOf(world, key).flatMap((mark) => {
    if (mark.subjectId !== key.subjectId || (student !== null && mark.studentId !== student)) return [];
    const value = markAt(mark, world.moment);
    const edits = mark.edits.filter(({ at }) => at <= world.moment);
    const entered = world.quirks.markDateFollowsEdits ? (edits.at(-1)?.at ?? mark.enteredAt) : mark.enteredAt;
    return vendorMarks(value === null ? '.' : shown(world, key, mark, value))
      .slice(0, 1)
      .map((one) => ({
        student: mark.studentId,
        part: 0,
        value: one.value,
        date: utcStamp(entered, zone, mark.studentId + mark.subjectId * 11),
        isEdited: edits.length > 0,
      }));
  });
}

/** Every work of a class that may carry a mark of a term or of the year. */
export function periodWorksOf(world: World, school: number, classId: number): WorkRow[] {
  const { year, groupsOfClass } = world.book(school);
  const subjects = new Set((groupsOfClass.get(classId) ?? []).map(({ subjectId }) => subjectId));
  const terms = [...year.termsOf(classId).map(({ id }) => id), YEAR, FINAL];
  return [...subjects].flatMap((subjectId) =>
    terms.flatMap((term) => periodWork(world, { school, classId, subjectId, term }) ?? []),
  );
}
