import { markAt } from '../../../sandbox/school-year/types.ts';
import { keys } from '../told-school.ts';
import { endOf } from './looks.ts';
import { addDays, type Edits, type Evidence, markStates } from './truth-rows.ts';
import { before, byDeadline, note, type Verdicts, type Walked, walk } from './verdicts.ts';

/**
 * Lessons given by somebody else that the register does not have, or (`sameDay`) got after the day. A substitute who
 * teaches the group anyway is none.
 */
export function unrecordedSubstitutions(evidence: Evidence, sameDay: boolean): Verdicts {
  const found: Verdicts = new Map();
  for (const { key, lesson } of evidence.lessons) {
    const { substitution, date } = lesson;
    if (!substitution || endOf(date) >= evidence.looks.last) continue;
    const span = substitution.recordedAt === null ? null : evidence.looks.spanOf(substitution.recordedAt);
    if (!span) found.set(key, 'violated');
    else if (sameDay) note(found, key, byDeadline(span, endOf(date), evidence.looks));
  }
  return found;
}

/** Absences that some days later still have no reason: one that came late counts as mended. */
export function missingReasons({ lessons, looks }: Evidence, days: number): Verdicts {
  const found: Verdicts = new Map();
  for (const { key, lesson, record } of lessons)
    for (const { studentId, status, enteredAt, reasonGivenAt } of record.attendance) {
      if (status !== 'absent' || enteredAt > looks.last) continue;
      const isGiven = reasonGivenAt !== null && reasonGivenAt <= looks.last;
      const isDue = endOf(addDays(lesson.date, days)) < looks.last;
      if (!isGiven && isDue) note(found, keys.attendance(key, studentId), 'late');
    }
  return found;
}

const NOT_EARNED: readonly (string | null)[] = ['.', 'н/а', 'осв', null];

/** Marks of students who were away: «точка», «н/а» and «осв» are given for nothing done. */
export function marksOfAbsent({ lessons, looks }: Evidence): Verdicts {
  const found: Verdicts = new Map();
  for (const { key, record } of lessons)
    for (const mark of record.marks) {
      const { studentId, workIndex } = mark;
      const earned = !NOT_EARNED.includes(markAt(mark, looks.last));
      const away = record.attendance.some(
        (one) => one.studentId === studentId && one.status === 'absent' && one.enteredAt <= looks.last,
      );
      if (away && earned) note(found, keys.mark(key, workIndex, studentId), 'late');
    }
  return found;
}

/** Lessons on days that the school has none. */
export function lessonsOnDaysOff({ year, lessons }: Evidence): string[] {
  const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  const isFree = (day: string): boolean =>
    weekday(day) > year.weekDays || year.breaks.some((one) => one.startDay <= day && day <= one.endDay);
  return lessons.filter(({ lesson }) => isFree(lesson.date)).map(({ key }) => key);
}

/** Marks that were put or changed after the term mark. */
export function marksAfterTermMark(evidence: Evidence): Edits {
  const { year, looks } = evidence;
  const found = new Map<string, Walked>();
  for (const known of evidence.lessons) {
    const term = year
      .termsOf(known.lesson.classId)
      .find(({ startDay, endDay }) => startDay <= known.lesson.date && known.lesson.date <= endDay);
    for (const mark of known.record.marks) {
      const set = termMarkEntry(evidence, mark.studentId, known.lesson.subjectId, term?.id ?? null);
      const closed = set === null ? null : looks.spanOf(set);
      if (!closed) continue;
      const key = keys.mark(known.key, mark.workIndex, mark.studentId);
      found.set(key, walk(markStates(evidence, mark), before(closed)));
    }
  }
  return found;
}

const entries = new WeakMap<Evidence, Map<string, string>>();

/** When the student's mark for the term was put. */
function termMarkEntry(
  evidence: Evidence,
  studentId: number,
  subjectId: number,
  termId: number | null,
): string | null {
  const known = entries.get(evidence) ?? new Map<string, string>();
  if (!entries.has(evidence)) {
    entries.set(evidence, known);
    const { year } = evidence;
    for (const { id } of year.classes)
      for (const term of year.termsOf(id))
        for (const mark of year.termMarks(id, term.id))
          known.set(keys.termMark(mark.termId, mark.subjectId, mark.studentId), mark.enteredAt);
  }
  return known.get(keys.termMark(termId, subjectId, studentId)) ?? null;
}

/** Movements that lack a paper, and which. */
export function movementsWithoutPapers({ year, looks }: Evidence): {
  readonly order: string[];
  readonly confirmation: string[];
} {
  const day = looks.last.slice(0, 10);
  const made = year.movements.filter(({ date }) => date <= day);
  return {
    order: made.filter(({ orderNumber }) => orderNumber === null).map(({ id }) => String(id)),
    confirmation: made
      .filter(({ kind, confirmation }) => kind === 'departure' && !(confirmation && confirmation.day <= day))
      .map(({ id }) => String(id)),
  };
}

/** Students who are in more or fewer parts of a subject than one, with the subject. */
export function misplacedStudents({ year, looks }: Evidence): string[] {
  const day = looks.last.slice(0, 10);
  const found: string[] = [];
  for (const { id: classId } of year.classes) {
    const parts = year.groups.filter((group) => group.classId === classId && group.part !== null);
    for (const subjectId of new Set(parts.map((group) => group.subjectId)))
      for (const student of year.rosterOn(classId, day)) {
        const own = parts.filter(
          (group) => group.subjectId === subjectId && year.membersOn(group.id, day).includes(student),
        );
        if (own.length !== 1) found.push(`${student.id}/${subjectId}`);
      }
  }
  return found;
}

/** At eighteen a guardian's signature is a basis no more. */
const isOfAge = (birthDate: string, day: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}` <= day;

/** Students whose family has an account that no consent stood behind, today or when it was opened. */
export function accountsWithoutConsent({ year, looks }: Evidence): string[] {
  const day = looks.last.slice(0, 10);
  const open = year
    .accounts()
    .filter(({ openedDay, closedDay }) => openedDay <= day && (closedDay === null || closedDay >= day));
  return year.students.flatMap(({ id, birthDate, guardianIds, consents, enrolments }) => {
    const opened = open
      .filter(({ holder, holderId }) =>
        holder === 'student' ? holderId === id : guardianIds.includes(holderId),
      )
      .filter(({ holder }) => holder !== 'staff')
      .map(({ openedDay }) => openedDay)
      .sort()[0];
    if (opened === undefined || !enrolments.some(({ from }) => from <= day)) return [];
    const paper = consents.find(({ discloses }) => discloses === 'diary');
    const holdsOn = (on: string): boolean =>
      paper !== undefined &&
      paper.state !== 'refused' &&
      paper.fromDay <= on &&
      !(paper.withdrawnDay !== null && paper.withdrawnDay <= on) &&
      (guardianIds.length === 0 || !isOfAge(birthDate, on));
    return holdsOn(day) && holdsOn(opened) ? [] : [String(id)];
  });
}

/** Accounts that several people use, or that open more to a family than its own. */
export function wrongAccounts({ year, looks }: Evidence): string[] {
  const day = looks.last.slice(0, 10);
  return year
    .accounts()
    .filter(({ openedDay, closedDay }) => openedDay <= day && (closedDay === null || closedDay >= day))
    .filter(({ shared, holder, rights }) => shared || (holder !== 'staff' && rights !== 'read_own'))
    .map(({ id }) => String(id));
}

/** Lessons that are over and have no topic. */
export function lessonsWithoutTopic({ lessons, looks }: Evidence): Verdicts {
  const found: Verdicts = new Map();
  for (const { key, lesson, record } of lessons) {
    const isTold = record.topicEnteredAt !== null && record.topicEnteredAt <= looks.last;
    if (!isTold && endOf(lesson.date) < looks.last) found.set(key, 'violated');
  }
  return found;
}

/** Lessons at which nothing was set for the group's next one. */
export function lessonsWithoutHomework({ lessons, looks }: Evidence): Verdicts {
  const found: Verdicts = new Map();
  const previous = new Map<number, string>();
  for (const { key, lesson, record } of lessons) {
    const before = previous.get(lesson.groupId);
    previous.set(lesson.groupId, key);
    const isSet = record.homework !== null && record.homework.setAt <= looks.last;
    if (before !== undefined && !isSet && endOf(before.slice(0, 10)) < looks.last)
      found.set(before, 'violated');
  }
  return found;
}

/** Marks of people who neither teach the class this subject nor gave the lesson. */
export function marksOfStrangers({ year, lessons, looks }: Evidence): string[] {
  const loads = new Set(
    year.groups.map(({ classId, subjectId, teacherId }) => `${classId} ${subjectId} ${teacherId}`),
  );
  return lessons.flatMap(({ key, lesson, record }) =>
    record.marks
      .filter(({ enteredAt }) => enteredAt <= looks.last)
      .filter(({ byStaffId }) => byStaffId !== lesson.teacherId)
      .filter(({ byStaffId }) => !loads.has(`${lesson.classId} ${lesson.subjectId} ${byStaffId}`))
      .map(({ workIndex, studentId }) => keys.mark(key, workIndex, studentId)),
  );
}

/** A group's lessons that are over with the entry of the plan that each was about; null without topic. */
function coursesOf({ lessons, looks }: Evidence): Map<number, { key: string; ordinal: number | null }[]> {
  const found = new Map<number, { key: string; ordinal: number | null }[]>();
  for (const { key, lesson, record } of lessons) {
    if (lesson.date >= looks.last.slice(0, 10)) continue;
    const isTold = record.topicEnteredAt !== null && record.topicEnteredAt <= looks.last;
    const course = found.get(lesson.groupId) ?? [];
    found.set(lesson.groupId, [...course, { key, ordinal: isTold ? record.planOrdinal : null }]);
  }
  return found;
}

function firstMissing(times: ReadonlyMap<number, number>): number {
  let ordinal = 1;
  while (times.has(ordinal)) ordinal += 1;
  return ordinal;
}

/**
 * Where lessons do not follow the plan: lessons out of order, entries with more lessons than hours, groups
 * behind (by the first entry that they have not had). */
export function lessonsOffPlan(evidence: Evidence): {
  readonly order: string[];
  readonly hours: string[];
  readonly lag: string[];
} {
  const found = { order: [] as string[], hours: [] as string[], lag: [] as string[] };
  for (const [groupId, course] of coursesOf(evidence)) {
    let reached = 0;
    const times = new Map<number, number>();
    for (const { key, ordinal } of course) {
      if (ordinal === null) continue;
      if (ordinal < reached) found.order.push(key);
      reached = Math.max(reached, ordinal);
      times.set(ordinal, (times.get(ordinal) ?? 0) + 1);
    }
    for (const [ordinal, count] of times) if (count > 1) found.hours.push(keys.plan(groupId, ordinal));
    if (times.size < course.length) found.lag.push(keys.plan(groupId, firstMissing(times)));
  }
  return found;
}
