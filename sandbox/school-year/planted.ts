import type { Calendar } from './calendar.ts';
import { chance, type Key, mix, PURPOSE } from './random.ts';
import type { TruthClass, TruthGroup, TruthSlot } from './types.ts';

/** What a school should not have, planted for whoever tests rules. Where nothing is, every answer is «as usual». */
export interface Planted {
  /** Whether anything is. */
  readonly any: boolean;
  /** Whether the first work of the lesson got a mark although the student was away. */
  marksAbsent(lessonKey: Key, studentId: number): boolean;
  /** Who wrote a mark instead of the class's teacher: somebody who does not teach there. Null: nobody. */
  strangerAt(classId: number, markKey: Key): number | null;
  /** Slots that became lessons of the class on a day that has none. */
  extraSlots(classId: number, day: number): readonly TruthSlot[];
  /** Which entry of the plan a group's lesson is about. */
  planOrdinal(groupId: number, ordinal: number): number;
  /** Whether the student at this place of the class's list is of the part; null as usual. */
  inPart(group: TruthGroup, place: number): boolean | null;
  /** Whether a term mark was changed afterwards. */
  editsTermMark(key: Key): boolean;
}

/** A school as it should be. */
export const NOTHING_PLANTED: Planted = {
  any: false,
  marksAbsent: () => false,
  strangerAt: () => null,
  extraSlots: () => [],
  planOrdinal: (_groupId, ordinal) => ordinal,
  inPart: () => null,
  editsTermMark: () => false,
};

const ABSENT_MARK_SHARE = 0.04;
const STRANGER_SHARE = 0.03;
const TERM_EDIT_SHARE = 0.06;

/** From the tenth lesson on the group is four behind its plan. */
const LAG = { from: 10, lessons: 4 } as const;
/** Two entries of the plan in the wrong order. */
const SWAPPED = { first: 6, second: 7 } as const;

/** What is planted needs to know. */
interface Ground {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly weekDays: 5 | 6;
  readonly classes: readonly TruthClass[];
  readonly groups: readonly TruthGroup[];
  readonly timetable: readonly TruthSlot[];
}

/** The first such weekday from a day on, if there is school soon after it. */
function dayOff(calendar: Calendar, weekday: number, from: number): number | null {
  for (let day = from; day < from + 7; day += 1) {
    if (calendar.weekdayAt(day) !== weekday) continue;
    return calendar.isSchoolDay(day + 1) || calendar.isSchoolDay(day + 2) ? day : null;
  }
  return null;
}

/** A Sunday of one class, and of another a Saturday that is none of its school's days (or one more Sunday). */
function extraDays({ calendar, weekDays, classes }: Ground): ReadonlyMap<number, number> {
  const start = calendar.indexOf(calendar.startDay);
  const days = [
    dayOff(calendar, 7, start + 14),
    weekDays === 5 ? dayOff(calendar, 6, start + 28) : dayOff(calendar, 7, start + 28),
  ];
  const own = classes.filter(({ grade }) => grade > 1);
  return new Map(
    days.flatMap((day, index) => {
      const one = own[index];
      return day === null || !one ? [] : [[one.id, day] as const];
    }),
  );
}

function planOrdinals({ classes, groups }: Ground): Planted['planOrdinal'] {
  const upper = new Set(classes.filter(({ grade }) => grade >= 5).map(({ id }) => id));
  const [lagging, swapped] = groups.filter(
    ({ classId, part, weeklyHours }) => upper.has(classId) && part === null && weeklyHours >= 3,
  );
  return (groupId, ordinal) => {
    if (groupId === lagging?.id && ordinal >= LAG.from) return ordinal - LAG.lessons;
    if (groupId !== swapped?.id) return ordinal;
    if (ordinal === SWAPPED.first) return SWAPPED.second;
    return ordinal === SWAPPED.second ? SWAPPED.first : ordinal;
  };
}

/** In the first subject that is taught in parts one student is in both; in the second, another in neither. */
function parts({ groups }: Ground): Planted['inPart'] {
  const firsts = groups.filter(({ part }) => part === 1);
  const [both, neither] = firsts;
  const same = (group: TruthGroup, other: TruthGroup | undefined): boolean =>
    group.classId === other?.classId && group.subjectId === other.subjectId;
  return (group, place) => {
    if (same(group, both) && place === 0) return true;
    return same(group, neither) && place === 1 ? false : null;
  };
}

/** Somebody writes in a class that is not theirs. */
function stranger({ classes, groups }: Ground): Planted['strangerAt'] {
  const target = classes.findLast(({ grade }) => grade > 1);
  const own = new Set(groups.filter(({ classId }) => classId === target?.id).map((group) => group.teacherId));
  const who = groups.find(({ teacherId }) => !own.has(teacherId))?.teacherId ?? null;
  return (classId, markKey) =>
    classId === target?.id && chance(mix(markKey, PURPOSE.planted), STRANGER_SHARE) ? who : null;
}

/** Plants a few of each. */
export function plant(ground: Ground): Planted {
  const extra = extraDays(ground);
  return {
    any: true,
    marksAbsent: (lessonKey, studentId) =>
      chance(mix(mix(lessonKey, PURPOSE.planted), studentId), ABSENT_MARK_SHARE),
    strangerAt: stranger(ground),
    extraSlots(classId, day) {
      if (extra.get(classId) !== day) return [];
      return ground.timetable.filter(
        (slot) => slot.classId === classId && slot.weekday === 1 && slot.number === 1,
      );
    },
    planOrdinal: planOrdinals(ground),
    inPart: parts(ground),
    editsTermMark: (key) => chance(mix(key, PURPOSE.planted), TERM_EDIT_SHARE),
  };
}
