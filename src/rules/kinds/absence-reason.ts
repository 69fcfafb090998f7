import { z } from 'zod';
import { lookAdvice } from '../advice.ts';
import { deadlineAt } from '../deadline.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts } from '../facts.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { momentText } from '../moment-text.ts';
import { currentOf, type Instant } from '../observed.ts';
import { dayText } from '../wording.ts';
import { type JournalRecord, journalRecords, placeOf } from './records/journal-record.ts';

const params = z.strictObject({
  days: z.int().min(0).max(366),
  working: z.boolean().default(false),
});

const WITHOUT_REASON: readonly (string | null)[] = ['absent', 'absent/not_given'];

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

function judgeAbsence(record: JournalRecord, due: Instant, { facts, at, judge }: Question): void {
  if (at.now <= due) {
    judge.pending(due + 1);
    return;
  }
  const seen = facts.seenAt('attendance', record.day);
  const until = momentText(at.calendar, due);
  const what = `Пропуск ${record.day === null ? '' : dayText(record.day)} без причины`;
  const told = {
    key: record.row.id,
    rows: [record.row],
    place: { ...placeOf(record), staffId: facts.class.homeroomTeacherId },
    deadline: due,
  };
  if (seen !== null && seen > due) {
    judge.violated({ ...told, message: `${what}; указать её нужно было до ${until}.` });
    return;
  }
  judge.undecided({
    ...told,
    message: `${what}, но после срока (${until}) журнал ещё не читали.`,
    reason: 'not_looked',
    advice: lookAdvice(at.calendar, due),
  });
}

/** R12: some days after an absence its reason is known. Given later, it is mended. */
export const absenceReason = defineKind({
  name: 'absence_reason',
  rules: ['R12'],
  title: 'Причина пропуска указана в срок',
  severity: 'warning',
  scope: 'subject_term',
  params,
  topic: () => 'absence_reason',
  needs: () => ['attendance', 'attendance.reason'],
  watches: ['attendance'],
  evaluate(facts, { days, working }, at, judge) {
    const { lastLessonEnd, term, from: dayOfYear } = facts;
    for (const record of journalRecords('attendance', facts, {})) {
      const { day } = record;
      const occasion = { day, start: null, term, dayOfYear, lastLessonEnd };
      const due = deadlineAt({ within: 'days', days, working }, occasion, at);
      const value = currentOf(record.value);
      if (value === null || !value.startsWith('absent') || typeof due !== 'number') judge.notConcerned();
      else if (WITHOUT_REASON.includes(value)) judgeAbsence(record, due, { facts, at, judge });
      else judge.met();
    }
  },
});
