/** A moment local to the school: `YYYY-MM-DDTHH:MM`, sometimes with seconds. Such texts sort as moments do. */
export type Local = string;

/** Something happened after `after` (null: nobody had looked before) and not after `by`. */
export interface Span {
  readonly after: Local | null;
  readonly by: Local;
}

/** What a deadline makes of a span. */
export type Answer = 'kept' | 'late' | 'unknown';

/** The last moment of a day. */
export const endOf = (day: string): Local => `${day}T23:59:59.999`;

/** A local moment some minutes later, within the same day. */
export function plusMinutes(moment: Local, minutes: number): Local {
  const all = Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16)) + minutes;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${moment.slice(0, 11)}${two(Math.floor(all / 60))}:${two(all % 60)}`;
}

export function against({ after, by }: Span, deadline: Local): Answer {
  if (by <= deadline) return 'kept';
  return after !== null && after >= deadline ? 'late' : 'unknown';
}

/** The moments at which the journal was read. */
export interface Looks {
  readonly all: readonly Local[];
  readonly last: Local;
  /** Between which looks something came to be; null when the last look was before it. */
  spanOf(moment: Local): Span | null;
}

export function looksAt(all: readonly Local[]): Looks {
  const last = all.at(-1);
  if (last === undefined) throw new Error('nobody looks');
  return {
    all,
    last,
    spanOf(moment) {
      const at = all.findIndex((look) => look >= moment);
      const by = all[at];
      return by === undefined ? null : { after: all[at - 1] ?? null, by };
    },
  };
}

/** A span narrowed by the vendor's word that it was on a day. */
export function onDay({ after, by }: Span, day: string): Span {
  const [start, end] = [`${day}T00:00`, endOf(day)];
  if (by < start || (after !== null && after > end)) return { after, by };
  return { after: after !== null && after > start ? after : start, by: by < end ? by : end };
}

/** A span narrowed by the vendor's word that it was at a moment. */
export const atMoment = (moment: Local): Span => ({ after: moment, by: moment });
