import { addDays, type Day } from '../../src/model/dates.ts';
import { below, chance, type Key, mix, PURPOSE } from './random.ts';
import type { TruthConsent } from './types.ts';

const PURPOSES = [
  'Ведение электронного дневника',
  'Передача сведений об успеваемости на портал государственных услуг',
  'Передача данных оператору другой информационной системы',
] as const;

function consent(key: Key, purpose: string, startDay: Day, state: TruthConsent['state']): TruthConsent {
  const fromDay = addDays(startDay, -below(mix(key, 1), 60));
  const withdrawn = addDays(startDay, 20 + below(mix(key, 2), 150));
  return { purpose, state, fromDay, withdrawnDay: state === 'withdrawn' ? withdrawn : null };
}

/** Most families consent to most things; in any school somebody refuses and somebody takes it back. */
export function consentsOf(schoolKey: Key, studentId: number, startDay: Day): TruthConsent[] {
  const key = mix(mix(schoolKey, PURPOSE.consent), studentId);
  const state = studentId % 25 === 3 ? 'refused' : studentId % 25 === 11 ? 'withdrawn' : 'given';
  return PURPOSES.flatMap((purpose, index) => {
    const own = mix(key, index);
    // The first purpose stands for nearly everybody; a consent that was never asked for is not there at all.
    const asked = index === 0 || state !== 'given' || chance(mix(own, 3), 0.7);
    if (!asked) return [];
    const here = index === 0 || chance(mix(own, 4), 0.5) ? state : 'given';
    return [consent(own, purpose, startDay, here)];
  });
}
