import { addDays, type Day } from '../../src/model/dates.ts';
import { below, chance, type Key, mix, PURPOSE } from './random.ts';
import type { TruthConsent } from './types.ts';

const PURPOSES = [
  { purpose: 'Ведение электронного дневника', discloses: 'diary' },
  { purpose: 'Передача сведений об успеваемости на портал государственных услуг', discloses: 'portal' },
  { purpose: 'Передача данных оператору другой информационной системы', discloses: 'transfer' },
] as const satisfies readonly Pick<TruthConsent, 'purpose' | 'discloses'>[];

/** For an outer learning system few are asked. */
const LEARNING = {
  purpose: 'Передача данных во внешнюю учебную систему',
  discloses: 'learning',
} as const;
const LEARNING_SHARE = 0.3;

type Paper = (typeof PURPOSES)[number] | typeof LEARNING;

function consent(key: Key, paper: Paper, startDay: Day, state: TruthConsent['state']): TruthConsent {
  const fromDay = addDays(startDay, -below(mix(key, 1), 60));
  const withdrawn = addDays(startDay, 20 + below(mix(key, 2), 150));
  return { ...paper, state, fromDay, withdrawnDay: state === 'withdrawn' ? withdrawn : null };
}

/** Most families consent to most things; in any school somebody refuses and somebody takes it back. */
export function consentsOf(
  schoolKey: Key,
  studentId: number,
  startDay: Day,
  planted: boolean,
): TruthConsent[] {
  const key = mix(mix(schoolKey, PURPOSE.consent), studentId);
  const state = studentId % 25 === 3 ? 'refused' : studentId % 25 === 11 ? 'withdrawn' : 'given';
  const papers = PURPOSES.flatMap((paper, index) => {
    const own = mix(key, index);
    // The first purpose stands for nearly everybody; a consent that was never asked for is not there at all.
    // Unless somebody lost it.
    const lost = planted && index === 0 && studentId % 25 === 7;
    const asked = index === 0 || state !== 'given' || chance(mix(own, 3), 0.7);
    if (!asked || lost) return [];
    const here = index === 0 || chance(mix(own, 4), 0.5) ? state : 'given';
    return [consent(own, paper, startDay, here)];
  });
  const learns = mix(key, PURPOSES.length);
  return chance(learns, LEARNING_SHARE) ? [...papers, consent(learns, LEARNING, startDay, 'given')] : papers;
}
