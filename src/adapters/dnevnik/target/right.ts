import type { Day } from '../../../model/dates.ts';
import { AdapterError } from '../../errors.ts';
import type { WriteOutcome } from '../../target.ts';

const FORBIDDEN = 'adapter.forbidden';

const neverHad = (place: string): AdapterError =>
  new AdapterError({
    code: FORBIDDEN,
    place,
    message: 'nothing that was given may be written: the right is lacking, or all of it is of closed days',
    hint: 'Use the token of somebody who may write into the journal; or set openFrom to the first day that is open.',
  });

/**
 * Tells a day that is closed from a right that is gone; the system has one word for both. Days are closed up to some
 * day: whoever may not write to a day behind one that was written to may not write any more.
 */
export class Right {
  /** From the settings, or the oldest day that was written to. */
  #openFrom: Day | null;
  #isProven = false;

  constructor(openFrom: Day | null) {
    this.#openFrom = openFrom;
  }

  /** Something of this day was written; an empty day is of what has none. */
  taken(day: Day): void {
    this.#isProven = true;
    if (day !== '' && (this.#openFrom === null || day < this.#openFrom)) this.#openFrom = day;
  }

  isLost(error: unknown, day: Day): boolean {
    const isForbidden = error instanceof AdapterError && error.diagnostic.code === FORBIDDEN;
    return isForbidden && this.#openFrom !== null && day >= this.#openFrom;
  }

  /**
   * Throws where nothing was ever written and everything is forbidden: that speaks of more than single rows. What has
   * no day does not count: a term may be closed as a whole.
   */
  check(outcomes: readonly (readonly [day: Day, outcome: WriteOutcome | undefined])[]): void {
    if (this.#isProven) return;
    const refusals = outcomes.flatMap(([day, outcome]) =>
      day === '' || !outcome || outcome.ok ? [] : [outcome.diagnostic],
    );
    const [first] = refusals;
    if (first && refusals.every(({ code }) => code === FORBIDDEN)) throw neverHad(first.place);
  }
}
