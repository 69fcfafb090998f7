import type { z } from 'zod';
import type { EntityName } from '../model/entities.ts';
import type { SchoolCalendar } from './calendar.ts';
import type { Effect, Judge } from './decision.ts';
import type { FactsOf, ScopeName } from './facts.ts';
import type { Instant } from './observed.ts';
import type { Readings } from './regulation.ts';

/** What surrounds an evaluation. Time is passed in. */
export interface Circumstances {
  readonly now: Instant;
  readonly calendar: SchoolCalendar;
  /** How the regulation of the entry that is evaluated is read where its text leaves it open. */
  readonly readings: Readings;
  /** Why the judged source cannot tell `entity` or `entity.field` (Russian), or null when it can. */
  gap(need: string): string | null;
  /** The same of another source that is compared with it; left out where nobody can tell: no gaps. */
  otherGap?(source: string, need: string): string | null;
}

/** E an error, W a warning, I for information (school-domain §8). */
export type Severity = 'error' | 'warning' | 'info';

/**
 * A kind of rule: code that holds facts against the parameters of a regulation's entry. Pure, and indifferent to
 * the school, the vendor and the clock.
 */
export interface RuleKind<P extends z.ZodType = z.ZodType, S extends ScopeName = ScopeName> {
  /** As regulation files name it: `entry_deadline`. */
  readonly name: string;
  /** Numbers of the rule catalogue that it answers (school-domain §8). */
  readonly rules: readonly string[];
  /** Which of them these parameters are about, where a kind answers several; otherwise the first. */
  ruleOf?(params: z.infer<P>): string;
  /** What it checks, in Russian, for the guide and for messages. */
  readonly title: string;
  readonly severity: Severity;
  /** What may follow from it besides a report: `withhold` where it tells the accepted value, `refuse` of consents. */
  readonly effect?: Exclude<Effect, 'report'>;
  readonly scope: S;
  readonly params: P;
  /** Of two entries of one topic only one is in force: the most specific. E.g. `entry_deadline/homework`. */
  topic(params: z.infer<P>): string;
  /** Whether entries of two topics could be about one record: a general one and one narrowed to grades. Left out: none. */
  overlaps?(left: z.infer<P>, right: z.infer<P>): boolean;
  /** Whether `effect` comes about with these parameters; left out: with any. */
  carries?(params: z.infer<P>): boolean;
  /** What the judged source must tell, as `entity` or `entity.field`; otherwise the whole entry is «not evaluable». */
  needs(params: z.infer<P>): readonly string[];
  /** A change of rows of these entities makes the scope due again. */
  readonly watches: readonly EntityName[];
  evaluate(facts: FactsOf[S], params: z.infer<P>, at: Circumstances, judge: Judge): void;
}

/** A kind with its types put away: what the table of kinds holds. */
export interface AnyKind
  extends Omit<RuleKind, 'evaluate' | 'topic' | 'needs' | 'ruleOf' | 'overlaps' | 'carries'> {
  ruleOf?(params: unknown): string;
  topic(params: unknown): string;
  overlaps?(left: unknown, right: unknown): boolean;
  carries?(params: unknown): boolean;
  needs(params: unknown): readonly string[];
  evaluate(facts: FactsOf[ScopeName], params: unknown, at: Circumstances, judge: Judge): void;
}

/** Describes a kind of rule; its methods are only ever given parameters that its schema has parsed. */
export const defineKind = <P extends z.ZodType, S extends ScopeName>(kind: RuleKind<P, S>): AnyKind =>
  // The table hands each kind the facts of its own scope and parameters of its own schema; see `evaluate.ts`.
  kind as unknown as AnyKind;
