import { episodeAt } from './episodes.ts';
import { below, chance, type Key, mix, PURPOSE, pick } from './random.ts';

/** Who teaches at a time of the week: the lessons then, in a fixed order. */
export interface Taught {
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

const EPISODE_SHARE = 0.07;
const SINGLE_LESSON_SHARE = 0.004;

const lengthOf = (episode: Key): number => 1 + below(mix(episode, 2), 7);

/**
 * An absent teacher's lesson goes to somebody of the school who teaches nothing at that time, is there, and
 * has not been given another. `free` is who may be asked, the nearest to the subject first.
 */
export function makeSubstitutions(
  schoolKey: Key,
  lessonsAt: (time: number) => readonly Taught[],
  free: (time: number, teacherId: number) => readonly number[],
): Substitutions {
  const key = mix(schoolKey, PURPOSE.teacherAbsence);
  const awayAllDay = (staffId: number, day: number): Key | null =>
    episodeAt(mix(key, staffId), day, EPISODE_SHARE, lengthOf);
  const awayFor = ({ groupId, teacherId }: Taught, day: number, time: number): Key | null => {
    const episode = awayAllDay(teacherId, day);
    if (episode !== null) return episode;
    const lesson = mix(mix(mix(key, groupId + 100_000), day), time);
    return chance(lesson, SINGLE_LESSON_SHARE) ? lesson : null;
  };
  const assign = (day: number, time: number, wanted: Taught): number | null => {
    const taken = new Set<number>();
    for (const lesson of lessonsAt(time)) {
      if (awayFor(lesson, day, time) === null) continue;
      const found = free(time, lesson.teacherId).find((id) => !taken.has(id) && awayAllDay(id, day) === null);
      if (lesson.groupId === wanted.groupId) return found ?? null;
      if (found !== undefined) taken.add(found);
    }
    return null;
  };
  return {
    at(day, time, lesson) {
      const away = awayFor(lesson, day, time);
      if (away === null) return null;
      const substituteId = assign(day, time, lesson);
      // Nobody is left to ask: the teacher gives the lesson after all.
      return substituteId === null ? null : { substituteId, reason: pick(mix(away, 3), REASONS) };
    },
  };
}
