import type { ClassPlan } from './classes.ts';
import { COURSES, type Course, hoursOf, type TeacherKind } from './curriculum.ts';
import { itemAt } from './random.ts';

/** A teacher before there is a name. */
export interface TeacherPlan {
  readonly id: number;
  readonly kind: TeacherKind;
}

/** A group whose teacher may still change while the timetable is made. */
export interface GroupPlan {
  readonly id: number;
  readonly classId: number;
  readonly course: Course;
  readonly part: 1 | 2 | null;
  readonly weeklyHours: number;
  teacherId: number;
}

/** Teachers, taken on as the hours need them. */
export interface Staffing {
  readonly teachers: readonly TeacherPlan[];
  /** A teacher of the kind with room for the hours, other than those named. */
  take(kind: TeacherKind, hours: number, except?: readonly number[]): number;
  hire(kind: TeacherKind): number;
}

/** More would leave no room to place the lessons. */
const MOST_HOURS = 23;

export function makeStaffing(firstId: number): Staffing {
  const teachers: TeacherPlan[] = [];
  const loads = new Map<number, number>();
  const hire = (kind: TeacherKind): number => {
    const id = firstId + teachers.length;
    teachers.push({ id, kind });
    return id;
  };
  return {
    teachers,
    hire,
    take(kind, hours, except = []) {
      const fits = teachers.find(
        (one) =>
          one.kind === kind && !except.includes(one.id) && (loads.get(one.id) ?? 0) + hours <= MOST_HOURS,
      );
      const id = fits?.id ?? hire(kind);
      loads.set(id, (loads.get(id) ?? 0) + hours);
      return id;
    },
  };
}

interface Taught {
  readonly course: Course;
  readonly hours: number;
}

const coursesOf = (plan: ClassPlan, weekDays: 5 | 6): Taught[] =>
  COURSES.map((course) => ({ course, hours: hoursOf(course, plan.grade, weekDays) })).filter(
    ({ hours }) => hours > 0,
  );

/** One teacher for all courses of a kind in the class; in grades 1–4 the class's own for most. */
function teacherChooser(plan: ClassPlan, taught: readonly Taught[], staffing: Staffing) {
  const chosen = new Map<TeacherKind, number>();
  const kindOf = ({ course }: Taught): TeacherKind =>
    plan.grade <= 4 && course.byPrimaryTeacher ? 'primary' : course.kind;
  return (one: Taught): number => {
    const kind = kindOf(one);
    const known = chosen.get(kind);
    if (known !== undefined) return known;
    const hours = taught
      .filter((other) => kindOf(other) === kind)
      .reduce((sum, other) => sum + other.hours, 0);
    // Each primary class has a teacher of its own.
    const id = kind === 'primary' ? staffing.hire(kind) : staffing.take(kind, hours);
    chosen.set(kind, id);
    return id;
  };
}

/** The groups of all classes with their teachers; ids follow the classes. */
export function planGroups(plans: readonly ClassPlan[], weekDays: 5 | 6, staffing: Staffing): GroupPlan[] {
  const groups: GroupPlan[] = [];
  const add = (plan: ClassPlan, one: Taught, part: 1 | 2 | null, teacherId: number): void => {
    const { course, hours } = one;
    groups.push({ id: groups.length + 1, classId: plan.id, course, part, weeklyHours: hours, teacherId });
  };
  for (const plan of plans) {
    const taught = coursesOf(plan, weekDays);
    const choose = teacherChooser(plan, taught, staffing);
    for (const one of taught) {
      const teacherId = choose(one);
      if (!(one.course.splits && plan.splits)) add(plan, one, null, teacherId);
      else {
        add(plan, one, 1, teacherId);
        add(plan, one, 2, staffing.take(one.course.kind, one.hours, [teacherId]));
      }
    }
  }
  return groups;
}

/** A homeroom teacher for each class: its primary teacher, else one who teaches it much and has no other. */
export function homerooms(
  plans: readonly ClassPlan[],
  groups: readonly GroupPlan[],
): ReadonlyMap<number, number> {
  const had = new Map<number, number>();
  const chosen = new Map<number, number>();
  for (const plan of plans) {
    const own = groups.filter((group) => group.classId === plan.id && group.part === null);
    const rank = (group: GroupPlan): number => group.weeklyHours - 20 * (had.get(group.teacherId) ?? 0);
    const best = itemAt(
      [...own].sort((a, b) => rank(b) - rank(a) || a.id - b.id),
      0,
    );
    had.set(best.teacherId, (had.get(best.teacherId) ?? 0) + 1);
    chosen.set(plan.id, best.teacherId);
  }
  return chosen;
}
