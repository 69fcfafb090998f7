/** The one clock of the program: the real one, or in a demonstration one that was set back and goes on. */
export interface ProgramClock {
  readonly now: () => Date;
  /** From here on it is `moment`, and later by every real second. */
  startAt(moment: Date): void;
}

/** Makes the program's clock out of the real one. */
export function makeClock(real: () => Date): ProgramClock {
  let ahead = 0;
  return {
    now: () => new Date(real().getTime() + ahead),
    startAt(moment) {
      ahead = moment.getTime() - real().getTime();
    },
  };
}
