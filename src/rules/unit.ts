import type { Day } from '../model/dates.ts';

/**
 * What is evaluated, and replaced, as one: findings of a unit are those of its last evaluation. `from` is the first
 * day of the stretch of the year that {@link ClassTermFacts} is about, or of the academic year.
 */
export type Unit =
  | {
      readonly scope: 'subject_term';
      readonly classId: string;
      readonly from: Day;
      readonly subjectId: string;
    }
  | { readonly scope: 'class_term'; readonly classId: string; readonly from: Day }
  | { readonly scope: 'class_year'; readonly classId: string; readonly from: Day }
  | { readonly scope: 'school'; readonly from: Day };

/** The name that the store keeps a unit under. */
export function unitName(unit: Unit): string {
  if (unit.scope === 'school') return `school:${unit.from}`;
  const base = `${unit.scope}:${unit.classId}:${unit.from}`;
  return unit.scope === 'subject_term' ? `${base}:${unit.subjectId}` : base;
}

/** Reads a {@link unitName} back. A name that is none is a defect. */
export function unitOf(name: string): Unit {
  const [scope, ...rest] = name.split(':');
  if (scope === 'school' && rest[0]) return { scope, from: rest[0] };
  const [classId, from, subjectId] = rest;
  if (classId && from && (scope === 'class_term' || scope === 'class_year')) return { scope, classId, from };
  if (classId && from && subjectId && scope === 'subject_term') return { scope, classId, from, subjectId };
  throw new Error(`not the name of a unit: ${name}`);
}
