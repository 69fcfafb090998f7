import { keys } from '../told-school.ts';
import { endOf } from './looks.ts';
import { addDays, type Evidence, type LessonDeadline, markStates } from './truth-rows.ts';
import { byDeadline, note, type Verdicts } from './verdicts.ts';

/** Lessons given by somebody else that the register does not have, or got too late. */
export function unrecordedSubstitutions(evidence: Evidence, deadline: LessonDeadline): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons) {
    const { substitution } = known.lesson;
    const by = deadline(known);
    if (!substitution || by === null || by >= evidence.looks.last) continue;
    const span = substitution.recordedAt === null ? null : evidence.looks.spanOf(substitution.recordedAt);
    note(found, known.key, byDeadline(span, by, evidence.looks));
  }
  return found;
}

/** Absences whose reason nobody wrote down in time. */
export function missingReasons(evidence: Evidence, days: number): Verdicts {
  const found: Verdicts = new Map();
  for (const known of evidence.lessons)
    for (const one of known.record.attendance) {
      if (one.status !== 'absent' || one.enteredAt > evidence.looks.last) continue;
      const by = endOf(addDays(known.lesson.date, days));
      if (by >= evidence.looks.last) continue;
      const span = one.reasonGivenAt === null ? null : evidence.looks.spanOf(one.reasonGivenAt);
      const key = keys.attendance(known.key, one.studentId);
      note(found, key, byDeadline(span, by, evidence.looks));
    }
  return found;
}

/** Marks of students who were away. */
export function marksOfAbsent({ lessons, looks }: Evidence): Verdicts {
  const found: Verdicts = new Map();
  for (const { key, record } of lessons)
    for (const { studentId, workIndex, enteredAt } of record.marks) {
      const away = record.attendance.some(
        (one) => one.studentId === studentId && one.status === 'absent' && one.enteredAt <= looks.last,
      );
      if (away && enteredAt <= looks.last) note(found, keys.mark(key, workIndex, studentId), 'late');
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
export function marksAfterTermMark(evidence: Evidence): Verdicts {
  const { year, looks } = evidence;
  const found: Verdicts = new Map();
  for (const known of evidence.lessons) {
    const term = year
      .termsOf(known.lesson.classId)
      .find(({ startDay, endDay }) => startDay <= known.lesson.date && known.lesson.date <= endDay);
    for (const mark of known.record.marks) {
      const set = termMarkEntry(evidence, mark.studentId, known.lesson.subjectId, term?.id ?? null);
      const closed = set === null ? null : looks.spanOf(set);
      if (!closed) continue;
      for (const { span } of markStates(evidence, mark)) {
        const key = keys.mark(known.key, mark.workIndex, mark.studentId);
        if (span.after !== null && span.after >= closed.by) found.set(key, 'violated');
        else if ((closed.after === null || span.by > closed.after) && found.get(key) !== 'violated')
          found.set(key, 'unknown');
      }
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

/** Students whose family has an account that no consent stood behind, today or when it was opened. */
export function accountsWithoutConsent({ year, looks }: Evidence): number[] {
  const day = looks.last.slice(0, 10);
  const open = year
    .accounts()
    .filter(({ openedDay, closedDay }) => openedDay <= day && (closedDay === null || closedDay >= day));
  return year.students.flatMap(({ id, guardianIds, consents }) => {
    const opened = open
      .filter(
        ({ holder, holderId }) =>
          (holder === 'student' && holderId === id) ||
          (holder === 'guardian' && guardianIds.includes(holderId)),
      )
      .map(({ openedDay }) => openedDay)
      .sort()[0];
    if (opened === undefined) return [];
    const paper = consents.find(({ discloses }) => discloses === 'diary');
    const holdsOn = (on: string): boolean =>
      !!paper &&
      paper.state !== 'refused' &&
      paper.fromDay <= on &&
      !(paper.withdrawnDay !== null && paper.withdrawnDay <= on);
    return holdsOn(day) && holdsOn(opened) ? [] : [id];
  });
}
