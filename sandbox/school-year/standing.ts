import type { Calendar } from './calendar.ts';
import type { Course } from './curriculum.ts';
import type { Planted } from './planted.ts';
import type { Key } from './random.ts';
import type { TeacherPlan } from './staffing.ts';
import type { TruthClass, TruthGroup, TruthSlot, TruthTerm } from './types.ts';

/** The small things of a school, held in memory. */
export interface Standing {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly teachers: readonly TeacherPlan[];
  readonly timetable: readonly TruthSlot[];
  readonly planted: Planted;
  classOf(classId: number): TruthClass;
  groupOf(groupId: number): TruthGroup;
  courseOf(subjectId: number): Course;
  termsOf(classId: number): readonly TruthTerm[];
}
