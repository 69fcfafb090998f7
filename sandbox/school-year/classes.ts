import { itemAt, type Key, mix, PURPOSE, shuffled } from './random.ts';

/** A class before it has people: how many and in which shift. */
export interface ClassPlan {
  readonly id: number;
  readonly grade: number;
  readonly letter: string;
  readonly name: string;
  readonly shift: 1 | 2;
  readonly size: number;
  /** Whether languages and informatics are taught in two groups. */
  readonly splits: boolean;
}

const LETTERS = [...'абвгдежзиклмнопрст'];
const SPLIT_FROM = 20;
/** A town class; a small school has fewer children in each. */
const TOWN_CLASS = 25;
const SMALL_CLASS = 15;
/** A second shift is a need of large schools: grades 1, 5, 9–11 must stay in the first. */
const SECOND_SHIFT_GRADES = new Set([3, 6]);

// A school too small for every grade keeps a primary class, two parallel ones (so that children can change
// class), a senior one, and so on.
const SMALL_SCHOOL_GRADES = [3, 7, 10, 7, 1, 5, 9, 11, 6, 2, 8, 4];

function gradesOfLarge(classes: number): number[] {
  const shares = Array.from({ length: 11 }, (_, index) => ({
    grade: index + 1,
    ideal: (classes * (index < 9 ? 1 : 0.5)) / 10,
  }));
  const counts = new Map(shares.map(({ grade, ideal }) => [grade, Math.max(1, Math.floor(ideal))]));
  const most = [...shares].sort((a, b) => (b.ideal % 1) - (a.ideal % 1) || b.grade - a.grade);
  const given = (): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (let turn = 0; given() < classes; turn += 1) {
    const { grade } = itemAt(most, turn % most.length);
    counts.set(grade, (counts.get(grade) ?? 0) + 1);
  }
  return [...counts].flatMap(([grade, count]) => Array<number>(count).fill(grade));
}

function gradesOf(students: number): number[] {
  const large = Math.round(students / TOWN_CLASS);
  if (large > SMALL_SCHOOL_GRADES.length) return gradesOfLarge(large);
  const small = Math.min(SMALL_SCHOOL_GRADES.length, Math.max(5, Math.round(students / SMALL_CLASS)));
  return SMALL_SCHOOL_GRADES.slice(0, small).sort((a, b) => a - b);
}

/** Sizes that add up to all students and differ a little, as they do. */
function sizesOf(key: Key, students: number, classes: number): number[] {
  const base = Math.floor(students / classes);
  const sizes = Array.from({ length: classes }, (_, index) => base + (index < students % classes ? 1 : 0));
  const order = shuffled(
    key,
    sizes.map((_, index) => index),
  );
  const most = Math.min(3, Math.floor(base / 5));
  for (let pair = 0; pair + 1 < order.length; pair += 2) {
    const moved = (mix(key, pair) >>> 0) % (most + 1);
    sizes[itemAt(order, pair)] = itemAt(sizes, itemAt(order, pair)) + moved;
    sizes[itemAt(order, pair + 1)] = itemAt(sizes, itemAt(order, pair + 1)) - moved;
  }
  return sizes;
}

/** In a small school the first class of grades 2–4 and the first of 5–9 are split all the same. */
const isSplit = (grades: readonly number[], index: number, size: number): boolean =>
  itemAt(grades, index) > 1 &&
  (size >= SPLIT_FROM ||
    index === grades.findIndex((grade) => grade > 1 && grade < 5) ||
    index === grades.findIndex((grade) => grade > 4 && grade < 10));

export function planClasses(schoolKey: Key, schoolIndex: number, students: number): readonly ClassPlan[] {
  const grades = gradesOf(students);
  const sizes = sizesOf(mix(schoolKey, PURPOSE.classes), students, grades.length);
  const twoShifts = students >= 300 || schoolIndex % 2 === 0;
  return grades.map((grade, index) => {
    const letter = itemAt(LETTERS, index - grades.indexOf(grade));
    const size = itemAt(sizes, index);
    return {
      id: index + 1,
      grade,
      letter,
      name: `${grade}${letter}`,
      shift: twoShifts && SECOND_SHIFT_GRADES.has(grade) ? 2 : 1,
      size,
      splits: isSplit(grades, index, size),
    };
  });
}
