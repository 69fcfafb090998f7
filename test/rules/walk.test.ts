import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentOf, type Interval, keptDeadline, type State } from '../../src/rules/observed.ts';
import { type Timing, walk } from '../../src/rules/walk.ts';

const CLOSES = 1_000;
const timing = (since: Interval): Timing => keptDeadline(since, CLOSES);
const value = fc.constantFrom('2', '3', '4', '5');

/** Pasts as runs see them: intervals one behind the other, the last of them perhaps a loss. */
const past = fc
  .tuple(
    fc.array(fc.tuple(value, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([steps, gone, first]): State[] => {
    let moment = 0;
    return steps.map(([mark, wait, width], index) => {
      const notBefore = moment + wait;
      moment = notBefore + width;
      return {
        value: gone && index > 0 && index === steps.length - 1 ? null : mark,
        since: { notBefore: first && index === 0 ? null : notBefore, notAfter: moment },
        byStaffId: null,
      };
    });
  });

const verdictOf = (states: readonly State[]): 'late' | 'unsure' | 'met' => {
  const { late, unsure } = walk(states, timing, []);
  if (late) return 'late';
  return unsure ? 'unsure' : 'met';
};

/** The same past, each moment known better; `at` says where in its interval a thing really happened. */
const narrowed = (states: readonly State[], at: readonly number[]): State[] =>
  states.map((state, index) => {
    const { notBefore, notAfter } = state.since;
    if (notBefore === null) return state;
    const moment = Math.round(notBefore + (notAfter - notBefore) * (at[index] ?? 0.5));
    return { ...state, since: { notBefore: moment, notAfter: moment } };
  });

describe('walk', () => {
  it('accepts a value that was seen, or none', () => {
    fc.assert(
      fc.property(past, (states) => {
        const { accepted } = walk(states, timing, []);
        expect([null, ...states.map((state) => state.value)]).toContain(accepted);
      }),
    );
  });

  it('accepts what is there now exactly when nothing is late', () => {
    fc.assert(
      fc.property(past, (states) => {
        const { accepted, late } = walk(states, timing, []);
        expect(late === null).toBe(accepted === currentOf(states));
      }),
    );
  });

  it('decides with better knowledge only what was undecided', () => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(past, places, (states, at) => {
        const undecided = states.some(({ since }) => timing(since) === 'straddles');
        if (undecided) return;
        const before = walk(states, timing, []);
        const after = walk(narrowed(states, at), timing, []);
        expect([after.accepted, after.late?.value]).toEqual([before.accepted, before.late?.value]);
      }),
    );
  });

  it('never takes an unsure record for a late one because it knows less', () => {
    fc.assert(
      fc.property(past, (states) => {
        const blurred = states.map((state) => ({ ...state, since: { ...state.since, notBefore: null } }));
        if (verdictOf(states) === 'met') expect(verdictOf(blurred)).not.toBe('late');
      }),
    );
  });

  it('accepts a permitted change', () => {
    fc.assert(
      fc.property(past, (states) => {
        const current = currentOf(states);
        const permit = {
          id: 'p',
          row: { entity: 'mark' as const, id: 'm' },
          value: current,
          granted: true,
          decidedAt: 0,
        };
        const found = walk(states, timing, [permit]);
        expect(found.accepted).toBe(current);
        expect(found.late).toBeNull();
        const refused = walk(states, timing, [{ ...permit, granted: false }]);
        expect(refused).toEqual(walk(states, timing, []));
      }),
    );
  });
});

describe('a change of which nobody saw the former value', () => {
  const at = (moment: number) => ({ notBefore: moment, notAfter: moment });
  const put: State = { value: '4', since: at(100), byStaffId: null };
  const changed = (moment: number): State => ({ ...put, since: at(moment), formerUnknown: true });

  it('is in order when it came in time, and undecided when it came late: nobody knows what changed', () => {
    expect(walk([put, changed(900)], timing, [])).toMatchObject({ accepted: '4', late: null, unsure: null });
    expect(walk([put, changed(1_100)], timing, [])).toMatchObject({
      accepted: '4',
      late: null,
      unsure: changed(1_100),
    });
  });

  it('does not excuse a later change', () => {
    const late: State = { value: '5', since: at(1_200), byStaffId: null };
    expect(walk([put, changed(1_100), late], timing, [])).toMatchObject({ accepted: '4', late });
  });

  it('is not accepted where the mark itself came late', () => {
    const putLate = { ...put, since: at(1_050) };
    expect(walk([putLate, changed(1_100)], timing, [])).toMatchObject({ accepted: null, late: putLate });
  });
});
