import type { Day } from '../../src/model/dates.ts';
import { BELLS, PLACES_A_DAY, placeInDay } from './bells.ts';
import type { Calendar } from './calendar.ts';
import { itemAt, type Key } from './random.ts';
import { OFFICE_SUBSTITUTES } from './staff.ts';
import type { TeacherPlan } from './staffing.ts';
import { makeSubstitutions, type Taught } from './substitutions.ts';
import type { TruthClass, TruthGroup, TruthLesson, TruthSlot } from './types.ts';

export interface Lessons {
  on(classId: number, day: Day): readonly TruthLesson[];
  /** The how-manieth lesson of its group in the year this is, from 1. */
  ordinalOf(lesson: Pick<TruthLesson, 'groupId' | 'number'>, day: number): number;
  /** How many lessons the group has from the day `from` to the day before `until`. */
  countBetween(groupId: number, from: number, until: number): number;
}

/** In September and October grade 1 has no more than three lessons a day. */
const FIRST_GRADE_AUTUMN_LESSONS = 3;

interface Parts {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly classes: ReadonlyMap<number, TruthClass>;
  readonly groups: ReadonlyMap<number, TruthGroup>;
  readonly teachers: readonly TeacherPlan[];
  readonly timetable: readonly TruthSlot[];
}

const grouped = <K, T>(list: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> => {
  const found = new Map<K, T[]>();
  for (const item of list) {
    const here = found.get(keyOf(item));
    if (here) here.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
};

const known = <K, T>(map: ReadonlyMap<K, T>, key: K): T => itemAt([map.get(key) as T], 0);

function substitutionsFor({ schoolKey, classes, groups, teachers, timetable }: Parts) {
  const timeOf = (slot: TruthSlot): number =>
    slot.weekday * PLACES_A_DAY + placeInDay(known(classes, slot.classId).shift, slot.number);
  const taught = new Map<number, readonly Taught[]>();
  for (const [time, slots] of grouped(timetable, timeOf))
    taught.set(
      time,
      slots.map(({ groupId }) => ({ groupId, teacherId: known(groups, groupId).teacherId })),
    );
  const lessonsAt = (time: number): readonly Taught[] => taught.get(time) ?? [];
  const kindOf = new Map(teachers.map(({ id, kind }) => [id, kind]));
  const free = (time: number, teacherId: number): readonly number[] => {
    const busy = new Set(lessonsAt(time).map((one) => one.teacherId));
    const idle = teachers.filter(({ id }) => !busy.has(id));
    const near = idle.filter(({ kind }) => kind === kindOf.get(teacherId));
    const far = idle.filter(({ kind }) => kind !== kindOf.get(teacherId));
    return [...near.map(({ id }) => id), ...OFFICE_SUBSTITUTES, ...far.map(({ id }) => id)];
  };
  return { timeOf, substitutions: makeSubstitutions(schoolKey, lessonsAt, free) };
}

export function makeLessons(parts: Parts): Lessons {
  const { calendar, classes, groups, timetable } = parts;
  const { timeOf, substitutions } = substitutionsFor(parts);
  const ofClassDay = grouped(timetable, (slot) => slot.classId * 8 + slot.weekday);
  const ofGroup = grouped(timetable, (slot) => slot.groupId);
  const bells = new Map(BELLS.map((one) => [placeInDay(one.shift, one.number), one]));
  const isSteppedOut = (classId: number, number: number): boolean =>
    known(classes, classId).grade === 1 && number > FIRST_GRADE_AUTUMN_LESSONS;

  const held = (slot: TruthSlot, until: number): number => {
    const all = calendar.schoolDaysBefore(slot.weekday, until);
    if (!isSteppedOut(slot.classId, slot.number)) return all;
    return all - calendar.schoolDaysBefore(slot.weekday, Math.min(until, calendar.novemberIndex));
  };

  const lesson = (slot: TruthSlot, day: number, date: Day): TruthLesson => {
    const { shift } = known(classes, slot.classId);
    const group = known(groups, slot.groupId);
    const { startTime, endTime } = known(bells, placeInDay(shift, slot.number));
    const instead = substitutions.at(day, timeOf(slot), group2taught(group));
    return {
      classId: slot.classId,
      groupId: slot.groupId,
      subjectId: group.subjectId,
      date,
      number: slot.number,
      shift,
      startTime,
      endTime,
      room: slot.room,
      teacherId: instead?.substituteId ?? group.teacherId,
      substitution: instead ? { absentTeacherId: group.teacherId, reason: instead.reason } : null,
    };
  };

  return {
    on(classId, date) {
      const day = calendar.indexOf(date);
      if (day < 0 || !calendar.isSchoolDay(day)) return [];
      const slots = ofClassDay.get(classId * 8 + calendar.weekdayAt(day)) ?? [];
      const autumn = day < calendar.novemberIndex;
      return slots
        .filter((slot) => !(autumn && isSteppedOut(classId, slot.number)))
        .map((slot) => lesson(slot, day, date));
    },
    ordinalOf({ groupId, number }, day) {
      const weekday = calendar.weekdayAt(day);
      let ordinal = 1;
      for (const slot of ofGroup.get(groupId) ?? [])
        ordinal += held(slot, slot.weekday === weekday && slot.number < number ? day + 1 : day);
      return ordinal;
    },
    countBetween: (groupId, from, until) =>
      (ofGroup.get(groupId) ?? []).reduce((sum, slot) => sum + held(slot, until) - held(slot, from), 0),
  };
}

const group2taught = ({ id, teacherId }: TruthGroup): Taught => ({ groupId: id, teacherId });
