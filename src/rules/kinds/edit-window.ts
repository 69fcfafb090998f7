import { z } from 'zod';
import { syncAdvice } from '../advice.ts';
import { type Filters, filterNeeds, filterShape, filterTopic } from '../filters.ts';
import { recordsMeet } from '../filters-meet.ts';
import { defineKind } from '../kind.ts';
import { intervalText } from '../moment-text.ts';
import { keptDeadline } from '../observed.ts';
import { type Timing, walk } from '../walk.ts';
import { type Closing, closings, windowSchema } from '../window.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';
import { concernsClass } from './records/grade-known.ts';
import { type JournalRecord, journalRecords, needOfRecord, recordWords } from './records/journal-record.ts';
import { judgeWalk, type WalkWords } from './records/judge-walk.ts';

const records = ['mark', 'attendance', 'term_mark', 'topic', 'homework'] as const;

const params = z.strictObject({
  record: z.enum(records),
  window: windowSchema,
  /** Whether the window is also the last time to enter something new. */
  closesEntry: z.boolean().default(true),
  ...filterShape,
});

/** What families are shown as accepted while a change waits; topics and homework are only reported. */
const withholdable: readonly (typeof records)[number][] = ['mark', 'attendance', 'term_mark'];

type Params = z.infer<typeof params>;

const timingOf =
  (closing: Closing | null, closesEntry: boolean) =>
  (since: Parameters<typeof keptDeadline>[0], entry: boolean): Timing => {
    if (entry && (!closesEntry || closing === null)) return 'kept';
    return closing === null ? 'missed' : keptDeadline(since, closing.at);
  };

const wordsFor = (record: JournalRecord, { record: name }: Params, closing: Closing | null): WalkWords => {
  const { name: noun, entered, changed } = recordWords[name];
  const day = record.day === null ? '' : ` (${dayText(record.day)})`;
  return {
    noun: `${noun}${day}`,
    entered,
    changed,
    border:
      closing === null ? 'изменять нельзя' : `менять можно было по ${dayText(closing.lastDay)} включительно`,
  };
};

const markNeeds = (filters: Filters): string[] =>
  filterNeeds(filters).length > 0 ? ['mark.assessmentId', ...filterNeeds(filters)] : [];

/** R07: what was entered is changed only while the window is open, or with a permit. */
export const editWindow = defineKind({
  name: 'edit_window',
  rules: ['R07'],
  title: 'Запись не изменена после закрытия окна без разрешения',
  severity: 'error',
  effect: 'withhold',
  scope: 'subject_term',
  params,
  topic: (given) => ['edit_window', given.record, filterTopic(given)].join('/').replace(/\/+$/, ''),
  overlaps: recordsMeet,
  carries: ({ record }) => withholdable.includes(record),
  needs: (given) => [needOfRecord[given.record], ...markNeeds(given)],
  watches: [
    'mark',
    'attendance',
    'termMark',
    'lesson',
    'homework',
    'assessment',
    'term',
    'amendmentPermit',
    'resitProtocol',
  ],
  evaluate(facts, given, at, judge) {
    const { record: name, window, closesEntry } = given;
    if (!concernsClass(facts, given, judge)) return;
    const closingOf = closings(window, at.calendar, at.readings);
    const { permitsFor } = indexOf(facts);
    for (const record of journalRecords(name, facts, given)) {
      if (record.day === null) {
        judge.notConcerned();
        continue;
      }
      const closing = closingOf(record.day);
      const found = walk(record.value, timingOf(closing, closesEntry), permitsFor(record.row.id));
      judgeWalk(record, found, judge, () => ({
        deadline: closing?.at ?? null,
        words() {
          return wordsFor(record, given, closing);
        },
        when(interval) {
          return intervalText(at.calendar, interval);
        },
        advice(interval) {
          return syncAdvice(at.calendar, interval, closing?.at ?? interval.notAfter);
        },
      }));
    }
  },
});
