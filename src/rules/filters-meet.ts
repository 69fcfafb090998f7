import { type Filters, plainName } from './filters.ts';

type Names = readonly string[];

/** Whether every name that is meant by `name` is meant by one of the listed. */
const covered = (name: string, listed: Names): boolean => listed.some((one) => name.startsWith(one));

const plain = (names: Names | undefined): Names | null => names?.map(plainName) ?? null;

/** What names both lists mean, as a list of the same sort; null: any name. Of two that begin alike the longer one. */
function common(left: Names | null, right: Names | null): Names | null {
  if (left === null || right === null) return left ?? right;
  return left.flatMap((one) =>
    right.flatMap((other) => {
      if (one.startsWith(other)) return [one];
      return other.startsWith(one) ? [other] : [];
    }),
  );
}

function workTypesMeet(left: Filters, right: Filters): boolean {
  const both = common(plain(left.workTypes), plain(right.workTypes));
  // A record of no work is meant by both.
  if (both === null) return true;
  const except = [...(left.exceptWorkTypes ?? []), ...(right.exceptWorkTypes ?? [])].map(plainName);
  return both.some((name) => !covered(name, except));
}

function gradesMeet({ grades: left }: Filters, { grades: right }: Filters): boolean {
  return !left || !right || (left.from <= right.to && right.from <= left.to);
}

/** Whether some record could be meant by both: then both entries would be held against it. */
export function filtersMeet(left: Filters, right: Filters): boolean {
  const subjects = common(plain(left.subjects), plain(right.subjects));
  return gradesMeet(left, right) && subjects?.length !== 0 && workTypesMeet(left, right);
}

/** Records of works and their marks; a work type says nothing about others, so it does not tell them apart. */
const OF_WORKS = ['mark', 'work'];

interface AboutRecords extends Filters {
  readonly record: string;
}

/** The same of entries that name the sort of record. */
export function recordsMeet(left: AboutRecords, right: AboutRecords): boolean {
  if (left.record !== right.record) return false;
  if (OF_WORKS.includes(left.record)) return filtersMeet(left, right);
  const typeless = ({ grades, subjects }: Filters): Filters => ({ grades, subjects });
  return filtersMeet(typeless(left), typeless(right));
}
