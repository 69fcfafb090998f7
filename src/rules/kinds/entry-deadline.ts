import { z } from 'zod';
import { lookAdvice, syncAdvice } from '../advice.ts';
import { type Deadline, deadlineAt, deadlineSchema, type Uncountable } from '../deadline.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts } from '../facts.ts';
import { type Filters, filterNeeds, filterShape, filterTopic } from '../filters.ts';
import { recordsMeet } from '../filters-meet.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { intervalText, momentText } from '../moment-text.ts';
import { currentOf, enteredOf, type Instant, type Interval, keptDeadline } from '../observed.ts';
import { Straddling } from '../straddling.ts';
import { dayText } from '../wording.ts';
import { concernsClass } from './records/grade-known.ts';
import {
  entityOfRecord,
  type JournalRecord,
  journalRecords,
  needOfRecord,
  placeOf,
  type RecordName,
  recordNames,
  recordWords,
} from './records/journal-record.ts';

const params = z.strictObject({ record: z.enum(recordNames), deadline: deadlineSchema, ...filterShape });

const RULES: Readonly<Record<RecordName, string>> = {
  attendance: 'R01',
  topic: 'R02',
  homework: 'R03',
  mark: 'R04',
  work: 'R05',
  term_mark: 'R06',
};

interface Question {
  readonly name: RecordName;
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
}

const about = (name: RecordName, { day }: JournalRecord): string =>
  `${recordWords[name].name}${day === null ? '' : ` (${dayText(day)})`}`;

const toldOf = (record: JournalRecord) => ({
  key: record.row.id,
  rows: [record.row],
  place: placeOf(record),
});

const whenEntered = (record: JournalRecord, interval: Interval, { name, at }: Question): string =>
  `${about(name, record)} ${recordWords[name].entered} ${intervalText(at.calendar, interval)}`;

function entered(record: JournalRecord, interval: Interval, deadline: Instant, asked: Question): void {
  const { judge, at } = asked;
  const kept = keptDeadline(interval, deadline);
  if (kept === 'kept') {
    judge.met();
    return;
  }
  if (kept === 'missed') {
    const message = `${whenEntered(record, interval, asked)}; срок был до ${momentText(at.calendar, deadline)}.`;
    judge.violated({ ...toldOf(record), deadline, interval, message });
    return;
  }
  const words = {
    message() {
      const until = momentText(at.calendar, deadline);
      return `${whenEntered(record, interval, asked)}: в срок (до ${until}) или позже, сказать нельзя.`;
    },
    advice() {
      return syncAdvice(at.calendar, interval, deadline);
    },
  };
  judge.undecided(new Straddling(record.row, placeOf(record), interval, deadline, words));
}

function missing(record: JournalRecord, deadline: Instant, asked: Question): void {
  const { name, judge, at, facts } = asked;
  const seen = facts.seenAt(entityOfRecord[name], record.day);
  const what = `${about(name, record)} не ${recordWords[name].entered}`;
  const told = { ...toldOf(record), deadline };
  const until = momentText(at.calendar, deadline);
  if (seen !== null && seen > deadline)
    judge.violated({ ...told, message: `${what}; срок был до ${until}.` });
  else
    judge.undecided({
      ...told,
      message: `${what}, но после срока (${until}) журнал ещё не читали.`,
      reason: 'not_looked',
      advice: lookAdvice(at.calendar, deadline),
    });
}

/** Of what is not there, only a topic is missed: nobody can say that there should have been a mark. */
function absent(record: JournalRecord, deadline: Instant, asked: Question): void {
  const { name, judge, at } = asked;
  if (name !== 'topic') judge.notConcerned();
  else if (at.now <= deadline) judge.pending(deadline + 1);
  else missing(record, deadline, asked);
}

function uncountable(
  record: JournalRecord,
  { missing: message, advice }: Uncountable,
  asked: Question,
): void {
  const { judge, at } = asked;
  const start = record.day === null ? null : at.calendar.startOf(record.day);
  if (start !== null && at.now < start) judge.pending(start);
  else judge.undecided({ ...toldOf(record), message, reason: 'missing_input', advice });
}

function evaluateRecord(record: JournalRecord, deadline: Deadline, asked: Question): void {
  const { facts, at, judge } = asked;
  const due = deadlineAt(
    deadline,
    {
      day: record.day,
      start: record.lesson?.start ?? null,
      term: facts.term,
      dayOfYear: facts.from,
      lastLessonEnd: facts.lastLessonEnd,
    },
    at,
  );
  const since = currentOf(record.value) === null ? null : enteredOf(record.value);
  if (due === null) judge.notConcerned();
  else if (typeof due !== 'number') uncountable(record, due, asked);
  else if (since === null) absent(record, due, asked);
  else entered(record, since, due, asked);
}

const startNeeds = ({ within }: Deadline): string[] =>
  within === 'minutes_after_start'
    ? ['lesson.startTime']
    : within === 'hours_after_last_lesson'
      ? ['lesson.endTime']
      : [];

const markNeeds = (record: RecordName, filters: Filters): string[] => {
  const needs = filterNeeds(filters);
  return record === 'mark' && needs.length > 0 ? ['mark.assessmentId', ...needs] : needs;
};

/** R01–R06: what a teacher enters is there in time. */
export const entryDeadline = defineKind({
  name: 'entry_deadline',
  rules: ['R01', 'R02', 'R03', 'R04', 'R05', 'R06'],
  ruleOf: ({ record, workTypes }) => (record === 'mark' && workTypes ? 'R05' : RULES[record]),
  title: 'Запись внесена в журнал в срок',
  severity: 'error',
  scope: 'subject_term',
  params,
  topic: (given) => ['entry_deadline', given.record, filterTopic(given)].join('/').replace(/\/+$/, ''),
  overlaps: recordsMeet,
  needs: (given) => [
    needOfRecord[given.record],
    ...startNeeds(given.deadline),
    ...markNeeds(given.record, given),
  ],
  watches: ['lesson', 'homework', 'assessment', 'mark', 'attendance', 'termMark', 'term'],
  evaluate(facts, { record: name, deadline, ...filters }, at, judge) {
    if (!concernsClass(facts, filters, judge)) return;
    const asked = { name, facts, at, judge };
    for (const record of journalRecords(name, facts, filters)) evaluateRecord(record, deadline, asked);
  },
});
