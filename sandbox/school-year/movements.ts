import { addDays, type Day, weekdayOf } from '../../src/model/dates.ts';
import type { Calendar } from './calendar.ts';
import type { ClassPlan } from './classes.ts';
import type { Child } from './families.ts';
import { below, type Key, mix, PURPOSE, pick, shuffled } from './random.ts';
import type { TruthMovement, TruthStudent } from './types.ts';

export type Enrolment = TruthStudent['enrolments'][number];

type Move = Omit<TruthMovement, 'id'>;

const OTHER_SCHOOLS = [
  'МБОУ «СОШ № 4», г. Ясногорск-Полевой',
  'МАОУ «Лицей № 2», г. Верхнекаменск-Уральский',
  'МБОУ «ООШ № 9», п. Кедровый Бор',
  'ГБОУ «Школа № 17», г. Светлоярск-на-Самаре',
  'МКОУ «Тихореченская СОШ», с. Тихая Речка',
] as const;

const KINDS: readonly TruthMovement['kind'][] = ['transfer', 'arrival', 'departure'];

const ARRIVAL_SHARE = 0.015;
const DEPARTURE_SHARE = 0.015;
const TRANSFER_SHARE = 0.01;
/** Where movements without papers are planted there are more of all. */
const PLANTED_FACTOR = 3;

const howMany = (students: number, share: number): number =>
  students < 10 ? 0 : Math.max(1, Math.round(students * share));

/** The first of a kind comes early, so that a short year has it too; the rest at any time. */
function dayOf(key: Key, calendar: Calendar, nth: number): Day {
  const first = calendar.indexOf(calendar.startDay) + 8;
  const last = calendar.indexOf(calendar.endDay) - 14;
  return calendar.dayAt(calendar.workingDayFrom(first + below(mix(key, nth), nth === 0 ? 12 : last - first)));
}

interface Chosen {
  readonly child: Child;
  readonly kind: TruthMovement['kind'];
  readonly date: Day;
  readonly toClassId: number | null;
  /** Which of its kind it is. */
  readonly nth: number;
}

const parallelOf = (plans: readonly ClassPlan[], classId: number): ClassPlan | undefined => {
  const grade = plans.find(({ id }) => id === classId)?.grade;
  return plans.find((plan) => plan.grade === grade && plan.id !== classId);
};

function choose(
  key: Key,
  calendar: Calendar,
  plans: readonly ClassPlan[],
  children: readonly Child[],
  factor: number,
): Chosen[] {
  const waiting = shuffled(mix(key, 1), children);
  const take = (kind: TruthMovement['kind'], share: number, fits: (child: Child) => boolean): Chosen[] => {
    const taken = waiting.filter(fits).slice(0, howMany(children.length, share) * factor);
    for (const child of taken) waiting.splice(waiting.indexOf(child), 1);
    return taken.map((child, nth) => ({
      child,
      kind,
      date: dayOf(mix(key, KINDS.indexOf(kind) + 2), calendar, nth),
      toClassId: kind === 'transfer' ? (parallelOf(plans, child.classId)?.id ?? null) : null,
      nth,
    }));
  };
  return [
    ...take('transfer', TRANSFER_SHARE, ({ classId }) => parallelOf(plans, classId) !== undefined),
    ...take('arrival', ARRIVAL_SHARE, () => true),
    ...take('departure', DEPARTURE_SHARE, () => true),
  ];
}

function enrolmentsOf(chosen: Chosen | undefined, classId: number, startDay: Day): Enrolment[] {
  if (!chosen) return [{ classId, from: startDay, to: null }];
  const { kind, date, toClassId } = chosen;
  if (kind === 'arrival') return [{ classId, from: date, to: null }];
  if (kind === 'departure') return [{ classId, from: startDay, to: date }];
  return [
    { classId, from: startDay, to: addDays(date, -1) },
    { classId: toClassId ?? classId, from: date, to: null },
  ];
}

/** Orders are signed on working days. */
const weekdayBefore = (day: Day): Day => addDays(day, -Math.max(0, weekdayOf(day) - 5));

const orderDayOf = (key: Key, { child, date }: Chosen): Day =>
  weekdayBefore(addDays(date, -below(mix(key, child.id + 1), 4)));

/** The other school writes some days later that it has taken the student. */
function confirmationOf(key: Key, { child, date }: Chosen): TruthMovement['confirmation'] {
  const own = mix(key, child.id + 2);
  return { number: `${10 + below(own, 90)}-з`, day: addDays(date, 1 + below(mix(own, 1), 10)) };
}

/** Which papers of the movement are missing: every other arrival's order, every other departure's certificate. */
const lacks = (planted: boolean, { kind, nth }: Chosen, paper: 'order' | 'confirmation'): boolean =>
  planted && nth % 2 === 0 && (paper === 'order' ? kind === 'arrival' : kind === 'departure');

const moveOf = (key: Key, planted: boolean, chosen: Chosen, number: number): Move => {
  const { child, kind, date, toClassId } = chosen;
  const confirmed = kind === 'departure' && !lacks(planted, chosen, 'confirmation');
  return {
    studentId: child.id,
    kind,
    date,
    fromClassId: kind === 'arrival' ? null : child.classId,
    toClassId: kind === 'arrival' ? child.classId : toClassId,
    otherPlace: kind === 'transfer' ? null : pick(mix(key, child.id), OTHER_SCHOOLS),
    orderNumber: lacks(planted, chosen, 'order') ? null : `${number}-у`,
    orderDay: orderDayOf(key, chosen),
    confirmation: confirmed ? confirmationOf(key, chosen) : null,
  };
};

/**
 * Who comes, goes and changes class, and so where everybody is and when. A departure's date is the last day
 * in the class; an arrival's and a transfer's the first day in the new one.
 */
export function makeMovements(
  schoolKey: Key,
  calendar: Calendar,
  plans: readonly ClassPlan[],
  children: readonly Child[],
  planted: boolean,
): { readonly movements: readonly TruthMovement[]; enrolmentsOf(child: Child): readonly Enrolment[] } {
  const key = mix(schoolKey, PURPOSE.movement);
  const chosen = choose(key, calendar, plans, children, planted ? PLANTED_FACTOR : 1);
  const byStudent = new Map(chosen.map((one) => [one.child.id, one]));
  const inOrder = chosen
    .map((one) => ({ one, orderDay: orderDayOf(key, one) }))
    .sort((a, b) => a.orderDay.localeCompare(b.orderDay) || a.one.child.id - b.one.child.id);
  return {
    movements: inOrder.map(({ one }, index) => ({ id: index + 1, ...moveOf(key, planted, one, index + 7) })),
    enrolmentsOf: (child) => enrolmentsOf(byStudent.get(child.id), child.classId, calendar.startDay),
  };
}

/** The class a student is in on a day. */
export const classOn = (student: TruthStudent, day: Day): number | null =>
  student.enrolments.find(({ from, to }) => from <= day && (to === null || day <= to))?.classId ?? null;
