import { expect } from 'vitest';
import type { Doubt, Violation } from '../../src/rules/decision.ts';
import type { CaseSetting } from './case-ground.ts';
import type { TakenDown } from './case-judge.ts';
import type { Expectation } from './case-schema.ts';

type Said = Violation | Doubt;

/** What was said in the sense of the expectation's verdict. */
function saidOf({ verdict, key }: Expectation, judge: TakenDown): readonly Said[] {
  const all =
    verdict === 'violated'
      ? judge.violations.filter(({ permitId }) => permitId === undefined)
      : verdict === 'permitted'
        ? judge.violations.filter(({ permitId }) => permitId !== undefined)
        : verdict === 'not_evaluable'
          ? judge.doubts
          : [];
  return key === undefined ? all : all.filter((said) => said.key === key);
}

const brief = (judge: TakenDown): string =>
  [
    ...judge.violations.map(
      ({ key, permitId, message }) => `${permitId ? 'permitted' : 'violated'} ${key}: ${message}`,
    ),
    ...judge.doubts.map(({ key, reason, message }) => `${reason} ${key}: ${message}`),
    `met ${judge.mets}, not concerned ${judge.unconcerned}`,
  ].join('\n');

function checkAlone({ verdict }: Expectation, judge: TakenDown): void {
  const permitted = judge.violations.filter(({ permitId }) => permitId !== undefined).length;
  const violated = judge.violations.length - permitted;
  const seen = { violated, permitted, open: judge.doubts.length };
  const none = { violated: 0, permitted: 0, open: 0 };
  if (verdict === 'met') expect(judge.mets, brief(judge)).toBeGreaterThan(0);
  if (verdict === 'not_concerned') expect(judge.mets, brief(judge)).toBe(0);
  if (verdict === 'met' || verdict === 'not_concerned') expect(seen, brief(judge)).toEqual(none);
  if (verdict === 'violated') expect(seen, brief(judge)).toEqual({ ...none, violated });
  if (verdict === 'permitted') expect(seen, brief(judge)).toEqual({ ...none, permitted });
  if (verdict === 'not_evaluable') expect(seen, brief(judge)).toEqual({ ...none, open: seen.open });
}

function checkSaid(expected: Expectation, said: Said, { times }: CaseSetting): void {
  if (expected.reason !== undefined) expect('reason' in said && said.reason).toBe(expected.reason);
  if (expected.says !== undefined) expect(said.message).toContain(expected.says);
  if (expected.deadline !== undefined) {
    // A window ends with the last millisecond of its last minute.
    expect(Math.floor((said.deadline ?? Number.NaN) / 60_000) * 60_000).toBe(times.moment(expected.deadline));
  }
  if (expected.accepted !== undefined) {
    expect('accepted' in said ? said.accepted?.value : undefined).toBe(expected.accepted);
  }
}

/** Holds what was said against what a case expects. */
export function checkVerdict(expected: Expectation, judge: TakenDown, setting: CaseSetting): void {
  const said = saidOf(expected, judge);
  const { verdict, key, count } = expected;
  if (key === undefined) checkAlone(expected, judge);
  else if (verdict === 'met' || verdict === 'not_concerned') {
    const keys = [...judge.violations, ...judge.doubts].map((one) => one.key);
    expect(keys, brief(judge)).not.toContain(key);
    return;
  }
  if (verdict === 'violated' || verdict === 'permitted') {
    expect(said.length, brief(judge)).toBe(count ?? 1);
  }
  if (verdict === 'not_evaluable') {
    if (count === undefined) expect(said.length, brief(judge)).toBeGreaterThan(0);
    else expect(said.length, brief(judge)).toBe(count);
  }
  if (verdict === 'met' && count !== undefined) expect(judge.mets, brief(judge)).toBe(count);
  if (expected.pending !== undefined) {
    expect(Math.floor(Math.min(...judge.dueAts) / 60_000) * 60_000).toBe(
      setting.times.moment(expected.pending),
    );
  }
  for (const one of said) checkSaid(expected, one, setting);
}
