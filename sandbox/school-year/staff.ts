import { POSITIONS } from './curriculum.ts';
import { fullName } from './names.ts';
import { chance, type Key, mix, PURPOSE } from './random.ts';
import type { TeacherPlan } from './staffing.ts';
import type { TruthStaff } from './types.ts';

/** They do not teach by the timetable, so they can take anybody's lesson. */
const OFFICE = [
  'Директор',
  'Заместитель директора по УВР',
  'Заместитель директора по ВР',
  'Секретарь учебной части',
  'Социальный педагог',
] as const;

export const FIRST_TEACHER_ID = OFFICE.length + 1;

/** Who changes a mark after the teacher's own time for it is over. */
export const DEPUTY_HEAD_ID = 2;

/** Who of the office may stand in for a teacher. */
export const OFFICE_SUBSTITUTES: readonly number[] = [2, 3, 5];

export function makeStaff(schoolKey: Key, teachers: readonly TeacherPlan[]): TruthStaff[] {
  const positions = [...OFFICE, ...teachers.map(({ kind }) => POSITIONS[kind])];
  return positions.map((position, index) => {
    const key = mix(mix(schoolKey, PURPOSE.staff), index);
    return { id: index + 1, ...fullName(key, chance(mix(key, 9), 0.16) ? 'male' : 'female'), position };
  });
}
