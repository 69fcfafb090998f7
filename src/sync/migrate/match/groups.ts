import { type Edge, groupedBy } from './edges.ts';
import { groupPart } from './group-part.ts';
import type { GroupFact, Side } from './side.ts';

const SCORES = { samePart: 0.95, people: 0.87, teacher: 0.85, onlyOne: 0.6, other: 0.4 };

/** What is settled before groups are asked. */
export interface GroupGround {
  readonly classes: ReadonlyMap<string, string>;
  readonly subjects: ReadonlyMap<string, string>;
  readonly staff: ReadonlyMap<string, string>;
  readonly students: ReadonlyMap<string, string>;
}

/** Fewer people say little, and some change groups while a school moves. */
const LEAST_PEOPLE = 3;
const MOST_OF_THE_GROUP = 0.8;

type Placed = GroupFact & { readonly part: string; readonly where: string };

function samePeople(a: GroupFact, b: GroupFact, { students }: GroupGround): boolean {
  const theirs = new Set(b.studentIds);
  const most = Math.max(a.studentIds.length, theirs.size);
  const met = a.studentIds.filter((id) => theirs.has(students.get(id) ?? '')).length;
  return most >= LEAST_PEOPLE && met >= most * MOST_OF_THE_GROUP;
}

/** Groups of one class at one subject stand in one place; the parts of a class are told apart there. */
function placed(side: Side, place: (group: GroupFact) => string | null): Placed[] {
  const classes = new Map(side.class.map(({ id, name }) => [id, name]));
  const subjects = new Map(side.subject.map(({ id, name }) => [id, name]));
  return side.subjectGroup.flatMap((group): Placed[] => {
    const where = place(group);
    if (where === null) return [];
    const ofClass = group.classId === null ? null : (classes.get(group.classId) ?? null);
    return [{ ...group, where, part: groupPart(group.name, ofClass, subjects.get(group.subjectId) ?? '') }];
  });
}

function compare(a: Placed, b: Placed, ground: GroupGround): Pick<Edge, 'score' | 'reason'> {
  if (a.part === b.part) {
    const reason = a.part === '' ? 'Совпадают класс и предмет' : 'Совпадают класс, предмет и подгруппа';
    return { score: SCORES.samePart, reason };
  }
  if (a.part === '' || b.part === '') {
    return { score: SCORES.other, reason: 'Класс и предмет те же, но здесь весь класс, а там подгруппа' };
  }
  if (samePeople(a, b, ground)) {
    return { score: SCORES.people, reason: 'Совпадают класс, предмет и состав подгруппы' };
  }
  const teacher = a.teacherId === null ? undefined : ground.staff.get(a.teacherId);
  return teacher !== undefined && teacher === b.teacherId
    ? { score: SCORES.teacher, reason: 'Совпадают класс, предмет и учитель' }
    : { score: SCORES.onlyOne, reason: 'Класс и предмет те же, подгруппы названы по-разному' };
}

/** Subject groups: only within the same class and subject, so that a subgroup never takes its class's place. */
export function groupEdges(source: Side, target: Side, ground: GroupGround): Edge[] {
  const ours = placed(source, ({ classId, subjectId }) => {
    const ofClass = classId === null ? '' : ground.classes.get(classId);
    const subject = ground.subjects.get(subjectId);
    return ofClass === undefined || subject === undefined ? null : JSON.stringify([ofClass, subject]);
  });
  const theirs = groupedBy(
    placed(target, ({ classId, subjectId }) => JSON.stringify([classId ?? '', subjectId])),
    ({ where }) => where,
  );
  return ours.flatMap((a) =>
    (theirs.get(a.where) ?? []).map(
      (b): Edge => ({ source: a.id, target: b.id, how: 'name', ...compare(a, b, ground) }),
    ),
  );
}
