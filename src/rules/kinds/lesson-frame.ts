import { z } from 'zod';
import type { Day } from '../../model/dates.ts';
import type { Judge } from '../decision.ts';
import type { ClassTermFacts, LessonFact } from '../facts.ts';
import { groupedBy } from '../grouping.ts';
import { type Circumstances, defineKind } from '../kind.ts';
import type { Instant } from '../observed.ts';
import { counted, dayText } from '../wording.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time HH:MM');
const minutes = z.int().min(1).max(300);

const params = z
  .strictObject({
    startNotBefore: time.optional(),
    endNotAfter: time.optional(),
    lessonMinutes: minutes.optional(),
    /** Shorter lessons of grade 1: from September to December, and from January on. */
    firstGradeMinutes: z.strictObject({ autumn: minutes, spring: minutes }).optional(),
    breakMinutes: minutes.optional(),
    /** A day with more than three lessons has a break as long as this. */
    longBreakMinutes: minutes.optional(),
    firstShiftGrades: z.array(z.int().min(1).max(11)).min(1).optional(),
  })
  .refine((asked) => Object.keys(asked).length > 0, 'names no norm');

type Params = z.infer<typeof params>;

/** A lesson whose bells are known. */
type Timed = LessonFact & { readonly start: Instant; readonly end: Instant };

/** What is wrong with a lesson or a day: which norm, and in what words. */
interface Fault {
  readonly norm: string;
  readonly lesson: LessonFact;
  readonly message: string;
}

const MINUTE = 60_000;

const isTimed = (lesson: LessonFact): lesson is Timed => lesson.start !== null && lesson.end !== null;

const lengthNorm = ({ lessonMinutes, firstGradeMinutes }: Params, grade: number | null, day: Day) => {
  if (grade !== 1 || !firstGradeMinutes) return lessonMinutes;
  return Number(day.slice(5, 7)) >= 9 ? firstGradeMinutes.autumn : firstGradeMinutes.spring;
};

function lessonFaults(
  lesson: Timed,
  asked: Params,
  grade: number | null,
  { calendar }: Circumstances,
): Fault[] {
  const { startNotBefore, endNotAfter } = asked;
  const { date, start, end } = lesson;
  const faults: Fault[] = [];
  if (startNotBefore && start < calendar.at(date, startNotBefore)) {
    faults.push({ norm: 'start', lesson, message: `урок начинается раньше ${startNotBefore}` });
  }
  if (endNotAfter && end > calendar.at(date, endNotAfter)) {
    faults.push({ norm: 'end', lesson, message: `урок кончается позже ${endNotAfter}` });
  }
  const most = lengthNorm(asked, grade, date);
  const length = (end - start) / MINUTE;
  if (most && length > most) {
    faults.push({ norm: 'length', lesson, message: `урок длится ${length} мин вместо ${most}` });
  }
  return faults;
}

/** The breaks of a day in minutes, each with the lesson behind it. Lessons of subgroups overlap: no break between. */
function breaksOf(day: readonly Timed[]): { readonly lesson: Timed; readonly minutes: number }[] {
  const sorted = [...day].sort((left, right) => left.start - right.start);
  const breaks: { lesson: Timed; minutes: number }[] = [];
  let end: Instant | null = null;
  for (const lesson of sorted) {
    if (end !== null && lesson.start >= end) breaks.push({ lesson, minutes: (lesson.start - end) / MINUTE });
    end = Math.max(end ?? lesson.end, lesson.end);
  }
  return breaks;
}

function breakFaults(day: readonly Timed[], { breakMinutes, longBreakMinutes }: Params): Fault[] {
  const breaks = breaksOf(day);
  const faults: Fault[] = [];
  for (const { lesson, minutes } of breaks) {
    if (!breakMinutes || minutes >= breakMinutes) continue;
    const message = `перемена ${minutes} мин вместо ${breakMinutes}`;
    faults.push({ norm: 'break', lesson, message });
  }
  const [first] = breaks;
  if (!longBreakMinutes || breaks.length < 3 || !first) return faults;
  if (breaks.every(({ minutes }) => minutes < longBreakMinutes)) {
    const message = `нет большой перемены (${longBreakMinutes} мин)`;
    faults.push({ norm: 'long_break', lesson: first.lesson, message });
  }
  return faults;
}

/** The same bells ring every day: what is wrong with them is told once a term, with the first day and the number. */
function report(faults: readonly Fault[], judge: Judge): void {
  for (const [norm, own] of groupedBy(faults, (fault) => fault.norm)) {
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last) continue;
    const more = own.length === 1 ? '' : ` Всего таких случаев за период: ${own.length}.`;
    judge.violated({
      key: norm,
      rows: own.map(({ lesson }) => ({ entity: 'lesson', id: lesson.id })),
      place: { day: last.lesson.date },
      message: `${dayText(first.lesson.date)}: ${first.message}.${more}`,
    });
  }
}

function judgeBells(facts: ClassTermFacts, asked: Params, at: Circumstances, judge: Judge): void {
  const lessons = facts.lessons.filter(({ kind }) => kind !== 'extracurricular');
  const timed = lessons.filter(isTimed);
  const untimed = lessons.length - timed.length;
  const faults: Fault[] = [];
  for (const day of groupedBy(timed, ({ date }) => date).values()) {
    const found = day.flatMap((lesson) => lessonFaults(lesson, asked, facts.class.grade, at));
    found.push(...breakFaults(day, asked));
    if (found.length === 0) judge.met();
    faults.push(...found);
  }
  report(faults, judge);
  if (untimed === 0) return;
  judge.undecided({
    key: 'bells',
    rows: lessons.filter((lesson) => !isTimed(lesson)).map(({ id }) => ({ entity: 'lesson', id })),
    place: {},
    message: `Не известно, когда начались и кончились ${counted(untimed, 'урок', 'урока', 'уроков')}.`,
    reason: 'missing_input',
    advice: 'Заполните в журнале расписание звонков.',
  });
}

function judgeShift(
  { class: { grade, shift } }: ClassTermFacts,
  grades: readonly number[],
  judge: Judge,
): void {
  if (grade === null || !grades.includes(grade)) judge.notConcerned();
  else if (shift === 1) judge.met();
  else if (shift === null) {
    judge.undecided({
      key: 'shift',
      rows: [],
      place: {},
      message: `Не известно, в какую смену учится ${grade}-й класс.`,
      reason: 'missing_input',
      advice: 'Укажите смену класса в журнале.',
    });
  } else {
    judge.violated({
      key: 'shift',
      rows: [],
      place: {},
      message: `Класс учится в смену ${shift}, а ${grade}-е классы должны учиться только в первую.`,
    });
  }
}

/** When lessons begin and end, how long they and their breaks are, which shift (norms N5–N7). */
export const lessonFrame = defineKind({
  name: 'lesson_frame',
  rules: ['R18'],
  title: 'Начало и конец уроков, их длина, перемены и смена в пределах нормы',
  severity: 'warning',
  scope: 'class_term',
  params,
  topic: (asked) => `lesson_frame/${Object.keys(asked).sort().join('+')}`,
  needs: ({ firstShiftGrades, ...bells }) => [
    ...(firstShiftGrades ? ['class.shift'] : []),
    ...(Object.keys(bells).length > 0 ? ['lesson.startTime', 'lesson.endTime'] : []),
  ],
  watches: ['lesson', 'bellPeriod', 'class'],
  evaluate(facts, asked, at, judge) {
    const { firstShiftGrades, ...bells } = asked;
    if (firstShiftGrades) judgeShift(facts, firstShiftGrades, judge);
    if (Object.keys(bells).length > 0) judgeBells(facts, asked, at, judge);
  },
});
