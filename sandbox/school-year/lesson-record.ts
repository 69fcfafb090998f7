import { LRUCache } from 'lru-cache';
import type { Attendance } from './attendance.ts';
import type { Calendar } from './calendar.ts';
import { type Course, PHYSICAL_EDUCATION } from './curriculum.ts';
import { homeworkOf } from './homework.ts';
import type { Lessons } from './lessons.ts';
import { type Marking, markOf } from './marks.ts';
import { type Key, mix, PURPOSE } from './random.ts';
import type { Rosters } from './rosters.ts';
import { topicOf } from './topics.ts';
import type { LessonRecord, TruthAttendance, TruthGroup, TruthLesson, TruthMark } from './types.ts';
import { type PlannedWork, worksOf } from './works.ts';

interface Parts {
  readonly schoolKey: Key;
  readonly calendar: Calendar;
  readonly rosters: Rosters;
  readonly attendance: Attendance;
  readonly lessons: Lessons;
  groupOf(groupId: number): TruthGroup;
  courseOf(subjectId: number): Course;
  gradeOf(classId: number): number;
}

export interface Records {
  of(lesson: TruthLesson): LessonRecord;
  /** How many entries the group's plan has. */
  planLength(group: TruthGroup): number;
}

/** About a class's term: who reads student by student finds the lessons of the class made already. */
const RECORDS_KEPT = 512;
const WEEKS_PLANNED = 34;
const WEEKS_PLANNED_FIRST_GRADE = 33;

const publicWork = ({ index, workTypeId, weight, topic }: PlannedWork) => ({
  index,
  workTypeId,
  weight,
  topic,
});

export function makeRecords(parts: Parts): Records {
  const { schoolKey, calendar, rosters, attendance, lessons } = parts;
  const kept = new LRUCache<number, LessonRecord>({ max: RECORDS_KEPT });

  const planLength = (group: TruthGroup): number => {
    const weeks = parts.gradeOf(group.classId) === 1 ? WEEKS_PLANNED_FIRST_GRADE : WEEKS_PLANNED;
    return group.weeklyHours * weeks;
  };

  const fill = (marking: Marking, group: TruthGroup, works: readonly PlannedWork[]) => {
    const { day, lesson, course } = marking;
    const marks: TruthMark[] = [];
    const absent: TruthAttendance[] = [];
    const isPhysical = course.id === PHYSICAL_EDUCATION;
    for (const { id } of rosters.membersOn(group, lesson.date)) {
      const state = attendance.stateAt(id, day, lesson.number, isPhysical);
      if (state) absent.push({ studentId: id, status: state.status, reason: state.reason });
      if (state?.status === 'absent') continue;
      for (const work of works) {
        const mark = markOf(marking, work, id, state?.status === 'exempt');
        if (mark) marks.push(mark);
      }
    }
    return { marks, attendance: absent };
  };

  const make = (lesson: TruthLesson, day: number): LessonRecord => {
    const group = parts.groupOf(lesson.groupId);
    const course = parts.courseOf(group.subjectId);
    const grade = parts.gradeOf(group.classId);
    const ordinal = lessons.ordinalOf(lesson, day);
    const lessonKey = mix(mix(mix(schoolKey, PURPOSE.lesson), group.id), ordinal);
    const topic = topicOf(course, ordinal, planLength(group));
    const homework = homeworkOf(
      mix(mix(schoolKey, PURPOSE.homework), group.id),
      { id: group.id, kind: course.kind, grade },
      ordinal,
    );
    const works = worksOf(mix(lessonKey, PURPOSE.works), course, grade, {
      ordinal,
      topic,
      hasHomework: homework !== null,
    });
    const marking: Marking = { schoolKey, calendar, lesson, lessonKey, day, course };
    return {
      lesson,
      planOrdinal: ordinal,
      topic,
      homework,
      works: works.map(publicWork),
      ...fill(marking, group, works),
    };
  };

  return {
    planLength,
    of(lesson) {
      const day = calendar.indexOf(lesson.date);
      const at = (lesson.groupId * 512 + day) * 16 + lesson.number;
      const found = kept.get(at);
      if (found) return found;
      const record = make(lesson, day);
      kept.set(at, record);
      return record;
    },
  };
}
