import type { Day } from '../../src/model/dates.ts';
import { BELLS, PLACES_A_DAY, placeInDay } from './bells.ts';
import { substitutionRecord } from './entries.ts';
import { grouped, known } from './lookup.ts';
import { mix } from './random.ts';
import type { Standing } from './standing.ts';
import { makeSubstitutions, type Substitutions } from './substitutions.ts';
import type { TruthBell, TruthLesson, TruthSlot } from './types.ts';

export interface Lessons {
  on(classId: number, day: Day): readonly TruthLesson[];
  /** The how-manieth lesson of its group in the year this is, from 1. */
  ordinalOf(lesson: Pick<TruthLesson, 'groupId' | 'number'>, day: number): number;
  /** The lesson of the group before this one, or null before the first. */
  before(lesson: Pick<TruthLesson, 'groupId' | 'number'>, day: number): PastLesson | null;
  /** How many lessons the group has from the day `from` to the day before `until`. */
  countBetween(groupId: number, from: number, until: number): number;
}

/** A lesson that was held: when, and between which bells. */
export interface PastLesson extends Pick<TruthLesson, 'startTime' | 'endTime'> {
  readonly day: number;
}

/** Behind the longest holidays the last lesson is not so far away. */
const MOST_DAYS_BETWEEN = 40;

/** In September and October grade 1 has no more than three lessons a day. */
const FIRST_GRADE_AUTUMN_LESSONS = 3;

const BELL_AT: ReadonlyMap<number, TruthBell> = new Map(
  BELLS.map((bell) => [placeInDay(bell.shift, bell.number), bell]),
);

const isSteppedOut = (parts: Standing, { classId, number }: TruthSlot): boolean =>
  number > FIRST_GRADE_AUTUMN_LESSONS && parts.classOf(classId).grade === 1;

/** How many times a slot became a lesson before the day. */
function heldBefore(parts: Standing, slot: TruthSlot, until: number): number {
  const { calendar } = parts;
  const all = calendar.schoolDaysBefore(slot.weekday, until);
  if (!isSteppedOut(parts, slot)) return all;
  return all - calendar.schoolDaysBefore(slot.weekday, Math.min(until, calendar.novemberIndex));
}

function lessonOf(parts: Standing, substitutions: Substitutions, slot: TruthSlot, day: number): TruthLesson {
  const { shift } = parts.classOf(slot.classId);
  const { id, subjectId, teacherId } = parts.groupOf(slot.groupId);
  const place = placeInDay(shift, slot.number);
  const { startTime, endTime } = known(BELL_AT, place);
  const held = { calendar: parts.calendar, lesson: { startTime, endTime }, day };
  const time = slot.weekday * PLACES_A_DAY + place;
  const instead = substitutions.at(day, time, { groupId: id, teacherId });
  return {
    classId: slot.classId,
    groupId: id,
    subjectId,
    date: parts.calendar.dayAt(day),
    number: slot.number,
    shift,
    startTime,
    endTime,
    room: slot.room,
    teacherId: instead?.substituteId ?? teacherId,
    substitution: instead && {
      absentTeacherId: teacherId,
      reason: instead.reason,
      recordedAt: substitutionRecord(mix(mix(parts.schoolKey, id), day * 16 + slot.number), held),
    },
  };
}

function lessonBefore(
  parts: Standing,
  slots: readonly TruthSlot[],
  lesson: Pick<TruthLesson, 'number'>,
  day: number,
): PastLesson | null {
  const { calendar } = parts;
  for (let at = day; at >= Math.max(0, day - MOST_DAYS_BETWEEN); at -= 1) {
    if (!calendar.isSchoolDay(at)) continue;
    const weekday = calendar.weekdayAt(at);
    const slot = slots.findLast(
      (one) =>
        one.weekday === weekday &&
        (at < day || one.number < lesson.number) &&
        !(at < calendar.novemberIndex && isSteppedOut(parts, one)),
    );
    if (!slot) continue;
    const { startTime, endTime } = known(BELL_AT, placeInDay(parts.classOf(slot.classId).shift, slot.number));
    return { day: at, startTime, endTime };
  }
  return null;
}

export function makeLessons(parts: Standing): Lessons {
  const { calendar, timetable } = parts;
  const substitutions = makeSubstitutions(parts);
  const ofClassDay = grouped(timetable, (slot) => slot.classId * 8 + slot.weekday);
  const ofGroup = grouped(timetable, (slot) => slot.groupId);
  return {
    on(classId, date) {
      const day = calendar.indexOf(date);
      if (day < 0) return [];
      const extra = parts.planted.extraSlots(classId, day);
      if (extra.length > 0) return extra.map((slot) => lessonOf(parts, substitutions, slot, day));
      if (!calendar.isSchoolDay(day)) return [];
      const slots = ofClassDay.get(classId * 8 + calendar.weekdayAt(day)) ?? [];
      const held = day < calendar.novemberIndex ? slots.filter((slot) => !isSteppedOut(parts, slot)) : slots;
      return held.map((slot) => lessonOf(parts, substitutions, slot, day));
    },
    before: (lesson, day) => lessonBefore(parts, ofGroup.get(lesson.groupId) ?? [], lesson, day),
    ordinalOf({ groupId, number }, day) {
      const weekday = calendar.weekdayAt(day);
      let ordinal = 1;
      for (const slot of ofGroup.get(groupId) ?? [])
        ordinal += heldBefore(parts, slot, slot.weekday === weekday && slot.number < number ? day + 1 : day);
      return ordinal;
    },
    countBetween: (groupId, from, until) =>
      (ofGroup.get(groupId) ?? []).reduce(
        (sum, slot) => sum + heldBefore(parts, slot, until) - heldBefore(parts, slot, from),
        0,
      ),
  };
}
