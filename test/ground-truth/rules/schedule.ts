import { addDays } from './truth-rows.ts';

const days = (from: string, to: string): string[] => {
  const found: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) found.push(day);
  return found;
};

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/**
 * Twice a week through the term; each evening of one week, so that «on the day» can be told; around two lessons of
 * one day, so that minutes can; and once a week until the windows have closed.
 */
export const LOOKS: readonly string[] = [
  '2025-08-29T08:00',
  ...days('2025-09-01', '2025-10-31')
    .filter((day) => weekday(day) === 1 || weekday(day) === 4)
    .map((day) => `${day}T21:00`),
  ...days('2025-09-16', '2025-09-19').map((day) => `${day}T23:30`),
  ...['07:55', '08:10', '08:30', '09:05'].map((time) => `2025-09-23T${time}`),
  '2025-10-31T23:30',
  '2025-11-01T23:30',
  ...days('2025-11-03', '2025-12-10')
    .filter((day) => weekday(day) === 3)
    .map((day) => `${day}T12:00`),
].sort();
