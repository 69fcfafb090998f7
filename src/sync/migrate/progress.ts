/** How far a transfer is. */
export interface TransferProgress {
  readonly done: number;
  readonly total: number;
  /** By the pace so far; null as long as there is none. */
  readonly leftMs: number | null;
}

/** Counts rows that have come to an end, and tells how long the rest will take. */
export class ProgressMeter {
  readonly #total: number;
  readonly #now: () => Date;
  readonly #tell: (progress: TransferProgress) => void;
  readonly #before: number;
  readonly #since: number;
  #done: number;

  constructor(
    { done, total }: { readonly done: number; readonly total: number },
    now: () => Date,
    tell: (progress: TransferProgress) => void,
  ) {
    this.#total = total;
    this.#now = now;
    this.#tell = tell;
    this.#before = done;
    this.#done = done;
    this.#since = now().getTime();
  }

  get done(): number {
    return this.#done;
  }

  add(rows: number): void {
    this.#done += rows;
    const made = this.#done - this.#before;
    const spentMs = this.#now().getTime() - this.#since;
    const leftMs = made === 0 ? null : Math.round((spentMs / made) * (this.#total - this.#done));
    this.#tell({ done: this.#done, total: this.#total, leftMs });
  }
}
