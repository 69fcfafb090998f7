import type { Day } from '../../../model/dates.ts';
import type {
  AssessmentFact,
  ClassTermFacts,
  GroupFact,
  LessonFact,
  PermitFact,
  SubstitutionFact,
} from '../../facts.ts';
import { groupedBy } from '../../grouping.ts';

/** Ways into the facts of a class and a term, made when first asked for. */
export interface ClassIndex {
  readonly lessons: ReadonlyMap<string, LessonFact>;
  readonly works: ReadonlyMap<string, AssessmentFact>;
  readonly groups: ReadonlyMap<string, GroupFact>;
  readonly substitutions: ReadonlyMap<string, readonly SubstitutionFact[]>;
  permitsFor(rowId: string): readonly PermitFact[];
  /** Lessons of a subject on a day, in order. */
  lessonsOn(subjectId: string, day: Day): readonly LessonFact[];
  /** The group's lesson before this one; null for the first of the stretch. */
  lessonBefore(lesson: LessonFact): LessonFact | null;
  /** The group's lesson after this one; null for the last of the stretch. */
  lessonAfter(lesson: LessonFact): LessonFact | null;
}

const NONE: readonly never[] = [];

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

const inOrder = (left: LessonFact, right: LessonFact): number =>
  left.date === right.date
    ? (left.number ?? 0) - (right.number ?? 0) || (left.id < right.id ? -1 : 1)
    : left.date < right.date
      ? -1
      : 1;

function neighbours(lessons: readonly LessonFact[]) {
  const before = new Map<string, LessonFact>();
  const after = new Map<string, LessonFact>();
  for (const group of groupedBy(lessons, ({ groupId, subjectId }) => groupId ?? subjectId).values()) {
    group.sort(inOrder);
    for (const [index, lesson] of group.entries()) {
      const next = group[index + 1];
      if (!next) continue;
      after.set(lesson.id, next);
      before.set(next.id, lesson);
    }
  }
  return { before, after };
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

function makeIndex(facts: ClassTermFacts): ClassIndex {
  const lessons = once(() => byId(facts.lessons));
  const works = once(() => byId(facts.assessments));
  const groups = once(() => byId(facts.groups));
  const substitutions = once(() => groupedBy(facts.substitutions, ({ lessonId }) => lessonId));
  const permits = once(() => groupedBy(facts.permits, ({ row }) => row.id));
  const beside = once(() => neighbours(facts.lessons));
  const byDay = once(() =>
    groupedBy([...facts.lessons].sort(inOrder), (row) => `${row.subjectId} ${row.date}`),
  );
  return {
    get lessons() {
      return lessons();
    },
    get works() {
      return works();
    },
    get groups() {
      return groups();
    },
    get substitutions() {
      return substitutions();
    },
    permitsFor: (rowId) => permits().get(rowId) ?? NONE,
    lessonsOn: (subjectId, day) => byDay().get(`${subjectId} ${day}`) ?? NONE,
    lessonBefore: ({ id }) => beside().before.get(id) ?? null,
    lessonAfter: ({ id }) => beside().after.get(id) ?? null,
  };
}

const made = new WeakMap<ClassTermFacts, ClassIndex>();

/** The index of these facts: one for all entries that are held against them. */
export function indexOf(facts: ClassTermFacts): ClassIndex {
  const known = made.get(facts);
  if (known) return known;
  const index = makeIndex(facts);
  made.set(facts, index);
  return index;
}
