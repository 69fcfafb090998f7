import type { Attendance } from './attendance.ts';
import type { Lessons } from './lessons.ts';
import type { Rosters } from './rosters.ts';
import type { Standing } from './standing.ts';

/** The small things of a school with what is computed from them day by day. */
export interface Running extends Standing {
  readonly rosters: Rosters;
  readonly attendance: Attendance;
  readonly lessons: Lessons;
}
