import { LRUCache } from 'lru-cache';
import { PHYSICAL_EDUCATION } from './curriculum.ts';
import { homeworkOf } from './homework.ts';
import { type Marking, markOf } from './marks.ts';
import { mix, PURPOSE } from './random.ts';
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

const publicWork = ({ index, workTypeId, weight, topic }: PlannedWork): TruthWork => ({
  index,
  workTypeId,
  weight,
  topic,
});

/** Goes through the members of the group on the day: who is missing, and who of the others got what. */
function fill(parts: Running, marking: Marking, works: readonly PlannedWork[]) {
  const { day, lesson, course } = marking;
  const marks: TruthMark[] = [];
  const attendance: TruthAttendance[] = [];
  const isPhysical = course.id === PHYSICAL_EDUCATION;
  for (const { id } of parts.rosters.membersOn(parts.groupOf(lesson.groupId), lesson.date)) {
    const state = parts.attendance.stateAt(id, day, lesson.number, isPhysical);
    if (state) attendance.push({ studentId: id, status: state.status, reason: state.reason });
    if (state?.status === 'absent') continue;
    for (const work of works) {
      const mark = markOf(marking, work, id, state?.status === 'exempt');
      if (mark) marks.push(mark);
    }
  }
  return { marks, attendance };
}

function makeRecord(parts: Running, lesson: TruthLesson, day: number): LessonRecord {
  const { schoolKey, calendar } = parts;
  const group = parts.groupOf(lesson.groupId);
  const course = parts.courseOf(group.subjectId);
  const { grade } = parts.classOf(group.classId);
  const ordinal = parts.lessons.ordinalOf(lesson, day);
  // By ordinal, not by date: the same lesson of the plan brings the same things.
  const lessonKey = mix(mix(mix(schoolKey, PURPOSE.lesson), group.id), ordinal);
  const homeworkKey = mix(mix(schoolKey, PURPOSE.homework), group.id);
  const topic = topicOf(course, ordinal, planLength(parts, group));
  const homework = homeworkOf(homeworkKey, { id: group.id, course, grade }, ordinal);
  const content = { ordinal, topic, hasHomework: homework !== null };
  const works = worksOf(mix(lessonKey, PURPOSE.works), course, grade, content);
  return {
    lesson,
    planOrdinal: ordinal,
    topic,
    homework,
    works: works.map(publicWork),
    ...fill(parts, { schoolKey, calendar, lesson, lessonKey, day, course }, works),
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
