import type { Day } from '../../src/model/dates.ts';
import { makeAttendance } from './attendance.ts';
import { BELLS } from './bells.ts';
import { makeCalendar } from './calendar.ts';
import { type ClassPlan, planClasses } from './classes.ts';
import { consentsOf } from './consents.ts';
import { COURSES } from './curriculum.ts';
import { makeFamilies } from './families.ts';
import { makeRecords } from './lesson-record.ts';
import { makeLessons } from './lessons.ts';
import { makeMovements } from './movements.ts';
import { placeOf } from './names.ts';
import { itemAt, type Key, mix, PURPOSE } from './random.ts';
import { makeRosters } from './rosters.ts';
import { FIRST_TEACHER_ID, makeStaff } from './staff.ts';
import { type GroupPlan, homerooms, makeStaffing, planGroups } from './staffing.ts';
import { makeTermMarks } from './term-marks.ts';
import { makeTimetable } from './timetable.ts';
import { topicOf } from './topics.ts';
import type { SchoolYear, TruthClass, TruthGroup, TruthStudent, YearOptions } from './types.ts';
import { WORK_TYPES } from './work-types.ts';

const byId = <T extends { readonly id: number }>(list: readonly T[]): ((id: number) => T) => {
  const map = new Map(list.map((item) => [item.id, item]));
  return (id) => {
    const found = map.get(id);
    if (!found) throw new RangeError(`the school has no such id: ${id}`);
    return found;
  };
};

/** The second school of every three has a six-day week. */
const weekDaysOf = (index: number): 5 | 6 => (index % 3 === 2 ? 6 : 5);

function namesOf(index: number): { readonly name: string; readonly shortName: string } {
  const number = index === 1 ? 12 : 12 + index * 3;
  return { name: `МБОУ «СОШ № ${number}»`, shortName: `СОШ № ${number}` };
}

const groupOf = ({ id, classId, course, part, weeklyHours, teacherId }: GroupPlan): TruthGroup => ({
  id,
  classId,
  subjectId: course.id,
  teacherId,
  part,
  weeklyHours,
});

function makeTeaching(schoolKey: Key, plans: readonly ClassPlan[], weekDays: 5 | 6) {
  const staffing = makeStaffing(FIRST_TEACHER_ID);
  const groupPlans = planGroups(plans, weekDays, staffing);
  const timetable = makeTimetable(schoolKey, plans, groupPlans, weekDays, staffing);
  const homeroomOf = homerooms(plans, groupPlans);
  const groups = groupPlans.map(groupOf);
  const classes: TruthClass[] = plans.map(({ id, grade, letter, name, shift }) => ({
    id,
    grade,
    letter,
    name,
    shift,
    homeroomTeacherId: homeroomOf.get(id) ?? FIRST_TEACHER_ID,
    groupIds: groups.filter(({ classId }) => classId === id).map((group) => group.id),
  }));
  return { teachers: staffing.teachers, timetable, groups, classes };
}

function makePeople(
  schoolKey: Key,
  options: YearOptions,
  index: number,
  plans: readonly ClassPlan[],
  calendar: ReturnType<typeof makeCalendar>,
) {
  const insideClass = options.studentsPerSchool >= 200 || index === 1;
  const { children, guardians } = makeFamilies(schoolKey, options.startYear, plans, insideClass);
  const { movements, enrolmentsOf } = makeMovements(schoolKey, calendar, plans, children);
  const students = children.map((child): TruthStudent => {
    const { classId: _, ...person } = child;
    return {
      ...person,
      enrolments: enrolmentsOf(child),
      consents: consentsOf(schoolKey, child.id, calendar.startDay),
    };
  });
  return { students, guardians, movements };
}

/** Everything that computes on demand over the small things. */
function makeJournal(
  schoolKey: Key,
  calendar: ReturnType<typeof makeCalendar>,
  teaching: ReturnType<typeof makeTeaching>,
  students: readonly TruthStudent[],
) {
  const { classes, groups, teachers, timetable } = teaching;
  const [classOf, groupById, courseOf] = [byId(classes), byId(groups), byId(COURSES)];
  const rosters = makeRosters(students, groups);
  const attendance = makeAttendance(schoolKey);
  const lessons = makeLessons({
    schoolKey,
    calendar,
    teachers,
    timetable,
    classes: new Map(classes.map((one) => [one.id, one])),
    groups: new Map(groups.map((one) => [one.id, one])),
  });
  const records = makeRecords({
    schoolKey,
    calendar,
    rosters,
    attendance,
    lessons,
    groupOf: groupById,
    courseOf,
    gradeOf: (classId) => classOf(classId).grade,
  });
  const termsOf = (classId: number) => {
    const { grade } = classOf(classId);
    return calendar.terms.filter(({ gradeFrom, gradeTo }) => gradeFrom <= grade && grade <= gradeTo);
  };
  const termMarks = makeTermMarks({
    schoolKey,
    calendar,
    lessons,
    attendance,
    rosters,
    classOf,
    subjectOfGroup: (groupId) => groupById(groupId).subjectId,
    termsOf,
    record: records.of,
  });
  const planOf = (groupId: number) => {
    const group = groupById(groupId);
    const length = records.planLength(group);
    const entries = Math.max(length, lessons.countBetween(groupId, 0, 365));
    return Array.from({ length: entries }, (_, at) => ({
      ordinal: at + 1,
      topic: topicOf(courseOf(group.subjectId), at + 1, length),
    }));
  };
  return { rosters, lessons, records, termMarks, termsOf, planOf, groupById };
}

export function makeSchool(options: YearOptions, index: number): SchoolYear {
  const schoolKey = mix(mix(options.seed, PURPOSE.school), index);
  const calendar = makeCalendar(options);
  const weekDays = weekDaysOf(index);
  const plans = planClasses(schoolKey, index, options.studentsPerSchool);
  const teaching = makeTeaching(schoolKey, plans, weekDays);
  const people = makePeople(schoolKey, options, index, plans, calendar);
  const journal = makeJournal(schoolKey, calendar, teaching, people.students);
  return {
    index,
    ...namesOf(index),
    ...placeOf(index),
    weekDays,
    startDay: calendar.startDay,
    endDay: calendar.endDay,
    terms: calendar.terms,
    breaks: calendar.breaks,
    staff: makeStaff(schoolKey, teaching.teachers),
    subjects: COURSES.map(({ id, name, shortName }) => ({ id, name, shortName })),
    classes: teaching.classes,
    groups: teaching.groups,
    ...people,
    bells: BELLS,
    timetable: teaching.timetable,
    workTypes: WORK_TYPES,
    termsOf: journal.termsOf,
    rosterOn: journal.rosters.rosterOn,
    membersOn: (groupId: number, day: Day) => journal.rosters.membersOn(journal.groupById(groupId), day),
    lessonsOn: journal.lessons.on,
    record: journal.records.of,
    planOf: journal.planOf,
    termMarks: journal.termMarks.ofTerm,
    yearMarks: journal.termMarks.ofYear,
  };
}

/** Schools whose index is asked for must exist. */
export const checkIndex = (options: YearOptions, index: number): number =>
  itemAt(
    Array.from({ length: options.schools }, (_, at) => at + 1),
    index - 1,
  );
