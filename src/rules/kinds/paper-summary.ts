import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { SchoolCalendar } from '../calendar.ts';
import type { Judge } from '../decision.ts';
import type { Kept } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { type Period, periodsOf } from '../periods.ts';
import { dayText } from '../wording.ts';

const params = z.strictObject({
  /** How long after the month's end the summary may still be handed out; null: until the next month is over. */
  withinDays: z.int().min(0).nullable().default(null),
});

const stoodIn = ({ fromDay, toDay }: Kept<'electronicFormRefusal'>, { from, to }: Period): boolean =>
  fromDay <= to && (toDay === null || toDay >= from);

/** The last day of the month behind this one. */
const endOfNext = ({ to }: Period, { addDays }: SchoolCalendar): Day =>
  addDays(`${addDays(addDays(to, 1), 31).slice(0, 7)}-01`, -1);

/** A summary without a period, handed out in a month, is the one of the month before. */
function isOf({ periodFrom, periodTo, day }: Kept<'controlEvent'>, month: Period, lastDay: Day): boolean {
  if (periodFrom !== null && periodTo !== null) {
    return periodFrom <= month.firstStudyDay && month.lastStudyDay <= periodTo;
  }
  return month.to < day && day <= lastDay;
}

function judgeMonth(
  refusal: Kept<'electronicFormRefusal'>,
  month: Period,
  events: readonly Kept<'controlEvent'>[],
  { withinDays }: z.infer<typeof params>,
  { now, calendar }: Circumstances,
  judge: Judge,
): void {
  const next = endOfNext(month, calendar);
  const deadline = calendar.endOf(withinDays === null ? next : calendar.addDays(month.to, withinDays));
  if (events.some((event) => isOf(event, month, next))) {
    judge.met();
    return;
  }
  if (now <= deadline) {
    judge.pending(deadline + 1);
    return;
  }
  judge.violated({
    key: `${refusal.id}/${month.from}`,
    rows: [{ entity: 'electronicFormRefusal', id: refusal.id }],
    place: { studentId: refusal.studentId, day: month.to },
    message:
      `Семья отказалась от электронной формы ${dayText(refusal.fromDay)}: ` +
      `распечатанная сводка за ${month.name} не выдана.`,
    deadline,
  });
}

/** A family without the electronic form gets a printed summary for each past month (podolsk-12, 3.9). */
export const paperSummary = defineKind({
  name: 'paper_summary',
  rules: ['R25'],
  title: 'Сводка на бумаге за прошедший месяц — тем, кто отказался от электронной формы',
  severity: 'warning',
  scope: 'school',
  params,
  topic: () => 'paper_summary',
  needs: () => [],
  watches: ['electronicFormRefusal', 'controlEvent', 'term'],
  evaluate(facts, asked, at, judge) {
    const months = periodsOf('month', facts, at.calendar);
    // One that names neither student nor class is of all families concerned.
    const summaries = facts.events.filter(
      ({ kind, studentId, classId }) => kind === 'paper_summary' && (studentId !== null || classId === null),
    );
    const byStudent = groupedBy(summaries, ({ studentId }) => studentId);
    for (const refusal of facts.refusals) {
      const own = [...(byStudent.get(refusal.studentId) ?? []), ...(byStudent.get(null) ?? [])];
      for (const month of months) {
        if (stoodIn(refusal, month)) judgeMonth(refusal, month, own, asked, at, judge);
      }
    }
  },
});
