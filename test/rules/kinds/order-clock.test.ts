import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/model/dates.ts';
import type { FactsOf, ScopeName } from '../../../src/rules/facts.ts';
import type { AnyKind } from '../../../src/rules/kind.ts';
import { accountRights } from '../../../src/rules/kinds/account-rights.ts';
import { baseData } from '../../../src/rules/kinds/base-data.ts';
import { consentOnFile } from '../../../src/rules/kinds/consent-on-file.ts';
import { controlEvent } from '../../../src/rules/kinds/control-event.ts';
import { groupMembership } from '../../../src/rules/kinds/group-membership.ts';
import { lessonPlan } from '../../../src/rules/kinds/lesson-plan.ts';
import { movementPapers } from '../../../src/rules/kinds/movement-papers.ts';
import { paperSummary } from '../../../src/rules/kinds/paper-summary.ts';
import { remarkAnswered } from '../../../src/rules/kinds/remark-answered.ts';
import { testSchedule } from '../../../src/rules/kinds/test-schedule.ts';
import {
  assessment,
  classYear,
  exactly,
  group,
  judged,
  lesson,
  moment,
  plan,
  school,
} from './order-facts.ts';

const entered = exactly('2025-09-01');

/** Days of the year on which this and that begins and ends. */
const day = fc.integer({ min: 0, max: 320 }).map((days) => addDays('2025-09-01', days));
const maybeDay = fc.option(day);

const schools = fc.record({ a: day, b: maybeDay, c: maybeDay, d: day }).map(({ a, b, c, d }) =>
  school({
    students: [{ id: 's-1', birthDate: addDays(d, -6575), classId: 'c-7b', grade: 11 }],
    consents: [
      {
        id: 'k-1',
        studentId: 's-1',
        purpose: 'diary',
        operator: null,
        state: 'given',
        signerGuardianId: 'p-1',
        signedByStudent: null,
        fromDay: a,
        toDay: b,
        withdrawnDay: c,
        document: null,
        entered,
      },
    ],
    accounts: [
      {
        id: 'a-1',
        holder: 'student',
        studentId: 's-1',
        guardianId: null,
        staffId: null,
        rights: 'read_all',
        shared: false,
        openedDay: null,
        closedDay: c,
        entered,
      },
    ],
    remarks: [
      {
        id: 'r-1',
        madeBy: 'administrator',
        day: a,
        dueDay: b,
        staffId: null,
        classId: null,
        subjectId: null,
        text: 'Нет тем',
        answeredDay: null,
        answer: null,
        entered,
      },
    ],
    movements: [
      {
        id: 'm-1',
        studentId: 's-1',
        kind: 'departure',
        date: a,
        fromClassId: null,
        toClassId: null,
        otherPlace: null,
        orderNumber: null,
        orderDay: null,
        confirmationNumber: null,
        confirmationDay: null,
        reason: null,
        entered,
      },
    ],
    refusals: [{ id: 'f-1', studentId: 's-1', fromDay: a, toDay: b, document: null, entered }],
  }),
);

const years = fc.record({ a: day, b: day, c: day }).map(({ a, b, c }) =>
  classYear({
    students: ['s-1', 's-2', 's-3'].map((studentId) => ({ studentId, from: null, to: null })),
    groups: [
      group('en-1', 'english', ['s-1'], {
        members: [
          { studentId: 's-1', from: null, to: null },
          { studentId: 's-3', from: null, to: a },
        ],
      }),
      group('en-2', 'english', [], {
        members: [
          { studentId: 's-2', from: null, to: null },
          { studentId: 's-3', from: b, to: null },
        ],
      }),
    ],
    lessons: [a, b, c].map((date, index) =>
      lesson(`l-${index}`, date, { groupId: 'en-1', subjectId: 'english' }),
    ),
    assessments: [
      assessment('w-1', a, { subjectId: 'english' }),
      assessment('w-2', b, { subjectId: 'english' }),
    ],
    plan: [plan(1, 'Степени', { subjectId: 'english', plannedDay: c })],
  }),
);

/** What the answer is, without what is still to come. */
const answer = (kind: AnyKind, facts: FactsOf[ScopeName], asked: unknown, now: string) => {
  const { violated, undecided, pending } = judged(kind, facts, asked, now);
  const told = [...violated, ...undecided].map(({ key, message }) => `${key}: ${message}`).sort();
  return { told, next: Math.min(Number.POSITIVE_INFINITY, ...pending) };
};

const cases: readonly (readonly [AnyKind, fc.Arbitrary<FactsOf[ScopeName]>, unknown])[] = [
  [accountRights, schools, {}],
  [consentOnFile, schools, { before: 'account', purpose: 'diary' }],
  [consentOnFile, schools, { before: 'exposure', purpose: 'diary' }],
  [remarkAnswered, schools, { days: 10 }],
  [movementPapers, schools, { order: true, confirmation: true }],
  [paperSummary, schools, {}],
  [controlEvent, schools, { event: 'backup', every: 'month' }],
  [baseData, schools, { entities: ['term'], deadline: { within: 'before_term', days: 7 } }],
  [groupMembership, years, {}],
  [lessonPlan, years, { order: true, hours: true, lagLessons: 0 }],
  [testSchedule, years, { workTypes: ['Контрольная'] }],
];

describe('the clock', () => {
  it.each(cases)('changes an answer only when it was said to: %#', (kind, facts, asked) => {
    fc.assert(
      fc.property(facts, day, fc.integer({ min: 1, max: 60 }), (given, now, days) => {
        const later = addDays(now, days);
        const { told, next } = answer(kind, given, asked, now);
        if (moment(later) < next) expect(answer(kind, given, asked, later).told).toEqual(told);
      }),
    );
  });
});
