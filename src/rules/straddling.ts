import type { Doubt, Place } from './decision.ts';
import type { Instant, Interval, Row } from './observed.ts';

/**
 * What a doubt says, made when somebody asks. Write methods, not arrow functions: the loader names every such function
 * anew when it is made, and that costs more than everything else here.
 */
export interface DoubtWords {
  message(): string;
  advice(): string;
}

/**
 * A record whose deadline lies inside its interval. After a first reading nearly every record is one, and all but a
 * few are only counted: so its words are not made beforehand.
 */
export class Straddling implements Doubt {
  readonly key: string;
  readonly rows: readonly Row[];
  readonly place: Place;
  readonly interval: Interval;
  readonly deadline?: Instant;
  readonly #words: DoubtWords;

  constructor(row: Row, place: Place, interval: Interval, deadline: Instant | null, words: DoubtWords) {
    this.key = row.id;
    this.rows = [row];
    this.place = place;
    this.interval = interval;
    if (deadline !== null) this.deadline = deadline;
    this.#words = words;
  }

  get reason(): 'straddles' {
    return 'straddles';
  }

  get message(): string {
    return this.#words.message();
  }

  get advice(): string {
    return this.#words.advice();
  }
}
