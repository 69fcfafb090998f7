import { minuteOf } from './bells.ts';
import type { Calendar } from './calendar.ts';
import { type Course, PHYSICAL_EDUCATION } from './curriculum.ts';
import { momentAt } from './entries.ts';
import { bell, below, chance, type Key, mix, PURPOSE, pick, unit } from './random.ts';
import { DEPUTY_HEAD_ID } from './staff.ts';
import type { TruthLesson, TruthMark } from './types.ts';
import { WORK } from './work-types.ts';
import type { PlannedWork } from './works.ts';

/** What a mark depends on beside the student. */
export interface Marking {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly lesson: TruthLesson;
  readonly lessonKey: Key;
  readonly day: number;
  readonly course: Course;
}

const DEBT_SHARE = 0.025;
const DEBT_PAID_SHARE = 0.7;
const NOT_ASSESSED_SHARE = 0.003;
const DOUBLE_SHARE = 0.75;
const LATE_ENTRY_SHARE = 0.06;
const EDIT_SHARE = 0.02;
const COMMENT_SHARE = 0.02;
/** From this many days after the lesson on, an edit is late in the strictest of the usual acts. */
const LATE_AFTER_DAYS = 14;

const COMMENTS = [
  'Отличный ответ у доски',
  'Ошибки в вычислениях',
  'Работа сдана позже срока',
  'Нет вывода',
  'Доделать дома',
] as const;

const DOUBLED: ReadonlySet<number> = new Set([WORK.dictation, WORK.essay, WORK.retelling]);

/** How able the student is in the subject: about 4, seldom under 3. */
function abilityOf(schoolKey: Key, studentId: number, courseId: number): number {
  const own = mix(mix(schoolKey, PURPOSE.ability), studentId);
  return 3.95 + 0.5 * bell(own) + 0.28 * bell(mix(own, courseId));
}

const numberFor = (ability: number, key: Key): number =>
  Math.min(5, Math.max(2, Math.round(ability + 0.55 * bell(key))));

function gradeFor(marking: Marking, work: PlannedWork, studentId: number, key: Key): string {
  const { course } = marking;
  if (course.passFail || (course.id === PHYSICAL_EDUCATION && work.workTypeId === WORK.credit)) return 'зач';
  const luck = unit(mix(key, 1));
  const whole = work.markedShare > 0.5;
  if (whole && luck < DEBT_SHARE) return '.';
  if (whole && luck < DEBT_SHARE + NOT_ASSESSED_SHARE) return 'н/а';
  const ability = abilityOf(marking.schoolKey, studentId, course.id);
  const first = numberFor(ability, mix(key, 2));
  const isDouble = DOUBLED.has(work.workTypeId) && luck > 1 - DOUBLE_SHARE;
  return isDouble ? `${first}/${numberFor(ability, mix(key, 3))}` : String(first);
}

/** Answers are put at the lesson, written works some days later for all at once, some of them too late. */
function entryOf(
  marking: Marking,
  work: PlannedWork,
  key: Key,
): { readonly day: number; readonly minute: number } {
  const { day, lesson, lessonKey } = marking;
  const evening = 15 * 60 + below(mix(key, 11), 300);
  const late = mix(key, 12);
  if (chance(late, LATE_ENTRY_SHARE)) return { day: day + 1 + below(mix(late, 1), 9), minute: evening };
  const end = minuteOf(lesson.endTime);
  if (work.markedShare < 0.5) return { day, minute: Math.min(23 * 60, end - 5 + below(mix(key, 13), 30)) };
  const checked = mix(mix(lessonKey, PURPOSE.late), work.index);
  return { day: day + 1 + below(checked, 4), minute: 15 * 60 + below(mix(checked, 1), 300) };
}

/** What a value is changed into: a debt is paid, a number mostly mended by one. */
function editedValue(value: string, key: Key): string {
  if (value === '.' || value === 'н/а') return String(3 + below(key, 3));
  const [first, ...rest] = value.split('/');
  const number = Number(first);
  const lowered = number > 2 && (number === 5 || chance(key, 0.2));
  return [lowered ? number - 1 : number + 1, ...rest].join('/');
}

/** Days from the entry to an edit: mostly soon, some after the usual windows of 14 and 30 days. */
function delayOf(key: Key): number {
  const kind = unit(key);
  const more = mix(key, 1);
  if (kind < 0.6) return 1 + below(more, 12);
  return kind < 0.82 ? 15 + below(more, 15) : 31 + below(more, 15);
}

function editsOf(marking: Marking, entryDay: number, value: string, key: Key): TruthMark['edits'] {
  if (value === 'зач' || value === 'осв') return [];
  const share = value === '.' ? DEBT_PAID_SHARE : EDIT_SHARE;
  if (!chance(mix(key, 21), share)) return [];
  const first = Math.min(363, entryDay + delayOf(mix(key, 22)));
  const edit = (nth: number, day: number, from: string): TruthMark['edits'][number] => {
    const late = day - marking.day > LATE_AFTER_DAYS;
    return {
      at: momentAt(marking.calendar, day, 14 * 60 + below(mix(key, 30 + nth), 240)),
      value: editedValue(from, mix(key, 40 + nth)),
      byStaffId: late && chance(mix(key, 50 + nth), 0.6) ? DEPUTY_HEAD_ID : marking.lesson.teacherId,
      late,
    };
  };
  const one = edit(0, first, value);
  // Now and then a change is changed again.
  return chance(mix(key, 23), 0.08) ? [one, edit(1, first + 1, one.value)] : [one];
}

/** The mark of a student who is there, or null where this work brings none. */
export function markOf(
  marking: Marking,
  work: PlannedWork,
  studentId: number,
  isExempt: boolean,
): TruthMark | null {
  const key = mix(mix(marking.lessonKey, studentId), work.index);
  if (unit(key) >= work.markedShare) return null;
  if (isExempt && work.workTypeId !== WORK.credit) return null;
  const value = isExempt ? 'осв' : gradeFor(marking, work, studentId, key);
  const entry = entryOf(marking, work, key);
  return {
    studentId,
    workIndex: work.index,
    value,
    comment: chance(mix(key, 5), COMMENT_SHARE) ? pick(mix(key, 6), COMMENTS) : null,
    enteredAt: momentAt(marking.calendar, entry.day, entry.minute),
    byStaffId: marking.lesson.teacherId,
    edits: editsOf(marking, entry.day, value, key),
  };
}
