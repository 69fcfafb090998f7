import { clock, minuteOf } from './bells.ts';
import type { Calendar } from './calendar.ts';
import { below, chance, type Key, mix, PURPOSE, unit } from './random.ts';
import type { TruthAttendance, TruthLesson } from './types.ts';

/** A moment on a day counted from 1 September; never past the end of August. */
export const momentAt = (calendar: Calendar, day: number, minute: number): string =>
  `${calendar.dayAt(Math.min(364, day))}T${clock(Math.min(1439, minute))}`;

/** Between 15:00 and 20:00. */
const evening = (key: Key): number => 15 * 60 + below(key, 300);

/** A lesson's place in time: what teachers put into the journal is told from it. */
export interface Held {
  readonly calendar: Calendar;
  readonly lesson: Pick<TruthLesson, 'startTime' | 'endTime'>;
  readonly day: number;
}

const atLesson = ({ calendar, day, lesson }: Held, key: Key): string =>
  momentAt(calendar, day, minuteOf(lesson.startTime) + 5 + below(key, 40));

/** The evening of the same day, but never before the lesson is over. */
const sameEvening = ({ calendar, day, lesson }: Held, key: Key): string =>
  momentAt(calendar, day, Math.max(minuteOf(lesson.endTime) + 5, evening(key)));

const afterDays = ({ calendar, day }: Held, key: Key, most: number): string =>
  momentAt(calendar, day + 1 + below(key, most), evening(mix(key, 1)));

/** Mostly at the lesson, sometimes in the evening, now and then days later, seldom never. */
export function topicEntry(key: Key, held: Held): string | null {
  const own = mix(key, PURPOSE.topicEntry);
  const luck = unit(own);
  if (luck < 0.86) return atLesson(held, mix(own, 1));
  if (luck < 0.93) return sameEvening(held, mix(own, 1));
  return luck < 0.985 ? afterDays(held, mix(own, 1), 6) : null;
}

/** A work that is opened apart from the topic: late, as a rule. */
export function workEntry(key: Key, held: Held, index: number): string {
  const own = mix(mix(key, PURPOSE.workEntry), index);
  return chance(own, 0.95) ? atLesson(held, mix(own, 1)) : afterDays(held, mix(own, 1), 5);
}

/**
 * When homework was set that is due at some later lesson: at this one, the hour after it, in the evening or some
 * days later; sometimes a day or two in advance.
 */
export function homeworkEntry(key: Key, held: Held): string {
  const own = mix(key, PURPOSE.homeworkEntry);
  const luck = unit(own);
  const more = mix(own, 1);
  if (luck < 0.05) return momentAt(held.calendar, Math.max(0, held.day - 1 - below(more, 2)), evening(more));
  const end = minuteOf(held.lesson.endTime);
  if (luck < 0.8) return momentAt(held.calendar, held.day, end - 5 + below(more, 10));
  if (luck < 0.95) return momentAt(held.calendar, held.day, end + 20 + below(more, 360));
  return afterDays(held, more, 3);
}

/** In the lesson's first ten minutes, mostly. */
export function attendanceEntry(key: Key, held: Held, studentId: number): string {
  const own = mix(mix(key, PURPOSE.attendanceEntry), studentId);
  const luck = unit(own);
  const start = minuteOf(held.lesson.startTime);
  if (luck < 0.8) return momentAt(held.calendar, held.day, start + 1 + below(mix(own, 1), 9));
  if (luck < 0.9) return momentAt(held.calendar, held.day, start + 11 + below(mix(own, 1), 45));
  return luck < 0.95 ? sameEvening(held, mix(own, 1)) : afterDays(held, mix(own, 1), 3);
}

/** On the day, mostly; some only when the usual window for attendance is over. */
export function reasonEntry(key: Key, held: Held, studentId: number, enteredAt: string): string {
  const own = mix(mix(key, PURPOSE.reasonEntry), studentId);
  const luck = unit(own);
  const days = (from: number, most: number): string =>
    momentAt(held.calendar, held.day + from + below(mix(own, 2), most), evening(mix(own, 1)));
  const told =
    luck < 0.7
      ? sameEvening(held, mix(own, 1))
      : luck < 0.88
        ? days(1, 3)
        : luck < 0.96
          ? days(4, 8)
          : days(15, 25);
  return told > enteredAt ? told : enteredAt;
}

/** Whether a reason stands behind the absence that somebody has to find out and write down. */
export const hasReason = ({ status, reason }: Pick<TruthAttendance, 'status' | 'reason'>): boolean =>
  status === 'absent' && reason !== 'not_given';

/** A substitution is on record the same day, some days later, or not at all. */
export function substitutionRecord(key: Key, held: Held): string | null {
  const own = mix(key, PURPOSE.substitutionRecord);
  const luck = unit(own);
  if (luck < 0.75) return sameEvening(held, mix(own, 1));
  return luck < 0.9 ? afterDays(held, mix(own, 1), 5) : null;
}
