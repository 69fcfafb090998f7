import type { PermitFact } from './facts.ts';
import { currentOf, type Interval, type State, type Timeline } from './observed.ts';

/** Whether a state came while it was still allowed: `missed` it did not, `straddles` nobody can tell. */
export type Timing = 'kept' | 'missed' | 'straddles';

/** What a walk over a value's past finds. */
export interface Walk {
  /** The value that goes on being shown. */
  readonly accepted: string | null;
  /** The last state that came too late and was not allowed. */
  readonly late: State | null;
  /** The permit that allowed the last late state, when what is there now is what it allows. */
  readonly permitId: string | null;
  /** The first state that nobody can place; it counts as accepted. */
  readonly unsure: State | null;
}

/** The permit that lets a record become `value`, if there is one. */
export const permitFor = (permits: readonly PermitFact[], value: string | null): PermitFact | undefined =>
  permits.find((permit) => permit.granted && permit.value === value);

const isEntry = (timeline: Timeline, index: number): boolean =>
  timeline.slice(0, index).every(({ value }) => value === null);

/**
 * Walks over a value's past: each state that came in time, that a permit names, or that nobody can place is accepted;
 * one that came too late is not, and what was accepted before goes on. What is not there yet has no state to accept.
 */
export function walk(
  timeline: Timeline,
  timing: (since: Interval, entry: boolean, state: State) => Timing,
  permits: readonly PermitFact[],
): Walk {
  let accepted: string | null = null;
  let late: State | null = null;
  let permitId: string | null = null;
  let unsure: State | null = null;
  for (const [index, state] of timeline.entries()) {
    const entry = isEntry(timeline, index);
    if (entry && state.value === null) continue;
    const found = timing(state.since, entry, state);
    const permit = found === 'missed' ? permitFor(permits, state.value) : undefined;
    // Too late, but nobody knows whether it was the value that changed.
    if (state.formerUnknown && !permit) {
      if (found !== 'kept') unsure ??= state;
      continue;
    }
    if (found === 'missed' && !permit) {
      late = state;
      continue;
    }
    if (found === 'straddles') unsure ??= state;
    accepted = state.value;
    permitId = permit?.id ?? null;
  }
  const inOrder = accepted === currentOf(timeline);
  return { accepted, late: inOrder ? null : late, permitId: inOrder ? permitId : null, unsure };
}
