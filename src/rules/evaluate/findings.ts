import { deterministicId } from '../../model/ids.ts';
import type { Place, Violation } from '../decision.ts';
import type { AnyKind } from '../kind.ts';
import type { EffectiveEntry } from '../regulation.ts';
import { type Collector, type DoubtSum, ROWS_NAMED } from './collector.ts';
import type { Basis, Found, Held, Home } from './outcome.ts';

/** Whose decisions they are. */
export interface Context {
  readonly schoolId: string;
  readonly unit: string;
  readonly effective: EffectiveEntry;
  readonly kind: AnyKind;
  readonly home: Home;
  readonly assumptions: readonly string[];
}

const basisOf = (
  { regulation, entry, parameters, over }: EffectiveEntry,
  assumptions: readonly string[],
): Basis => ({
  regulation,
  says: entry.says,
  confidence: entry.confidence,
  recommendation: entry.recommendation,
  note: entry.note,
  parameters,
  over,
  assumptions,
});

const idOf = ({ schoolId, unit, effective }: Context, key: string): string =>
  deterministicId([schoolId, effective.regulation.id, effective.entry.id, unit, key]);

/** What a decision does not say of its place is that of its unit. */
const whereOf = (place: Place, home: Home) => ({
  classId: place.classId ?? home.classId,
  subjectId: place.subjectId ?? home.subjectId,
  studentId: place.studentId ?? null,
  staffId: place.staffId ?? null,
  termId: place.termId ?? home.termId,
  day: place.day ?? null,
});

/** What is the same in all findings of one entry in one unit. */
function common({ unit, effective, kind }: Context) {
  const { entry, regulation, parameters } = effective;
  return {
    unit,
    // What is not chosen yet has only the parameters of its file.
    rule: kind.ruleOf?.(parameters ?? entry.parameters) ?? kind.rules[0] ?? '',
    kind: kind.name,
    effect: entry.effect,
    regulation: regulation.id,
    entry: entry.id,
    clause: entry.clause,
  };
}

type Common = ReturnType<typeof common> & { readonly basis: Basis };

/** A recommendation is nobody's duty: what departs from it is for information. */
const severityOf = ({ effective, kind }: Context): Found['severity'] =>
  effective.entry.recommendation ? 'info' : kind.severity;

const ofViolation = (context: Context, shared: Common, violation: Violation): Found => ({
  ...shared,
  findingId: idOf(context, violation.key),
  severity: severityOf(context),
  verdict: 'violated',
  reason: null,
  message: violation.message,
  advice: null,
  ...whereOf(violation.place, context.home),
  deadline: violation.deadline ?? null,
  notBefore: violation.interval?.notBefore ?? null,
  notAfter: violation.interval?.notAfter ?? null,
  count: Math.max(1, violation.rows.length),
  rows: violation.rows.slice(0, ROWS_NAMED),
  permitId: violation.permitId ?? null,
});

/** What all places have in common; null where they part. */
function sharedPlace(places: readonly Place[]): Place {
  const [first = {}] = places;
  const alike = (key: keyof Place): string | null => {
    const value = first[key] ?? null;
    return places.every((place) => (place[key] ?? null) === value) ? value : null;
  };
  return {
    classId: alike('classId'),
    subjectId: alike('subjectId'),
    studentId: alike('studentId'),
    staffId: alike('staffId'),
    termId: alike('termId'),
    day: alike('day'),
  };
}

const ofDoubts = (context: Context, shared: Common, sum: DoubtSum): Found => ({
  ...shared,
  findingId: idOf(context, sum.reason),
  severity: 'info',
  verdict: 'not_evaluable',
  reason: sum.reason,
  message: sum.count === 1 ? sum.widest.message : `${sum.widest.message} Таких записей: ${sum.count}.`,
  advice: sum.widest.advice,
  ...whereOf(sharedPlace(sum.places), context.home),
  deadline: sum.widest.deadline ?? null,
  notBefore: sum.widest.interval?.notBefore ?? null,
  notAfter: sum.widest.interval?.notAfter ?? null,
  count: sum.count,
  rows: sum.rows,
  permitId: null,
});

const holds = ({ effective }: Context, { accepted, permitId }: Violation): boolean =>
  effective.entry.effect === 'withhold' && accepted !== undefined && permitId === undefined;

/** Violations become a finding each, doubts of one reason become one together. */
export function findingsOf(judge: Collector, context: Context): { findings: Found[]; held: Held[] } {
  const findings: Found[] = [];
  const held: Held[] = [];
  if (judge.violations.size === 0 && judge.doubts.size === 0) return { findings, held };
  const shared = { ...common(context), basis: basisOf(context.effective, context.assumptions) };
  for (const violation of judge.violations.values()) {
    const found = ofViolation(context, shared, violation);
    findings.push(found);
    const { accepted, place } = violation;
    if (!accepted || !holds(context, violation)) continue;
    const { row, value } = accepted;
    held.push({ row, studentId: place.studentId ?? null, accepted: value, findingId: found.findingId });
  }
  for (const sum of judge.doubts.values()) findings.push(ofDoubts(context, shared, sum));
  return { findings, held };
}
