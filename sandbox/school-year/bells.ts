import type { TruthBell } from './types.ts';

/** Lessons of the first shift; the second shift's come after them, so a place in the day is one number. */
export const FIRST_SHIFT_LESSONS = 7;
const SECOND_SHIFT_LESSONS = 6;
export const PLACES_A_DAY = FIRST_SHIFT_LESSONS + SECOND_SHIFT_LESSONS;

const LESSON_MINUTES = 40;
const BREAK_MINUTES = 10;
const LONG_BREAK_MINUTES = 20;

const CLOCK: readonly string[] = Array.from({ length: 24 * 60 }, (_, minute) => {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
});

/** `HH:MM` of a minute of the day. */
export const clock = (minute: number): string => CLOCK[minute] ?? '23:59';

/** The minute of the day of `HH:MM`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Where a lesson stands in the day, over both shifts: two lessons clash when their places are the same. */
export const placeInDay = (shift: 1 | 2, number: number): number =>
  shift === 1 ? number - 1 : FIRST_SHIFT_LESSONS + number - 1;

function ring(shift: 1 | 2, start: number, lessons: number): TruthBell[] {
  let minute = start;
  return Array.from({ length: lessons }, (_, index) => {
    const startTime = clock(minute);
    const endTime = clock(minute + LESSON_MINUTES);
    minute += LESSON_MINUTES + (index === 1 ? LONG_BREAK_MINUTES : BREAK_MINUTES);
    return { shift, number: index + 1, startTime, endTime };
  });
}

/** 8:00–13:50 and 14:00–19:00: inside the hours that a school may teach (N6), breaks as N7 has them. */
export const BELLS: readonly TruthBell[] = [
  ...ring(1, 8 * 60, FIRST_SHIFT_LESSONS),
  ...ring(2, 14 * 60, SECOND_SHIFT_LESSONS),
];
