import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge, Place } from '../decision.ts';
import type { ClassTermFacts, LessonFact, MemberFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import { covers } from '../membership.ts';
import { currentOf, type Row, type Timeline } from '../observed.ts';
import { dayText } from '../wording.ts';
import { indexOf } from './records/class-index.ts';

interface Question {
  readonly facts: ClassTermFacts;
  readonly at: Circumstances;
  readonly judge: Judge;
  readonly stays: ReadonlyMap<string, readonly MemberFact[]>;
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
function reasonAgainst(row: StudentRow, { facts, at, stays }: Question): string | null {
  const lesson = row.lessonId === null ? undefined : indexOf(facts).lessons.get(row.lessonId);
  const off = isBound(lesson) && lesson?.date !== row.date ? at.calendar.dayOff(row.date) : null;
  if (off !== null) return `стоит в неучебный день ${dayText(row.date)} (${off})`;
  const own = stays.get(row.studentId);
  if (!own || own.some((stay) => covers(stay, row.date))) return null;
  return `стоит за ${dayText(row.date)}, когда ученик не числился в классе`;
}

function judgeRow(entity: 'mark' | 'attendance', row: StudentRow, asked: Question): void {
  if (currentOf(row.value) === null) {
    asked.judge.notConcerned();
    return;
  }
  const against = reasonAgainst(row, asked);
  if (against === null) {
    asked.judge.met();
    return;
  }
  const rows: Row[] = [{ entity, id: row.id }];
  const place: Place = { subjectId: row.subjectId, studentId: row.studentId, day: row.date };
  const noun = entity === 'mark' ? 'Отметка' : 'Запись о посещаемости';
  asked.judge.violated({ key: row.id, rows, place, message: `${noun} ${against}.` });
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
    const asked = { facts, at, judge, stays };
    for (const lesson of facts.lessons) judgeLesson(lesson, asked);
    for (const mark of facts.marks) judgeRow('mark', mark, asked);
    for (const row of facts.attendance) judgeRow('attendance', row, asked);
  },
});
