import { className } from './class-name.ts';
import { type Edge, groupedBy } from './edges.ts';
import { personName } from './person-name.ts';
import type { ClassFact, PersonFact, Side } from './side.ts';
import { subjectName } from './subject-name.ts';

const SCORES = {
  sameText: 0.99,
  sameName: 0.97,
  gradeAndLetter: 0.9,
  people: 0.85,
  somePeople: 0.6,
  otherPeople: 0.55,
  teachers: 0.5,
  grade: 0.3,
};

/** A class of fewer says little by who is in it. */
const LEAST_PEOPLE = 5;
const MOST_OF_THE_CLASS = 0.8;
const HALF_OF_THE_CLASS = 0.5;

const yearsApart = (a: ClassFact, b: ClassFact): boolean =>
  a.grade !== null && b.grade !== null && a.grade !== b.grade;

/** A name with initials is all that both sides are sure to have. */
function initialsOf(person: PersonFact): string {
  const { last, first, middle } = personName(person);
  return [last, [...(first ?? '')][0] ?? '', [...(middle ?? '')][0] ?? ''].join(' ');
}

function peopleByClass(people: readonly PersonFact[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const person of people) {
    const [latest] = person.classIds;
    if (latest !== undefined) lists.set(latest, [...(lists.get(latest) ?? []), initialsOf(person)]);
  }
  return lists;
}

function common(a: readonly string[], b: readonly string[]): number {
  const left = new Map([...groupedBy(b, (name) => name)].map(([name, list]) => [name, list.length]));
  return [...groupedBy(a, (name) => name)].reduce(
    (sum, [name, list]) => sum + Math.min(list.length, left.get(name) ?? 0),
    0,
  );
}

type Roll = readonly string[] | undefined;

function byPeople(a: Roll = [], b: Roll = []): Pick<Edge, 'score' | 'how' | 'reason'> | null {
  const most = Math.max(a.length, b.length);
  if (most < LEAST_PEOPLE) return null;
  const met = common(a, b);
  const reason = `Названия разные, но совпадает состав: ${met} из ${most} по фамилии и инициалам`;
  if (met >= most * MOST_OF_THE_CLASS) return { score: SCORES.people, how: 'person', reason };
  if (met >= most * HALF_OF_THE_CLASS) return { score: SCORES.somePeople, how: 'person', reason };
  return null;
}

/** Below this part two classes of one name are hardly one: the letters have changed places. */
const FEW_OF_THE_CLASS = 0.3;

const OTHER_PEOPLE = 'Название совпадает, но ученики в классе другие: класс переименован?';

/** A name that another class bears now is worth asking about; the class that has its people is found by them. */
function unlessOthers<T extends Pick<Edge, 'score' | 'how' | 'reason'>>(
  named: T,
  a: Roll = [],
  b: Roll = [],
) {
  if (Math.min(a.length, b.length) < LEAST_PEOPLE) return named;
  const isOther = common(a, b) < Math.max(a.length, b.length) * FEW_OF_THE_CLASS;
  return isOther ? { ...named, score: SCORES.otherPeople, reason: OTHER_PEOPLE } : named;
}

/** What is taught in a class and by whom, in words that both sides have. */
function lessonsByClass({ subject, staff, subjectGroup }: Side): ReadonlyMap<string, readonly string[]> {
  const subjects = new Map(subject.map(({ id, name }) => [id, subjectName(name)]));
  const teachers = new Map(staff.map((person) => [person.id, initialsOf(person)]));
  const lists = new Map<string, Set<string>>();
  for (const { classId, subjectId, teacherId } of subjectGroup) {
    const teacher = teachers.get(teacherId ?? '');
    if (classId === null || teacher === undefined) continue;
    lists.set(classId, (lists.get(classId) ?? new Set()).add(`${subjects.get(subjectId)} ${teacher}`));
  }
  return new Map([...lists].map(([id, taught]) => [id, [...taught]]));
}

/** Where nobody tells who is in a class, its subjects and teachers hint at it: a question, with the likest first. */
function byTeachers(a: Roll = [], b: Roll = []): Pick<Edge, 'score' | 'how' | 'reason'> | null {
  const most = Math.max(a.length, b.length);
  const met = common(a, b);
  if (most < LEAST_PEOPLE || met < most * HALF_OF_THE_CLASS) return null;
  const reason = `Названия разные, но совпадают предметы с учителями: ${met} из ${most}`;
  return { score: (SCORES.teachers * met) / most, how: 'person', reason };
}

function byName(a: ClassFact, b: ClassFact): Pick<Edge, 'score' | 'how' | 'reason'> | null {
  if (a.name === b.name) return { score: SCORES.sameText, how: 'name', reason: 'Название совпадает' };
  const one = className(a.name);
  if (one === className(b.name)) {
    return { score: SCORES.sameName, how: 'name', reason: 'Название совпадает, написано по-разному' };
  }
  const told = (fact: ClassFact): string | null =>
    fact.grade !== null && fact.letter !== null ? className(`${fact.grade}${fact.letter}`) : null;
  const named = [one, told(a)].filter((name) => name !== null);
  const others = [className(b.name), told(b)].filter((name) => name !== null);
  if (!named.some((name) => others.includes(name))) return null;
  return { score: SCORES.gradeAndLetter, how: 'name', reason: 'Совпадают параллель и буква' };
}

/** Classes: by name; where that fails, by who is in them (a class renamed). Never across grades. */
export function classEdges(source: Side, target: Side): Edge[] {
  const ours = peopleByClass(source.student);
  const theirs = peopleByClass(target.student);
  const [ourLessons, theirLessons] = [lessonsByClass(source), lessonsByClass(target)];
  return source.class.flatMap((a) =>
    target.class.flatMap((b): Edge[] => {
      if (yearsApart(a, b)) return [];
      const sameGrade = a.grade !== null && a.grade === b.grade;
      const [roll, theirRoll] = [ours.get(a.id), theirs.get(b.id)];
      const named = byName(a, b);
      const likeness =
        (named && unlessOthers(named, roll, theirRoll)) ??
        byPeople(roll, theirRoll) ??
        byTeachers(ourLessons.get(a.id), theirLessons.get(b.id)) ??
        (sameGrade ? { score: SCORES.grade, how: 'name', reason: 'Совпадает только параллель' } : null);
      return likeness ? [{ source: a.id, target: b.id, ...likeness }] : [];
    }),
  );
}
