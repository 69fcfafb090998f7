import { episodeAt } from './episodes.ts';
import { below, chance, type Key, mix, PURPOSE, unit } from './random.ts';
import type { TruthAttendance } from './types.ts';

type Reason = NonNullable<TruthAttendance['reason']>;
type State = Pick<TruthAttendance, 'status' | 'reason'>;

export interface Attendance {
  /** Null for a student who is there in time. */
  stateAt(studentId: number, day: number, number: number, isPhysical: boolean): State | null;
  /** Whether a doctor forbids the student physical education on the day. */
  isExempt(studentId: number, day: number): boolean;
}

const EPISODE_SHARE = 0.14;
const SKIP_SHARE = 0.003;
const LATE_FIRST_SHARE = 0.025;
const LATE_SHARE = 0.004;
const EXEMPT_SHARE = 0.04;

const LATE: State = { status: 'late', reason: null };
const EXEMPT: State = { status: 'exempt', reason: null };
const ABSENT: Readonly<Record<Reason, State>> = {
  sick: { status: 'absent', reason: 'sick' },
  excused: { status: 'absent', reason: 'excused' },
  unexcused: { status: 'absent', reason: 'unexcused' },
  not_given: { status: 'absent', reason: 'not_given' },
};

function reasonOf(episode: Key): Reason {
  const kind = unit(mix(episode, 2));
  if (kind < 0.6) return 'sick';
  if (kind < 0.76) return 'excused';
  return kind < 0.87 ? 'unexcused' : 'not_given';
}

/** An illness lasts 3–10 days, a family matter up to 3, anything else one. */
function lengthOf(episode: Key): number {
  const reason = reasonOf(episode);
  if (reason === 'sick') return 3 + below(mix(episode, 3), 8);
  return reason === 'excused' ? 1 + below(mix(episode, 3), 3) : 1;
}

/** For the whole year for some; for a few weeks for others. */
function isExempt(key: Key, studentId: number, day: number): boolean {
  if (studentId % 37 === 15) return true;
  const own = mix(mix(key, PURPOSE.physical), studentId);
  if (!chance(own, EXEMPT_SHARE)) return false;
  const from = below(mix(own, 1), 240);
  return from <= day && day < from + 14 + below(mix(own, 2), 28);
}

export function makeAttendance(schoolKey: Key): Attendance {
  const key = mix(schoolKey, PURPOSE.absence);
  return {
    isExempt: (studentId, day) => isExempt(key, studentId, day),
    stateAt(studentId, day, number, isPhysical) {
      const own = mix(key, studentId);
      // Health and diligence differ: from half the usual share of absences to one and a half.
      const share = EPISODE_SHARE * (0.5 + unit(own));
      const episode = episodeAt(own, day, share, lengthOf);
      if (episode !== null) return ABSENT[reasonOf(episode)];
      const here = mix(mix(own, day + 1000), number);
      const luck = unit(here);
      if (luck < SKIP_SHARE) return luck < SKIP_SHARE / 2 ? ABSENT.unexcused : ABSENT.not_given;
      if (isPhysical && isExempt(key, studentId, day)) return EXEMPT;
      return luck > 1 - (number === 1 ? LATE_FIRST_SHARE : LATE_SHARE) ? LATE : null;
    },
  };
}
