import { PLACES_A_DAY, placeInDay } from './bells.ts';
import type { ClassPlan } from './classes.ts';
import { daysOfGrade, PHYSICAL_EDUCATION } from './curriculum.ts';
import { itemAt, type Key, mix, PURPOSE, shuffled, unit } from './random.ts';
import type { GroupPlan, Staffing } from './staffing.ts';
import type { TruthSlot } from './types.ts';

/** An hour of the week to be placed: a group, or two parallel ones. */
interface Hour {
  readonly subjectId: number;
  readonly groups: readonly GroupPlan[];
}

/** A place of a class's week. */
interface Cell {
  readonly weekday: number;
  readonly number: number;
  /** The same for lessons at the same time anywhere in the school. */
  readonly time: number;
}

/** When each teacher is taken. */
class Busy {
  private readonly times = new Map<number, Set<number>>();

  isFree(hour: Hour, cell: Cell): boolean {
    return hour.groups.every((group) => !this.times.get(group.teacherId)?.has(cell.time));
  }

  take(hour: Hour, cell: Cell): void {
    for (const { teacherId } of hour.groups) {
      const times = this.times.get(teacherId) ?? new Set();
      this.times.set(teacherId, times.add(cell.time));
    }
  }
}

function hoursOfClass(groups: readonly GroupPlan[]): Hour[] {
  const bySubject = new Map<number, GroupPlan[]>();
  for (const group of groups)
    bySubject.set(group.course.id, [...(bySubject.get(group.course.id) ?? []), group]);
  return [...bySubject].flatMap(([subjectId, parallel]) =>
    Array.from({ length: itemAt(parallel, 0).weeklyHours }, () => ({ subjectId, groups: parallel })),
  );
}

function cellsOf(plan: ClassPlan, hours: number, weekDays: 5 | 6): Cell[] {
  const days = daysOfGrade(plan.grade, weekDays);
  return Array.from({ length: days }, (_, index) => {
    const lessons = Math.floor(hours / days) + (index < hours % days ? 1 : 0);
    const weekday = index + 1;
    return Array.from({ length: lessons }, (_, place) => ({
      weekday,
      number: place + 1,
      time: weekday * PLACES_A_DAY + placeInDay(plan.shift, place + 1),
    }));
  }).flat();
}

type Placed = (Hour | null)[];

const sameDay = (placed: Placed, cells: readonly Cell[], hour: Hour, weekday: number): number =>
  placed.filter((one, at) => one?.subjectId === hour.subjectId && cells[at]?.weekday === weekday).length;

/** Finds a place for the hour, moving others on where it must: an augmenting path. */
function place(hour: Hour, placed: Placed, cells: readonly Cell[], busy: Busy, seen: Set<number>): boolean {
  const order = cells
    .map((cell, at) => ({ at, cost: sameDay(placed, cells, hour, cell.weekday) * 2 + (placed[at] ? 1 : 0) }))
    .sort((a, b) => a.cost - b.cost);
  for (const { at } of order) {
    if (seen.has(at) || !busy.isFree(hour, itemAt(cells, at))) continue;
    seen.add(at);
    const occupant = placed[at] ?? null;
    if (occupant === null || place(occupant, placed, cells, busy, seen)) {
      placed[at] = hour;
      return true;
    }
  }
  return false;
}

/** How often a week has a subject twice a day. */
function faults(placed: Placed, cells: readonly Cell[]): number {
  const seen = new Set<number>();
  let count = 0;
  placed.forEach((hour, at) => {
    const mark = itemAt(cells, at).weekday * 100 + (hour?.subjectId ?? 0);
    if (seen.has(mark)) count += 1;
    seen.add(mark);
  });
  return count;
}

/** Exchanges two hours wherever that makes the week better. */
function mend(placed: Placed, cells: readonly Cell[], busy: Busy): void {
  let worst = faults(placed, cells);
  for (let a = 0; a < cells.length && worst > 0; a += 1)
    for (let b = a + 1; b < cells.length && worst > 0; b += 1) {
      const [first, second] = [placed[a] ?? null, placed[b] ?? null];
      if (!first || !second || first.subjectId === second.subjectId) continue;
      if (!busy.isFree(first, itemAt(cells, b)) || !busy.isFree(second, itemAt(cells, a))) continue;
      placed[a] = second;
      placed[b] = first;
      const now = faults(placed, cells);
      if (now < worst) worst = now;
      else {
        placed[a] = first;
        placed[b] = second;
      }
    }
}

function placeClass(hours: readonly Hour[], cells: readonly Cell[], busy: Busy, staffing: Staffing): Placed {
  const placed: Placed = cells.map(() => null);
  for (const hour of hours) {
    while (!place(hour, placed, cells, busy, new Set())) {
      // Nobody is free at the right time: the school takes on one more teacher for this group.
      for (const group of hour.groups) group.teacherId = staffing.hire(group.course.kind);
    }
  }
  mend(placed, cells, busy);
  return placed;
}

/** The most tied hours first: two teachers at once, then many hours a week. */
const byNeed = (a: Hour, b: Hour): number =>
  b.groups.length - a.groups.length || itemAt(b.groups, 0).weeklyHours - itemAt(a.groups, 0).weeklyHours;

/** Each teacher has a room of his own, so rooms clash no more than teachers do. */
const roomOf = (group: GroupPlan, gyms: readonly number[]): string =>
  group.course.id === PHYSICAL_EDUCATION
    ? `Спортзал ${gyms.indexOf(group.teacherId) + 1}`
    : String((1 + Math.floor(group.teacherId / 30)) * 100 + (group.teacherId % 30) + 1);

/** A week without clashes; where teachers fall short, more are taken on. */
export function makeTimetable(
  schoolKey: Key,
  plans: readonly ClassPlan[],
  groups: readonly GroupPlan[],
  weekDays: 5 | 6,
  staffing: Staffing,
): TruthSlot[] {
  const key = mix(schoolKey, PURPOSE.timetable);
  const busy = new Busy();
  const order = [...plans].sort((a, b) => unit(mix(key, a.id)) - unit(mix(key, b.id)));
  const slots = order.flatMap((plan) => {
    const all = hoursOfClass(groups.filter((group) => group.classId === plan.id));
    const cells = shuffled(mix(key, plan.id + 1000), cellsOf(plan, all.length, weekDays));
    const placed = placeClass(shuffled(mix(key, plan.id + 2000), all).sort(byNeed), cells, busy, staffing);
    return placed.flatMap((hour, at) => {
      if (!hour) return [];
      const cell = itemAt(cells, at);
      busy.take(hour, cell);
      return hour.groups.map((group) => ({ group, cell }));
    });
  });
  const gyms = staffing.teachers.filter(({ kind }) => kind === 'physical').map(({ id }) => id);
  return slots
    .map(({ group, cell }) => ({
      groupId: group.id,
      classId: group.classId,
      weekday: cell.weekday,
      number: cell.number,
      room: roomOf(group, gyms),
    }))
    .sort(
      (a, b) =>
        a.classId - b.classId || a.weekday - b.weekday || a.number - b.number || a.groupId - b.groupId,
    );
}
