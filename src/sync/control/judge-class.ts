import type { Day } from '../../model/dates.ts';
import { acrossSources, type SourceJudged } from '../../rules/evaluate/across-sources.ts';
import { type Applied, type Evaluation, evaluate, type Setting, together } from '../../rules/evaluate.ts';
import type { ClassTermFacts } from '../../rules/facts.ts';
import type { ClassLayout } from '../../store/facts/layout.ts';
import type { ControlGround } from './ground.ts';
import { besides, gapOf, judgedSource, tellsNeeds } from './sources.ts';

/** A stretch of a class's year, and what of it is evaluated. */
export interface StretchWork {
  readonly classId: string;
  readonly from: Day;
  readonly to: Day;
  /** Null: all; empty: none. */
  readonly subjects: ReadonlySet<string> | null;
  /** Whether what needs all subjects at once is evaluated too. */
  readonly asClass: boolean;
}

/** How a source is judged. */
export function settingOf(ground: ControlGround, source: string): Setting {
  const { schoolId, calendar, today, now, assumptions, book } = ground;
  const declared = book.declaredOf(source);
  const gap = (need: string) => gapOf(declared, book.kept, need);
  const otherGap = (other: string, need: string) => gapOf(book.declaredOf(other), book.kept, need);
  return { schoolId, today, assumptions, at: { now: now.getTime(), calendar, gap, otherGap } };
}

/** Entries by the source that they are judged by; those that no source can tell are left out. */
export function bySource(
  ground: ControlGround,
  entries: readonly Applied[],
  classId: string | null,
): Map<string, Applied[]> {
  const sorted = new Map<string, Applied[]>();
  for (const applied of entries) {
    if (applied.effective.unchosen !== null) continue;
    const { source } = judgedSource(ground.book, applied, classId);
    if (source !== null) sorted.set(source, [...(sorted.get(source) ?? []), applied]);
  }
  return sorted;
}

const scoped = (ground: ControlGround, scopes: readonly string[]): Applied[] =>
  ground.entries.filter(({ kind }) => scopes.includes(kind.scope));

/**
 * Evaluates what is of subjects. What is withheld must be so in every source that may be shown: entries that withhold
 * are held against the other sources of the school, too.
 */
async function judgeSubjects(
  ground: ControlGround,
  { classId, from, to, subjects }: StretchWork,
  facts: ClassTermFacts,
  entries: readonly Applied[],
): Promise<readonly Evaluation[]> {
  const { source } = facts;
  const evaluations = evaluate('subject_term', facts, entries, settingOf(ground, source));
  const holding = entries.filter(({ effective }) => effective.entry.effect === 'withhold');
  if (holding.length === 0) return evaluations;
  const others: SourceJudged[] = [];
  for (const other of besides(ground.book, classId, source)) {
    const theirs = await ground.facts.classTerm({ classId, from, to, source: other, subjects, with: 'all' });
    const able = holding.filter((applied) => tellsNeeds(ground.book, applied, other));
    const setting = settingOf(ground, other);
    others.push({ facts: theirs, evaluations: evaluate('subject_term', theirs, able, setting) });
  }
  return acrossSources({ facts, evaluations }, others);
}

/** Evaluates a stretch of a class's year, or some of its subjects. */
export async function judgeStretch(ground: ControlGround, work: StretchWork): Promise<Evaluation[]> {
  const { classId, from, to, subjects, asClass } = work;
  const scopes = [...(subjects?.size === 0 ? [] : ['subject_term']), ...(asClass ? ['class_term'] : [])];
  const done: Evaluation[] = [];
  for (const [source, entries] of bySource(ground, scoped(ground, scopes), classId)) {
    const ofSubjects = entries.filter(({ kind }) => kind.scope === 'subject_term');
    // What needs all subjects reads all of them, so nothing is read twice.
    const all = asClass && entries.length > ofSubjects.length;
    const facts = await ground.facts.classTerm({
      classId,
      from,
      to,
      source,
      subjects: all && ofSubjects.length === 0 ? null : subjects,
      with: ofSubjects.length > 0 ? 'all' : 'timetable',
    });
    if (ofSubjects.length > 0) done.push(...(await judgeSubjects(ground, work, facts, ofSubjects)));
    if (!all) continue;
    const whole =
      facts.subjects === null
        ? facts
        : await ground.facts.classTerm({ classId, from, to, source, subjects: null, with: 'timetable' });
    done.push(...evaluate('class_term', whole, entries, settingOf(ground, source)));
  }
  return together(done);
}

/** Evaluates a class over its whole year. */
export async function judgeYear(
  ground: ControlGround,
  { class: { id } }: ClassLayout,
): Promise<Evaluation[]> {
  const done: Evaluation[] = [];
  for (const [source, entries] of bySource(ground, scoped(ground, ['class_year']), id)) {
    const facts = await ground.facts.classYear({ classId: id, source });
    done.push(...evaluate('class_year', facts, entries, settingOf(ground, source)));
  }
  return together(done);
}
