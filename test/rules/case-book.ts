import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { makeCalendar } from '../../src/rules/calendar.ts';
import type { FactsOf, ScopeName } from '../../src/rules/facts.ts';
import type { AnyKind, Circumstances } from '../../src/rules/kind.ts';
import { kindOf, kinds } from '../../src/rules/kinds/index.ts';
import { effectiveEntries } from '../../src/rules/regulation/cascade.ts';
import { parametersWith } from '../../src/rules/regulation/parameters.ts';
import {
  type EffectiveEntry,
  type Entry,
  type Readings,
  type Regulation,
  readingsSchema,
} from '../../src/rules/regulation.ts';
import { classTermFacts } from './case-class-term.ts';
import { classYearFacts } from './case-class-year.ts';
import { type CaseSetting, caseSetting } from './case-ground.ts';
import { gapIn, judged, TakenDown } from './case-judge.ts';
import { type Case, caseSchema } from './case-schema.ts';
import { schoolFacts } from './case-school.ts';

const folder = join(import.meta.dirname, 'cases');

/** The cases of one act. */
export interface CaseFile {
  readonly act: string;
  readonly cases: readonly unknown[];
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The cases of an item of a file: itself, or those of a group, each with what the group says for all of them. */
function ungrouped(item: unknown): unknown[] {
  const { cases, ...shared } = isMap(item) ? item : {};
  if (!Array.isArray(cases)) return [item];
  const { facts: common } = shared;
  return cases.map((one) => {
    if (!isMap(one)) return one;
    const { facts } = one;
    const both = isMap(common) && isMap(facts) ? { ...common, ...facts } : (facts ?? common);
    return { ...shared, ...one, facts: both };
  });
}

/** All files of worked cases. */
export const caseFiles = (): CaseFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      act: basename(name, '.yaml'),
      cases: ((parse(readFileSync(join(folder, name), 'utf8')) ?? []) as unknown[]).flatMap(ungrouped),
    }));

/** What a case is evaluated with: the entry's kind and parameters, or those that it names itself. */
export interface Question {
  readonly kind: AnyKind;
  readonly params: unknown;
  readonly readings: Readings;
  /** Null for a kind that is tried by itself. */
  readonly entry: Entry | null;
  /** What a school that has chosen nothing is told; null where a choice is made or none is needed. */
  readonly unchosen: string | null;
}

function optionOf(entry: Entry, choice: string | null | undefined): string | null {
  const option = choice ?? entry.choice?.default ?? null;
  if (entry.choice && option === null) throw new Error(`${entry.id}: the case must say which choice`);
  return option;
}

const kindNamed = (name: string): AnyKind => {
  const kind = kindOf(name);
  if (!kind) throw new Error(`no kind «${name}»`);
  return kind;
};

/** Finds what a case asks; throws what its author has to mend. */
export function questionOf(one: Case, act: string, regulations: readonly Regulation[]): Question {
  if (one.kind !== undefined) {
    const kind = kindNamed(one.kind);
    const params = kind.params.parse(one.parameters ?? {});
    return { kind, params, readings: readingsSchema.parse({}), entry: null, unchosen: null };
  }
  const regulation = regulations.find(({ id }) => id === (one.regulation ?? act));
  if (!regulation) throw new Error(`no regulation ${one.regulation ?? act}`);
  const entry = regulation.entries.find(({ id }) => id === one.entry);
  if (!entry) throw new Error(`${regulation.id} has no entry «${one.entry}»`);
  const kind = kindNamed(entry.kind);
  const { readings } = regulation;
  if (one.choice === null) {
    const { unchosen } = effectiveOf(one, act, regulations);
    if (unchosen === null) throw new Error(`${entry.id}: a school need not choose here`);
    return { kind, params: entry.parameters, readings, entry, unchosen };
  }
  const params = kind.params.parse(parametersWith(entry, optionOf(entry, one.choice)));
  return { kind, params, readings, entry, unchosen: null };
}

function factsFor(scope: ScopeName, given: unknown, setting: CaseSetting): FactsOf[ScopeName] {
  if (scope === 'school') return schoolFacts(given, setting);
  if (scope === 'class_year') return classYearFacts(given, setting);
  return classTermFacts(given, setting);
}

/** Reads a case as its file has it. */
export const readCase = (raw: unknown): Case => caseSchema.parse(raw);

/** The case's entry as it holds for a school that keeps to the act alone and has chosen nothing. */
function effectiveOf(one: Case, act: string, regulations: readonly Regulation[]): EffectiveEntry {
  const day = one.now.slice(0, 10);
  const adoptions = [{ regulation: act, from: day, to: day, choices: {} }];
  const wanted = one.regulation ?? act;
  const winner = effectiveEntries({ regulations, adoptions, day }, kinds).find(
    ({ regulation, entry }) => regulation.id === wanted && entry.id === one.entry,
  );
  if (!winner) throw new Error(`${wanted}/${one.entry} is not in force for a school that keeps to ${act}`);
  return winner;
}

/** `regulation/entry` of what the case's entry stands above for a school that keeps to the act alone. */
export const standsAbove = (one: Case, act: string, regulations: readonly Regulation[]): string[] =>
  effectiveOf(one, act, regulations).over.map(({ regulation, entry }) => `${regulation}/${entry}`);

/** What the engine says instead of evaluating an entry whose option the school has not chosen. */
function undecidedForChoice(message: string): TakenDown {
  const judge = new TakenDown();
  judge.undecided({ key: 'choice', rows: [], place: {}, message, reason: 'not_settled', advice: message });
  return judge;
}

/** Evaluates a case. */
export function judgeCase(
  one: Case,
  { kind, params, readings, unchosen }: Question,
): { readonly judge: TakenDown; readonly setting: CaseSetting } {
  const calendar = makeCalendar(one.calendar);
  const setting = caseSetting(one.now, calendar);
  if (unchosen !== null) return { judge: undecidedForChoice(unchosen), setting };
  const at: Circumstances = {
    now: setting.now,
    calendar,
    readings,
    gap: (need) => gapIn(one.gaps, need),
    otherGap: (_source, need) => gapIn(one.otherGaps, need),
  };
  return { judge: judged(kind, factsFor(kind.scope, one.facts, setting), params, at), setting };
}
