import { momentAt } from './entries.ts';
import { below, chance, mix, PURPOSE } from './random.ts';
import type { Running } from './running.ts';
import { DEPUTY_HEAD_ID } from './staff.ts';
import type { TruthEdit, TruthTerm } from './types.ts';

interface Of {
  readonly studentId: number;
  readonly subjectId: number;
  readonly term: TruthTerm;
  readonly teacherId: number;
}

/** From this many days after the term's end on, an edit is late in the strictest of the usual acts. */
const LATE_AFTER_DAYS = 14;

/** A term mark changed afterwards, where that is planted: within a fortnight, or long after it. */
export function termEdits(parts: Running, of: Of, enteredAt: string, value: string): readonly TruthEdit[] {
  const { calendar, planted } = parts;
  const number = Number(value);
  if (!Number.isInteger(number)) return [];
  const key = mix(mix(mix(mix(parts.schoolKey, PURPOSE.edit), of.studentId), of.subjectId), of.term.id);
  if (!planted.editsTermMark(key)) return [];
  const entered = calendar.indexOf(enteredAt.slice(0, 10));
  const day = entered + 1 + below(mix(key, 1), chance(mix(key, 2), 0.5) ? 8 : 35);
  const late = day - calendar.indexOf(of.term.endDay) > LATE_AFTER_DAYS;
  return [
    {
      at: momentAt(calendar, day, 14 * 60 + below(mix(key, 3), 240)),
      value: String(number === 5 || (number > 2 && chance(mix(key, 4), 0.3)) ? number - 1 : number + 1),
      byStaffId: late ? DEPUTY_HEAD_ID : of.teacherId,
      late,
    },
  ];
}
