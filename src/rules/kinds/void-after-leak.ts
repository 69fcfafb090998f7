import { z } from 'zod';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, LeakFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { intervalText, momentText } from '../moment-text.ts';
import type { Interval, State } from '../observed.ts';
import { type Timing, walk } from '../walk.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';
import { type JournalRecord, journalRecords, recordWords } from './records/journal-record.ts';
import { judgeWalk } from './records/judge-walk.ts';

const records = ['mark', 'attendance', 'term_mark'] as const;

/** Whether something was done while the password was in other hands: then it is void. */
function timingIn({ at, until }: LeakFact, { notBefore, notAfter }: Interval): Timing {
  if (notAfter < at || (until !== null && notBefore !== null && notBefore >= until)) return 'kept';
  const surelyAfter = notBefore !== null && notBefore >= at;
  const surelyBefore = until === null || notAfter < until;
  return surelyAfter && surelyBefore ? 'missed' : 'straddles';
}

const worst = (timings: readonly Timing[]): Timing =>
  timings.includes('missed') ? 'missed' : timings.includes('straddles') ? 'straddles' : 'kept';

interface Question {
  readonly leaks: ReadonlyMap<string, readonly LeakFact[]>;
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

/** Where the source does not say who put it, it may have been the teacher whose record it is. */
function timingFor({ leaks }: Question, { teacherId }: JournalRecord, { byStaffId, since }: State): Timing {
  const found = worst((leaks.get(byStaffId ?? teacherId ?? '') ?? []).map((leak) => timingIn(leak, since)));
  return byStaffId === null && found === 'missed' ? 'straddles' : found;
}

function judgeRecord(name: (typeof records)[number], record: JournalRecord, asked: Question): void {
  const { facts, at, judge, leaks } = asked;
  const staff = record.value.map(({ byStaffId }) => byStaffId ?? record.teacherId ?? '');
  const leaked = staff.flatMap((id) => leaks.get(id) ?? []).at(0);
  if (!leaked) {
    judge.notConcerned();
    return;
  }
  const permits = indexOf(facts).permitsFor(record.row.id);
  const found = walk(record.value, (_, __, state) => timingFor(asked, record, state), permits);
  const { name: noun, entered, changed } = recordWords[name];
  judgeWalk(record, found, judge, () => ({
    deadline: null,
    words() {
      return {
        noun: `${noun}${record.day === null ? '' : ` (${dayText(record.day)})`}`,
        entered,
        changed,
        border: `с ${momentText(at.calendar, leaked.at)} пароль учителя известен посторонним, и такие записи недействительны`,
      };
    },
    when(interval) {
      return intervalText(at.calendar, interval);
    },
    advice() {
      return 'Спросите учителя, кто внёс эту запись, и подтвердите её разрешением.';
    },
  }));
}

/** What was done in a teacher's name after the password had leaked is void (podolsk-12, 4.4). */
export const voidAfterLeak = defineKind({
  name: 'void_after_leak',
  rules: ['R07'],
  title: 'Записи, сделанные после утечки пароля, недействительны',
  severity: 'error',
  effect: 'withhold',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'void_after_leak',
  needs: () => [],
  watches: ['mark', 'attendance', 'termMark', 'controlEvent', 'amendmentPermit'],
  evaluate(facts, _, at, judge) {
    if (facts.leaks.length === 0) {
      judge.notConcerned();
      return;
    }
    const leaks = groupedBy(facts.leaks, ({ staffId }) => staffId);
    for (const name of records) {
      for (const record of journalRecords(name, facts, {})) {
        judgeRecord(name, record, { leaks, facts, at, judge });
      }
    }
  },
});
