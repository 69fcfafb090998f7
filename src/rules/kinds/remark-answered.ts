import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge } from '../decision.ts';
import type { Kept } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { dayText } from '../wording.ts';

const params = z.strictObject({
  madeBy: z.enum(['administrator', 'deputy_head', 'principal', 'student']).nullable().default(null),
  /** Until when, where the remark itself names no day; null: only such days count. */
  days: z.int().min(0).nullable().default(null),
});

/** What is wrong with a remark that was not mended in time, in Russian. */
function faultOf({ day, answeredDay }: Kept<'remark'>, due: Day): string {
  if (answeredDay === null) return `Замечание от ${dayText(day)} не устранено: срок был ${dayText(due)}.`;
  return `Замечание от ${dayText(day)} устранено позже срока: ${dayText(answeredDay)} вместо ${dayText(due)}.`;
}

function judgeOne(remark: Kept<'remark'>, due: Day, { now, calendar }: Circumstances, judge: Judge): void {
  const deadline = calendar.endOf(due);
  const { id, classId, subjectId, staffId, day, answeredDay } = remark;
  if (answeredDay !== null && answeredDay <= due) judge.met();
  else if (answeredDay === null && now <= deadline) judge.pending(deadline + 1);
  else {
    judge.violated({
      key: id,
      rows: [{ entity: 'remark', id }],
      place: { classId, subjectId, staffId, day },
      message: faultOf(remark, due),
      deadline,
    });
  }
}

/** Remarks on how the journal is kept are mended by their day (R28). */
export const remarkAnswered = defineKind({
  name: 'remark_answered',
  rules: ['R28'],
  title: 'Замечания по ведению журнала устранены в срок',
  severity: 'warning',
  scope: 'school',
  params,
  topic: ({ madeBy }) => `remark_answered/${madeBy ?? 'anybody'}`,
  needs: () => [],
  watches: ['remark'],
  evaluate({ remarks }, { madeBy, days }, at, judge) {
    for (const remark of remarks) {
      if (madeBy !== null && remark.madeBy !== madeBy) continue;
      const due = remark.dueDay ?? (days === null ? null : at.calendar.addDays(remark.day, days));
      if (due === null) judge.notConcerned();
      else judgeOne(remark, due, at, judge);
    }
  },
});
