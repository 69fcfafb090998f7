import { addDays, type Day } from '../../src/model/dates.ts';
import { byName } from './names.ts';
import type { Planted } from './planted.ts';
import type { TruthGroup, TruthStudent } from './types.ts';

/** A time in which nobody came to a class or left it. */
interface Stretch {
  readonly from: Day;
  readonly students: readonly TruthStudent[];
}

export interface Rosters {
  rosterOn(classId: number, day: Day): readonly TruthStudent[];
  membersOn(group: TruthGroup, day: Day): readonly TruthStudent[];
}

const NOBODY: readonly TruthStudent[] = [];

const isIn = (student: TruthStudent, classId: number, day: Day): boolean =>
  student.enrolments.some(
    (one) => one.classId === classId && one.from <= day && (one.to === null || day <= one.to),
  );

function stretchesOf(classId: number, everybody: readonly TruthStudent[]): Stretch[] {
  const own = everybody.flatMap(({ enrolments }) => enrolments.filter((one) => one.classId === classId));
  const turns = new Set(own.flatMap(({ from, to }) => (to === null ? [from] : [from, addDays(to, 1)])));
  return [...turns]
    .sort()
    .map((from) => ({ from, students: everybody.filter((student) => isIn(student, classId, from)) }));
}

function at(stretches: readonly Stretch[], day: Day): readonly TruthStudent[] {
  for (let index = stretches.length - 1; index >= 0; index -= 1) {
    const stretch = stretches[index];
    if (stretch && stretch.from <= day) return stretch.students;
  }
  return NOBODY;
}

/** A class splits in one way for each subject, the same all year: every other one, or the halves of the list. */
function inPart(
  everybody: readonly TruthStudent[],
  student: TruthStudent,
  group: TruthGroup,
  planted: Planted,
): boolean {
  const place = everybody.indexOf(student);
  const other = planted.inPart(group, place);
  if (other !== null) return other;
  const second = group.subjectId % 2 === 0 ? place % 2 === 1 : place >= everybody.length / 2;
  return second === (group.part === 2);
}

/** Who is where on any day, held as the few stretches between changes. */
export function makeRosters(
  students: readonly TruthStudent[],
  groups: readonly TruthGroup[],
  planted: Planted,
): Rosters {
  const byClass = new Map<number, TruthStudent[]>();
  for (const student of students)
    for (const classId of new Set(student.enrolments.map((one) => one.classId)))
      byClass.set(classId, [...(byClass.get(classId) ?? []), student]);
  const classStretches = new Map<number, Stretch[]>();
  for (const [classId, everybody] of byClass) {
    everybody.sort(byName);
    classStretches.set(classId, stretchesOf(classId, everybody));
  }
  const groupStretches = new Map<number, Stretch[]>();
  for (const group of groups) {
    const everybody = byClass.get(group.classId) ?? [];
    const whole = classStretches.get(group.classId) ?? [];
    const own = (list: readonly TruthStudent[]): readonly TruthStudent[] =>
      group.part === null ? list : list.filter((student) => inPart(everybody, student, group, planted));
    groupStretches.set(
      group.id,
      whole.map(({ from, students: list }) => ({ from, students: own(list) })),
    );
  }
  return {
    rosterOn: (classId, day) => at(classStretches.get(classId) ?? [], day),
    membersOn: (group, day) => at(groupStretches.get(group.id) ?? [], day),
  };
}
