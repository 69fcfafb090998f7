import { PLACES_A_DAY, placeInDay } from './bells.ts';
import { episodeAt } from './episodes.ts';
import { grouped, known } from './lookup.ts';
import { below, chance, type Key, mix, PURPOSE, pick } from './random.ts';
import { OFFICE_SUBSTITUTES } from './staff.ts';
import type { Standing } from './standing.ts';
import type { TruthSlot } from './types.ts';

/** A group with its usual teacher, as the timetable has it. */
interface Taught {
  readonly groupId: number;
  readonly teacherId: number;
}

export interface Substitutions {
  /** Who gives the lesson instead of its teacher, and why; null on an ordinary day. */
  at(
    day: number,
    time: number,
    lesson: Taught,
  ): { readonly substituteId: number; readonly reason: string } | null;
}

const REASONS = [
  'болезнь',
  'болезнь',
  'болезнь',
  'курсы повышения квалификации',
  'командировка',
  'семейные обстоятельства',
] as const;

const EPISODE_SHARE = 0.08;
const SINGLE_LESSON_SHARE = 0.004;

const lengthOf = (episode: Key): number => 1 + below(mix(episode, 2), 7);

/** Who teaches at a time of the week (`weekday`, place in the day), and who could be asked then. */
function weekOf({ classOf, groupOf, teachers, timetable }: Standing) {
  const timeOf = ({ classId, weekday, number }: TruthSlot): number =>
    weekday * PLACES_A_DAY + placeInDay(classOf(classId).shift, number);
  const slots = grouped(timetable, timeOf);
  const kinds = new Map(teachers.map(({ id, kind }) => [id, kind]));
  const lessonsAt = (time: number): Taught[] =>
    (slots.get(time) ?? []).map(({ groupId }) => ({ groupId, teacherId: groupOf(groupId).teacherId }));
  // Somebody of the same subject first, then the office, then anybody.
  const freeAt = (time: number, teacherId: number): readonly number[] => {
    const busy = new Set(lessonsAt(time).map((one) => one.teacherId));
    const idle = teachers.filter(({ id }) => !busy.has(id));
    const own = known(kinds, teacherId);
    const near = idle.filter(({ kind }) => kind === own).map(({ id }) => id);
    const far = idle.filter(({ kind }) => kind !== own).map(({ id }) => id);
    return [...near, ...OFFICE_SUBSTITUTES, ...far];
  };
  return { lessonsAt, freeAt };
}

/**
 * An absent teacher's lesson goes to somebody of the school who teaches nothing at that time, is there, and
 * has not been given another.
 */
export function makeSubstitutions(parts: Standing): Substitutions {
  const key = mix(parts.schoolKey, PURPOSE.teacherAbsence);
  const { lessonsAt, freeAt } = weekOf(parts);
  const awayAllDay = (staffId: number, day: number): Key | null =>
    episodeAt(mix(key, staffId), day, EPISODE_SHARE, lengthOf);
  const awayFor = ({ groupId, teacherId }: Taught, day: number, time: number): Key | null => {
    const episode = awayAllDay(teacherId, day);
    if (episode !== null) return episode;
    const lesson = mix(mix(mix(key, groupId + 100_000), day), time);
    return chance(lesson, SINGLE_LESSON_SHARE) ? lesson : null;
  };
  // All lessons at the time are gone through in one order, so that each finds the same substitute whichever
  // of them is asked about.
  const substituteFor = (day: number, time: number, wanted: Taught): number | undefined => {
    const taken = new Set<number>();
    for (const lesson of lessonsAt(time)) {
      if (awayFor(lesson, day, time) === null) continue;
      const found = freeAt(time, lesson.teacherId).find(
        (id) => !taken.has(id) && awayAllDay(id, day) === null,
      );
      if (lesson.groupId === wanted.groupId) return found;
      if (found !== undefined) taken.add(found);
    }
    return undefined;
  };
  return {
    at(day, time, lesson) {
      const away = awayFor(lesson, day, time);
      if (away === null) return null;
      const substituteId = substituteFor(day, time, lesson);
      // Nobody is left to ask: the teacher gives the lesson after all.
      return substituteId === undefined ? null : { substituteId, reason: pick(mix(away, 3), REASONS) };
    },
  };
}
