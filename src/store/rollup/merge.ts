import { categoryMeasures, fieldOf, markMeasures, missedMeasures } from './measures.ts';
import { type MarkFigures, type SchoolFigures, schoolLevels } from './types.ts';

const sums = ['classes', ...[...categoryMeasures, ...missedMeasures].map(fieldOf)];
const marks = markMeasures.map(fieldOf);

/** The named numbers of two, added. */
const added = <F>(left: F, right: F, names: readonly string[]): Partial<F> =>
  Object.fromEntries(
    names.map((name) => [name, Number(left[name as keyof F]) + Number(right[name as keyof F])]),
  ) as Partial<F>;

const least = (left: string, right: string): string => (left < right ? left : right);
const most = (left: string, right: string): string => (left < right ? right : left);

/** Two parts of the classes of one level. */
const together = (left: SchoolFigures, right: SchoolFigures): SchoolFigures => ({
  ...left,
  ...added(left, right, sums),
  sources: [...new Set([...left.sources, ...right.sources])].sort(),
  from: least(left.from, right.from),
  to: most(left.to, right.to),
  asOf: least(left.asOf, right.asOf),
  allSubjects: { ...left.allSubjects, ...added<MarkFigures>(left.allSubjects, right.allSubjects, marks) },
});

/** Sums over some classes of schools and over the others, as sums over all; levels stay in order. */
export function mergedSchools(
  some: readonly SchoolFigures[],
  others: readonly SchoolFigures[],
): readonly SchoolFigures[] {
  if (some.length === 0 || others.length === 0) return [...some, ...others];
  const bySchool = new Map<string, Map<SchoolFigures['level'], SchoolFigures>>();
  for (const one of [...some, ...others]) {
    const levels = bySchool.get(one.schoolId) ?? new Map<SchoolFigures['level'], SchoolFigures>();
    const known = levels.get(one.level);
    bySchool.set(one.schoolId, levels.set(one.level, known ? together(known, one) : one));
  }
  return [...bySchool.values()].flatMap((levels) =>
    [...schoolLevels, null].flatMap((level) => levels.get(level) ?? []),
  );
}
