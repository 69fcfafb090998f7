import type { Day } from '../../model/dates.ts';
import { type Applied, type Evaluation, evaluate, type Setting, together } from '../../rules/evaluate.ts';
import type { ClassLayout } from '../../store/facts/layout.ts';
import type { ControlGround } from './ground.ts';
import { gapOf, judgedSource } from './sources.ts';

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
  return { schoolId, today, assumptions, at: { now: now.getTime(), calendar, gap } };
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

/** Evaluates a stretch of a class's year, or some of its subjects. */
export async function judgeStretch(ground: ControlGround, work: StretchWork): Promise<Evaluation[]> {
  const { classId, from, to, subjects, asClass } = work;
  const scopes = [...(subjects?.size === 0 ? [] : ['subject_term']), ...(asClass ? ['class_term'] : [])];
  const done: Evaluation[] = [];
  for (const [source, entries] of bySource(ground, scoped(ground, scopes), classId)) {
    const setting = settingOf(ground, source);
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
    if (ofSubjects.length > 0) done.push(...evaluate('subject_term', facts, ofSubjects, setting));
    if (!all) continue;
    const whole =
      facts.subjects === null
        ? facts
        : await ground.facts.classTerm({ classId, from, to, source, subjects: null, with: 'timetable' });
    done.push(...evaluate('class_term', whole, entries, setting));
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
