import { Collector, type DayStretch } from './evaluate/collector.ts';
import { findingsOf } from './evaluate/findings.ts';
import { type Evaluation, type Home, NOWHERE, type Setting, type Tally } from './evaluate/outcome.ts';
import { NO_SUBJECT, slices } from './evaluate/slices.ts';
import type { ClassTermFacts, ClassYearFacts, FactsOf, SchoolFacts, ScopeName } from './facts.ts';
import type { AnyKind } from './kind.ts';
import type { EffectiveEntry } from './regulation.ts';
import { type Unit, unitName } from './unit.ts';

export type { Evaluation, Found, Held, Setting, Tally } from './evaluate/outcome.ts';
export { NO_SUBJECT } from './evaluate/slices.ts';

/** An entry with the days on which it is in force, and the kind that it names. */
export interface Applied {
  readonly effective: EffectiveEntry;
  readonly kind: AnyKind;
  /** Both days included; in order, without overlaps. */
  readonly days: readonly DayStretch[];
}

/** Whether an entry is in force on a day. */
export const isInForce = ({ days }: Applied, day: string): boolean =>
  days.some(({ from, to }) => from <= day && (to === null || day <= to));

/** A unit with its facts. */
interface Piece {
  readonly unit: Unit;
  readonly facts: FactsOf[ScopeName];
  readonly home: Home;
}

const ofClass = (scope: 'class_term' | 'class_year', facts: ClassTermFacts | ClassYearFacts): Piece => ({
  unit: { scope, classId: facts.class.id, from: facts.from },
  facts,
  home: {
    classId: facts.class.id,
    subjectId: null,
    termId: 'term' in facts ? (facts.term?.id ?? null) : null,
  },
});

const ofSubjects = (facts: ClassTermFacts): Piece[] =>
  [...slices(facts)].map(([subjectId, part]) => ({
    unit: { scope: 'subject_term', classId: facts.class.id, from: facts.from, subjectId },
    facts: part,
    home: {
      classId: facts.class.id,
      subjectId: subjectId === NO_SUBJECT ? null : subjectId,
      termId: facts.term?.id ?? null,
    },
  }));

const ofSchool = (facts: SchoolFacts): Piece => ({
  unit: { scope: 'school', from: facts.from },
  facts,
  home: NOWHERE,
});

/** The facts of a scope, cut into what is evaluated and replaced as one. */
function piecesOf(scope: ScopeName, facts: FactsOf[ScopeName]): Piece[] {
  // Which facts belong to which scope is said by the type of `evaluate`.
  if (scope === 'subject_term') return ofSubjects(facts as ClassTermFacts);
  if (scope === 'school') return [ofSchool(facts as SchoolFacts)];
  return [ofClass(scope, facts as ClassTermFacts | ClassYearFacts)];
}

const tallyOf = ({ effective, kind }: Applied, home: Home, judge: Collector): Tally => ({
  regulation: effective.regulation.id,
  entry: effective.entry.id,
  kind: kind.name,
  ...home,
  ...judge.counts,
});

const earliest = (moments: readonly (number | null)[]): number | null => {
  const known = moments.filter((moment) => moment !== null);
  return known.length > 0 ? Math.min(...known) : null;
};

/** The same entry with other parameters at other times is one entry still. */
function byEntry(entries: readonly Applied[], { from, to }: Span): Applied[][] {
  const groups = new Map<string, Applied[]>();
  for (const applied of entries) {
    if (!applied.days.some((days) => days.from <= to && (days.to === null || days.to >= from))) continue;
    const { regulation, entry } = applied.effective;
    const key = `${regulation.id}/${entry.id}`;
    groups.set(key, [...(groups.get(key) ?? []), applied]);
  }
  return [...groups.values()];
}

type Span = { readonly from: string; readonly to: string };

const referenceOf = ({ from, to }: Span, today: string): string =>
  today < from ? from : today > to ? to : today;

function evaluatePiece(piece: Piece, entries: readonly Applied[], setting: Setting): Evaluation {
  const { schoolId, at, today, assumptions } = setting;
  const { home, facts } = piece;
  const unit = unitName(piece.unit);
  const evaluation: Evaluation = { unit, tallies: [], findings: [], held: [], dueAt: null };
  const dueAts: (number | null)[] = [];
  for (const group of byEntry(entries, facts)) {
    const judge = new Collector(referenceOf(facts, today));
    for (const { kind, effective, days } of group) {
      judge.during(days);
      const readings = effective.regulation.readings;
      kind.evaluate(facts, effective.parameters, { ...at, readings }, judge);
    }
    const last = group.at(-1);
    if (!last) continue;
    const { findings, held } = findingsOf(judge, { ...last, unit, schoolId, home, assumptions });
    evaluation.findings.push(...findings);
    evaluation.held.push(...held);
    evaluation.tallies.push(tallyOf(last, home, judge));
    dueAts.push(judge.dueAt);
  }
  return { ...evaluation, dueAt: earliest(dueAts) };
}

/**
 * Holds the facts of one scope against the entries whose kinds are of that scope; one answer a unit. Facts of a
 * class and a stretch of the year are cut by subject first, so a subject evaluated alone and one evaluated with
 * all the others bring the same.
 */
export function evaluate<S extends ScopeName>(
  scope: S,
  facts: FactsOf[S],
  entries: readonly Applied[],
  setting: Setting,
): Evaluation[] {
  const own = entries.filter(({ kind }) => kind.scope === scope);
  return piecesOf(scope, facts).map((piece) => evaluatePiece(piece, own, setting));
}

/** Why an entry is not evaluated at all: nothing was chosen, or no source tells what it needs. */
export interface Unevaluable {
  readonly applied: Applied;
  readonly reason: 'not_settled' | 'missing_input';
  /** What is missing, by its name (`homework`, `choice`). */
  readonly what: string;
  readonly message: string;
  readonly advice: string;
}

/** Entries that cannot be evaluated, as findings of the school's unit: one each, not one a class. */
export function unevaluableFindings(
  unit: Unit,
  found: readonly Unevaluable[],
  { schoolId, today, assumptions }: Pick<Setting, 'schoolId' | 'today' | 'assumptions'>,
): Evaluation {
  const name = unitName(unit);
  const evaluation: Evaluation = { unit: name, tallies: [], findings: [], held: [], dueAt: null };
  for (const { applied, reason, what, message, advice } of found) {
    const judge = new Collector(today);
    judge.during([{ from: today, to: null }]);
    judge.undecided({ key: what, rows: [], place: {}, message, reason, advice });
    const context = { ...applied, unit: name, schoolId, home: NOWHERE, assumptions };
    evaluation.findings.push(...findingsOf(judge, context).findings);
    evaluation.tallies.push(tallyOf(applied, NOWHERE, judge));
  }
  return evaluation;
}

/** Evaluations of one unit by several sources, each with entries of its own, become one. */
export function together(evaluations: readonly Evaluation[]): Evaluation[] {
  const byUnit = new Map<string, Evaluation>();
  for (const one of evaluations) {
    const before = byUnit.get(one.unit);
    byUnit.set(one.unit, {
      unit: one.unit,
      tallies: [...(before?.tallies ?? []), ...one.tallies],
      findings: [...(before?.findings ?? []), ...one.findings],
      held: [...(before?.held ?? []), ...one.held],
      dueAt: earliest([before?.dueAt ?? null, one.dueAt]),
    });
  }
  return [...byUnit.values()];
}
