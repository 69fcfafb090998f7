import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge, Place } from '../decision.ts';
import type { ClassTermFacts, LessonFact, MemberFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import { currentOf, type Row, type Timeline } from '../observed.ts';
import { counted, dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
  readonly stays: ReadonlyMap<string, readonly MemberFact[]>;
  /** Students, by subject, of whose records nobody can tell whether they were of the class on that day. */
  readonly unplaced: Map<string | null, Set<string>>;
}

/** A mark or an absence. */
interface StudentRow {
  readonly id: string;
  readonly studentId: string;
  readonly subjectId: string | null;
  readonly lessonId: string | null;
  readonly date: Day;
  readonly value: Timeline;
}

/** A club may meet on a Sunday; a lesson may not. */
const isBound = (lesson: LessonFact | undefined): boolean => lesson?.kind !== 'extracurricular';

function judgeLesson(lesson: LessonFact, { at, judge }: Question): void {
  const off = isBound(lesson) ? at.calendar.dayOff(lesson.date) : null;
  if (off === null) {
    judge.met();
    return;
  }
  judge.violated({
    key: lesson.id,
    rows: [{ entity: 'lesson', id: lesson.id }],
    place: { subjectId: lesson.subjectId, staffId: lesson.teacherId, day: lesson.date },
    message: `Урок стоит в неучебный день ${dayText(lesson.date)} (${off}).`,
  });
}

/** Why a record should not be on its day; null when it may. That its lesson should not either is told there. */
function dayOffOf(row: StudentRow, { facts, at }: Question): string | null {
  const lesson = row.lessonId === null ? undefined : indexOf(facts).lessons.get(row.lessonId);
  return isBound(lesson) && lesson?.date !== row.date ? at.calendar.dayOff(row.date) : null;
}

/** Whether the student was of the class that day; null where no source tells since when. */
function wasThere({ studentId, date }: StudentRow, stays: Question['stays']): boolean | null {
  const possible = stays.get(studentId)?.filter((stay) => covers(stay, date));
  if (!possible) return null;
  if (possible.some(({ from }) => from !== null)) return true;
  return possible.length > 0 ? null : false;
}

function unplaced({ subjectId, studentId }: StudentRow, { unplaced }: Question): void {
  const known = unplaced.get(subjectId);
  if (known) known.add(studentId);
  else unplaced.set(subjectId, new Set([studentId]));
}

function judgeRow(entity: 'mark' | 'attendance', row: StudentRow, asked: Question): void {
  if (currentOf(row.value) === null) {
    asked.judge.notConcerned();
    return;
  }
  const off = dayOffOf(row, asked);
  const there = wasThere(row, asked.stays);
  if (off === null && there !== false) {
    // With the day all is well; what cannot be told of the enrolment is told once for all records.
    if (there === null) unplaced(row, asked);
    asked.judge.met();
    return;
  }
  const day = dayText(row.date);
  const against =
    off === null
      ? `стоит за ${day}, когда ученик не числился в классе`
      : `стоит в неучебный день ${day} (${off})`;
  const rows: Row[] = [{ entity, id: row.id }];
  const place: Place = { subjectId: row.subjectId, studentId: row.studentId, day: row.date };
  const noun = entity === 'mark' ? 'Отметка' : 'Запись о посещаемости';
  asked.judge.violated({ key: row.id, rows, place, message: `${noun} ${against}.` });
}

function tellUnplaced({ unplaced, judge }: Question): void {
  for (const [subjectId, students] of unplaced) {
    const who = counted(students.size, 'ученик', 'ученика', 'учеников');
    judge.undecided({
      key: `enrolment/${subjectId ?? ''}`,
      rows: [...students].map((id) => ({ entity: 'student', id })),
      place: { subjectId },
      message: `Не известно, с какого дня числятся в классе ${who}: стоят ли записи раньше зачисления, сказать нельзя.`,
      reason: 'missing_input',
      advice: 'Внесите в журнал даты зачисления или подключите источник, который их сообщает.',
    });
  }
}

/** R14: nothing stands on a day without lessons, nor on a day on which the student was not of the class. */
export const recordOnDayOff = defineKind({
  name: 'record_on_day_off',
  rules: ['R14'],
  title: 'Нет записей в неучебные дни и вне зачисления',
  severity: 'error',
  scope: 'subject_term',
  params: z.strictObject({}),
  topic: () => 'record_on_day_off',
  needs: () => [],
  watches: ['lesson', 'mark', 'attendance', 'enrolment', 'schoolBreak'],
  evaluate(facts, _, at, judge) {
    const stays = groupedBy(facts.students, ({ studentId }) => studentId);
    const asked: Question = { facts, at, judge, stays, unplaced: new Map() };
    for (const lesson of facts.lessons) judgeLesson(lesson, asked);
    for (const mark of facts.marks) judgeRow('mark', mark, asked);
    for (const row of facts.attendance) judgeRow('attendance', row, asked);
    tellUnplaced(asked);
  },
});
