import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import {
  type DisclosurePurpose,
  disclosurePurposeNames,
  disclosurePurposes,
} from '../../model/disclosure.ts';
import { birthdayOf, decideDisclosure, SIGNS_ALONE } from '../consent-gate.ts';
import type { Judge } from '../decision.ts';
import type { Kept, SchoolFacts } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import type { Interval, Row } from '../observed.ts';
import { dayText } from '../wording.ts';

const params = z
  .strictObject({
    /** Before an account is opened, before data are shown to the family, before they go to a new operator. */
    before: z.enum(['account', 'exposure', 'transfer']),
    purpose: z.enum(disclosurePurposeNames),
  })
  .refine(({ purpose }) => disclosurePurposes[purpose].needsConsent, 'this purpose needs no consent');

type Student = SchoolFacts['students'][number];
type Consent = Kept<'consent'>;

/** Since when a student has an account, as far as anybody knows, and what tells it. */
interface Opened {
  readonly since: Interval;
  readonly rows: readonly Row[];
}

const earlier = (left: Opened | undefined, right: Opened): Opened =>
  left && left.since.notAfter <= right.since.notAfter ? left : right;

const isGuardianOf = ({ fromDay, toDay }: Kept<'guardianship'>, today: Day): boolean =>
  (fromDay === null || fromDay <= today) && (toDay === null || toDay >= today);

/** An account that says its day was opened on that day; otherwise between two readings. */
function openedOf({ id, openedDay, entered }: Kept<'account'>, { calendar }: Circumstances): Opened {
  const rows: Row[] = [{ entity: 'account', id }];
  if (openedDay === null) return { since: entered, rows };
  return { since: { notBefore: calendar.startOf(openedDay), notAfter: calendar.endOf(openedDay) }, rows };
}

/** The first account of each student: the student's own, a guardian's, or one that a diary is read through. */
function accountsByStudent(facts: SchoolFacts, at: Circumstances): Map<string, Opened> {
  const today = at.calendar.dayOf(at.now);
  const opened = new Map<string, Opened>();
  const add = (studentId: string, one: Opened) => opened.set(studentId, earlier(opened.get(studentId), one));
  const wards = groupedBy(
    facts.guardianships.filter((one) => isGuardianOf(one, today)),
    ({ guardianId }) => guardianId,
  );
  for (const account of facts.accounts) {
    if (account.closedDay !== null && account.closedDay < today) continue;
    const one = openedOf(account, at);
    if (account.studentId !== null) add(account.studentId, one);
    if (account.guardianId === null) continue;
    for (const { studentId } of wards.get(account.guardianId) ?? []) add(studentId, one);
  }
  for (const { studentId, since } of facts.familyAccounts) {
    add(studentId, { since, rows: [{ entity: 'student', id: studentId }] });
  }
  return opened;
}

/** Whether some consent for the purpose holds that day, whoever the operator is. */
function holdsOn(
  student: Student,
  consents: readonly Consent[],
  purpose: DisclosurePurpose,
  day: Day,
): boolean {
  const operators = new Set(consents.map(({ operator }) => operator));
  for (const operator of operators) {
    if (decideDisclosure({ student, consents, purpose, operator, day }).allowed) return true;
  }
  return false;
}

/** What keeps a family without a valid consent, in Russian; null when nothing does. */
function faultOf(
  student: Student,
  consents: readonly Consent[],
  purpose: DisclosurePurpose,
  { now, calendar }: Circumstances,
): string | null {
  if (holdsOn(student, consents, purpose, calendar.dayOf(now))) return null;
  return consents.some((consent) => consent.purpose === purpose)
    ? 'согласие больше не действует или подписано не тем, кто вправе'
    : 'согласия нет';
}

function judgeAccounts(
  facts: SchoolFacts,
  purpose: DisclosurePurpose,
  at: Circumstances,
  judge: Judge,
): void {
  const students = new Map(facts.students.map((student) => [student.id, student]));
  const consents = groupedBy(facts.consents, ({ studentId }) => studentId);
  for (const [studentId, { since, rows }] of accountsByStudent(facts, at)) {
    const student = students.get(studentId) ?? { id: studentId, birthDate: null, classId: null, grade: null };
    const own = consents.get(studentId) ?? [];
    const openedDay = at.calendar.dayOf(since.notAfter);
    const now = faultOf(student, own, purpose, at);
    const held = now === null && holdsOn(student, own, purpose, openedDay);
    const from = since.notBefore === null ? null : at.calendar.dayOf(since.notBefore);
    const told = {
      key: `${studentId}/account`,
      rows: [...rows, ...consentRows(own, purpose)],
      place: { studentId, classId: student.classId },
      interval: since,
    };
    if (!held) {
      const message = now
        ? `У семьи есть доступ к журналу, а ${now}: ${disclosurePurposes[purpose].title}.`
        : `Доступ к журналу открыт раньше согласия: он был уже ${dayText(openedDay)}.`;
      judge.violated({ ...told, message });
    } else if (from !== null && holdsOn(student, own, purpose, from)) judge.met();
    else judge.undecided({ ...told, ...openedUnknown(openedDay) });
  }
}

/** Whether the access was there before the consent depends on a day that nobody has told. */
const openedUnknown = (seenDay: Day) => ({
  message: `Доступ к журналу был уже ${dayText(seenDay)}; открыт ли он раньше согласия, сказать нельзя.`,
  reason: 'straddles' as const,
  advice: 'Внесите, с какого дня открыта учётная запись семьи.',
});

const consentRows = (consents: readonly Consent[], purpose: DisclosurePurpose): Row[] =>
  consents
    .filter((consent) => consent.purpose === purpose)
    .map(({ id }) => ({ entity: 'consent' as const, id }));

function judgeStudents(
  facts: SchoolFacts,
  { before, purpose }: z.infer<typeof params>,
  at: Circumstances,
  judge: Judge,
): void {
  const consents = groupedBy(facts.consents, ({ studentId }) => studentId);
  for (const student of facts.students) {
    if (student.classId === null) {
      judge.notConcerned();
      continue;
    }
    const own = consents.get(student.id) ?? [];
    const fault = faultOf(student, own, purpose, at);
    if (fault === null) {
      judge.met();
      continue;
    }
    const what = before === 'transfer' ? 'передавать другому оператору' : 'показывать вне школы';
    judge.violated({
      key: `${student.id}/${before}`,
      rows: [{ entity: 'student', id: student.id }, ...consentRows(own, purpose)],
      place: { studentId: student.id, classId: student.classId },
      message: `Данные ученика нельзя ${what}: ${fault} (цель — ${disclosurePurposes[purpose].title}).`,
    });
  }
}

/**
 * The next day on which the calendar alone may change an answer: a consent, an account or a guardianship begins or
 * ends, a student comes of age.
 */
function nextChange(facts: SchoolFacts, { now, calendar }: Circumstances): Day | null {
  const today = calendar.dayOf(now);
  const days: Day[] = [];
  const add = (day: Day | null) => {
    if (day !== null && day > today) days.push(day);
  };
  for (const { fromDay, toDay } of [...facts.consents, ...facts.guardianships]) {
    add(fromDay);
    add(toDay && calendar.addDays(toDay, 1));
  }
  for (const { withdrawnDay } of facts.consents) add(withdrawnDay);
  for (const { closedDay } of facts.accounts) add(closedDay && calendar.addDays(closedDay, 1));
  for (const { birthDate } of facts.students) add(birthDate && birthdayOf(birthDate, SIGNS_ALONE));
  return days.sort()[0] ?? null;
}

/** A consent is on file before an account is opened, data are shown, or they go to another operator (R23). */
export const consentOnFile = defineKind({
  name: 'consent_on_file',
  rules: ['R23'],
  title: 'Согласие на обработку персональных данных есть до того, как данные становятся доступны',
  severity: 'error',
  effect: 'refuse',
  scope: 'school',
  params,
  topic: ({ before, purpose }) => `consent_on_file/${before}/${purpose}`,
  // Consents are entered with us, so no source has to tell of them.
  needs: () => [],
  watches: ['consent', 'account', 'guardianship', 'student', 'enrolment'],
  evaluate(facts, asked, at, judge) {
    if (asked.before === 'account') judgeAccounts(facts, asked.purpose, at, judge);
    else judgeStudents(facts, asked, at, judge);
    const next = nextChange(facts, at);
    if (next !== null) judge.pending(at.calendar.startOf(next));
  },
});
