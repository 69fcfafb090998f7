import { LRUCache } from 'lru-cache';
import { PHYSICAL_EDUCATION } from './curriculum.ts';
import {
  attendanceEntry,
  type Held,
  hasReason,
  homeworkEntry,
  reasonEntry,
  topicEntry,
  workEntry,
} from './entries.ts';
import { homeworkOf } from './homework.ts';
import { type Marking, markOf } from './marks.ts';
import { type Key, mix, PURPOSE } from './random.ts';
import type { Running } from './running.ts';
import { topicOf } from './topics.ts';
import type {
  LessonRecord,
  TruthAttendance,
  TruthGroup,
  TruthLesson,
  TruthMark,
  TruthWork,
} from './types.ts';
import { type PlannedWork, worksOf } from './works.ts';

type State = Pick<TruthAttendance, 'status' | 'reason'>;

/** About a class's term: who reads student by student finds the lessons of the class made already. */
const RECORDS_KEPT = 512;
const WEEKS_PLANNED = 34;
const WEEKS_PLANNED_FIRST_GRADE = 33;

/** How many entries the group's plan has. */
export const planLength = (parts: Running, group: TruthGroup): number =>
  group.weeklyHours * (parts.classOf(group.classId).grade === 1 ? WEEKS_PLANNED_FIRST_GRADE : WEEKS_PLANNED);

/** The plan: as many entries as the curriculum has hours, and reserve ones where the calendar gives more. */
export function planOf(parts: Running, groupId: number): { ordinal: number; topic: string }[] {
  const group = parts.groupOf(groupId);
  const length = planLength(parts, group);
  const course = parts.courseOf(group.subjectId);
  const entries = Math.max(length, parts.lessons.countBetween(groupId, 0, 365));
  return Array.from({ length: entries }, (_, at) => ({
    ordinal: at + 1,
    topic: topicOf(course, at + 1, length),
  }));
}

/** A work is there from its first mark on, however late its teacher opened it. */
function publicWork(held: Held, lessonKey: Key, work: PlannedWork, marks: readonly TruthMark[]): TruthWork {
  const { index, workTypeId, weight, topic } = work;
  const own = marks.filter(({ workIndex }) => workIndex === index).map(({ enteredAt }) => enteredAt);
  const enteredAt = [workEntry(lessonKey, held, index), ...own].reduce((a, b) => (a < b ? a : b));
  return { index, workTypeId, weight, topic, enteredAt };
}

function attendanceOf(held: Held, lessonKey: Key, studentId: number, state: State): TruthAttendance {
  const enteredAt = attendanceEntry(lessonKey, held, studentId);
  const reasonGivenAt = hasReason(state) ? reasonEntry(lessonKey, held, studentId, enteredAt) : null;
  return { studentId, ...state, enteredAt, reasonGivenAt };
}

/** Goes through the members of the group on the day: who is missing, and who of the others got what. */
function fill(parts: Running, marking: Marking, works: readonly PlannedWork[]) {
  const { day, lesson, lessonKey, course } = marking;
  const marks: TruthMark[] = [];
  const attendance: TruthAttendance[] = [];
  const isPhysical = course.id === PHYSICAL_EDUCATION;
  const put = (work: PlannedWork, studentId: number, isExempt: boolean): void => {
    const mark = markOf(marking, work, studentId, isExempt);
    if (mark) marks.push(byWhom(parts, marking, mark));
  };
  for (const { id } of parts.rosters.membersOn(parts.groupOf(lesson.groupId), lesson.date)) {
    const state = parts.attendance.stateAt(id, day, lesson.number, isPhysical);
    if (state) attendance.push(attendanceOf(marking, lessonKey, id, state));
    if (state?.status !== 'absent') for (const work of works) put(work, id, state?.status === 'exempt');
    else if (works[0] && parts.planted.marksAbsent(lessonKey, id))
      put({ ...works[0], markedShare: 1 }, id, false);
  }
  return { marks, attendance };
}

/** The teacher of the lesson, unless somebody else is planted. */
function byWhom(parts: Running, { lesson, lessonKey }: Marking, mark: TruthMark): TruthMark {
  const stranger = parts.planted.strangerAt(lesson.classId, mix(lessonKey, mark.studentId));
  return stranger === null ? mark : { ...mark, byStaffId: stranger };
}

/** What is due at the lesson, set at the group's lesson before it: which must have been. */
function homeworkFor(parts: Running, lesson: TruthLesson, day: number, ordinal: number) {
  const { schoolKey, calendar } = parts;
  const group = parts.groupOf(lesson.groupId);
  const course = parts.courseOf(group.subjectId);
  const key = mix(mix(schoolKey, PURPOSE.homework), group.id);
  const { grade } = parts.classOf(group.classId);
  const homework = homeworkOf(key, { id: group.id, course, grade }, ordinal);
  const before = homework && parts.lessons.before(lesson, day);
  if (!before) return null;
  const { startTime, endTime } = before;
  const held = { calendar, day: before.day, lesson: { startTime, endTime } };
  return { ...homework, setAt: homeworkEntry(mix(key, ordinal), held) };
}

function makeRecord(parts: Running, lesson: TruthLesson, day: number): LessonRecord {
  const { schoolKey, calendar, planted } = parts;
  const group = parts.groupOf(lesson.groupId);
  const course = parts.courseOf(group.subjectId);
  const { grade } = parts.classOf(group.classId);
  const ordinal = parts.lessons.ordinalOf(lesson, day);
  const isExtra = planted.extraSlots(lesson.classId, day).length > 0;
  // By ordinal, not by date: the same lesson of the plan brings the same things.
  const ownKey = mix(mix(mix(schoolKey, PURPOSE.lesson), group.id), ordinal);
  const lessonKey = isExtra ? mix(ownKey, PURPOSE.planted) : ownKey;
  const planOrdinal = planted.planOrdinal(group.id, ordinal);
  const topic = topicOf(course, planOrdinal, planLength(parts, group));
  const homework = isExtra ? null : homeworkFor(parts, lesson, day, ordinal);
  const content = { ordinal, topic, hasHomework: homework !== null };
  const works = worksOf(mix(lessonKey, PURPOSE.works), course, grade, content);
  const marking: Marking = { schoolKey, calendar, lesson, lessonKey, day, course };
  const { marks, attendance } = fill(parts, marking, works);
  return {
    lesson,
    planOrdinal,
    topic,
    // Nobody owns up to a lesson on a day off.
    topicEnteredAt: isExtra ? null : topicEntry(lessonKey, marking),
    homework,
    works: works.map((work) => publicWork(marking, lessonKey, work, marks)),
    marks,
    attendance,
  };
}

/** Makes the records of lessons, the latest of them kept. */
export function makeRecords(parts: Running): (lesson: TruthLesson) => LessonRecord {
  const kept = new LRUCache<number, LessonRecord>({ max: RECORDS_KEPT });
  return (lesson) => {
    const day = parts.calendar.indexOf(lesson.date);
    const at = (lesson.groupId * 512 + day) * 16 + lesson.number;
    const found = kept.get(at);
    if (found) return found;
    const record = makeRecord(parts, lesson, day);
    kept.set(at, record);
    return record;
  };
}
