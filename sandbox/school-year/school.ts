import type { Day } from '../../src/model/dates.ts';
import { makeAccounts } from './accounts.ts';
import { makeAttendance } from './attendance.ts';
import { BELLS } from './bells.ts';
import { type Calendar, makeCalendar } from './calendar.ts';
import { type ClassPlan, planClasses } from './classes.ts';
import { consentsOf } from './consents.ts';
import { COURSES } from './curriculum.ts';
import { makeFamilies } from './families.ts';
import { makeRecords, planOf } from './lesson-record.ts';
import { makeLessons } from './lessons.ts';
import { byId } from './lookup.ts';
import { makeMovements } from './movements.ts';
import { placeOf } from './names.ts';
import { NOTHING_PLANTED, type Planted, plant } from './planted.ts';
import { type Key, mix, PURPOSE } from './random.ts';
import { makeRosters } from './rosters.ts';
import type { Running } from './running.ts';
import { FIRST_TEACHER_ID, makeStaff } from './staff.ts';
import { type GroupPlan, homerooms, makeStaffing, planGroups } from './staffing.ts';
import type { Standing } from './standing.ts';
import { makeTermMarks } from './term-marks.ts';
import { makeTimetable } from './timetable.ts';
import type { SchoolYear, TruthClass, TruthGroup, TruthStudent, YearOptions } from './types.ts';
import { WORK_TYPES } from './work-types.ts';
import { yearMarks } from './year-marks.ts';

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
  calendar: Calendar,
) {
  const insideClass = options.studentsPerSchool >= 200 || index === 1;
  const { children, guardians } = makeFamilies(schoolKey, options.startYear, plans, insideClass);
  const { movements, enrolmentsOf } = makeMovements(schoolKey, calendar, plans, children, options.planted);
  const students = children.map((child): TruthStudent => {
    const { classId: _, ...person } = child;
    return {
      ...person,
      enrolments: enrolmentsOf(child),
      consents: consentsOf(schoolKey, child.id, calendar.startDay, options.planted),
    };
  });
  return { students, guardians, movements };
}

/** What computes on demand over the small things. */
function makeRunning(
  schoolKey: Key,
  calendar: Calendar,
  teaching: ReturnType<typeof makeTeaching>,
  students: readonly TruthStudent[],
  planted: Planted,
): Running {
  const { classes, groups, teachers, timetable } = teaching;
  const classOf = byId(classes);
  const termsOf = (classId: number) => {
    const { grade } = classOf(classId);
    return calendar.terms.filter(({ gradeFrom, gradeTo }) => gradeFrom <= grade && grade <= gradeTo);
  };
  const standing: Standing = {
    schoolKey,
    calendar,
    teachers,
    timetable,
    planted,
    classOf,
    groupOf: byId(groups),
    courseOf: byId(COURSES),
    termsOf,
  };
  return {
    ...standing,
    rosters: makeRosters(students, groups, planted),
    attendance: makeAttendance(schoolKey),
    lessons: makeLessons(standing),
  };
}

/** The questions that a school year answers. */
function answersOf(running: Running) {
  const record = makeRecords(running);
  const termMarks = makeTermMarks(running, record);
  return {
    record,
    termMarks,
    termsOf: running.termsOf,
    rosterOn: running.rosters.rosterOn,
    membersOn: (groupId: number, day: Day) => running.rosters.membersOn(running.groupOf(groupId), day),
    lessonsOn: running.lessons.on,
    planOf: (groupId: number) => planOf(running, groupId),
    yearMarks: (classId: number) => yearMarks(running, termMarks, classId),
  };
}

export function makeSchool(options: YearOptions, index: number): SchoolYear {
  const schoolKey = mix(mix(options.seed, PURPOSE.school), index);
  const calendar = makeCalendar(options);
  const weekDays = weekDaysOf(index);
  const plans = planClasses(schoolKey, index, options.studentsPerSchool);
  const teaching = makeTeaching(schoolKey, plans, weekDays);
  const people = makePeople(schoolKey, options, index, plans, calendar);
  const planted = options.planted ? plant({ schoolKey, calendar, weekDays, ...teaching }) : NOTHING_PLANTED;
  const running = makeRunning(schoolKey, calendar, teaching, people.students, planted);
  const staff = makeStaff(schoolKey, teaching.teachers);
  return {
    index,
    ...namesOf(index),
    ...placeOf(index),
    weekDays,
    startDay: calendar.startDay,
    endDay: calendar.endDay,
    terms: calendar.terms,
    breaks: calendar.breaks,
    staff,
    subjects: COURSES.map(({ id, name, shortName }) => ({ id, name, shortName })),
    classes: teaching.classes,
    groups: teaching.groups,
    ...people,
    accounts: () => makeAccounts({ schoolKey, startDay: calendar.startDay, staff, ...people }),
    bells: BELLS,
    timetable: teaching.timetable,
    workTypes: WORK_TYPES,
    ...answersOf(running),
  };
}
