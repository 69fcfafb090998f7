import type { Doubt, Judge, Violation } from '../../src/rules/decision.ts';
import type { FactsOf, ScopeName } from '../../src/rules/facts.ts';
import type { AnyKind, Circumstances } from '../../src/rules/kind.ts';

/** Takes down everything that a kind of rule says. */
export class TakenDown implements Judge {
  readonly violations: Violation[] = [];
  readonly doubts: Doubt[] = [];
  readonly dueAts: number[] = [];
  mets = 0;
  unconcerned = 0;

  met(): void {
    this.mets += 1;
  }

  notConcerned(): void {
    this.unconcerned += 1;
  }

  pending(dueAt: number): void {
    this.unconcerned += 1;
    this.dueAts.push(dueAt);
  }

  violated(violation: Violation): void {
    this.violations.push(violation);
  }

  undecided(doubt: Doubt): void {
    this.doubts.push(doubt);
  }
}

/** The reason why the source cannot tell a need: of the field, or of its whole entity. */
export const gapIn = (gaps: Readonly<Record<string, string>>, need: string): string | null =>
  gaps[need] ?? gaps[need.split('.')[0] ?? ''] ?? null;

/** Evaluates one kind as the engine does: not at all when the source cannot tell what the kind needs. */
export function judged(
  kind: AnyKind,
  facts: FactsOf[ScopeName],
  params: unknown,
  at: Circumstances,
): TakenDown {
  const judge = new TakenDown();
  const missing = kind.needs(params).find((need) => at.gap(need) !== null);
  if (missing === undefined) kind.evaluate(facts, params, at, judge);
  else {
    const message = at.gap(missing) ?? '';
    judge.undecided({ key: missing, rows: [], place: {}, message, reason: 'missing_input', advice: message });
  }
  return judge;
}
