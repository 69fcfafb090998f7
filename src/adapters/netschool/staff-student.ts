import type { Day } from '../../model/dates.ts';
import { readMark } from '../../model/mark-value.ts';
import type { Observed } from '../../model/observation.ts';
import type { PullEvent } from '../contract.ts';
import type { Range } from '../days.ts';
import { AdapterError } from '../errors.ts';
import { covered, outsideScale, type Reject, records, rejected, row } from '../events.ts';
import { shownText } from '../plain-text.ts';
import type { Client } from './client.ts';
import { mapFinals, mapTotal, type ReportOwner } from './map-reports.ts';
import { subjectOf } from './names.ts';
import { ANY_DATES, type Chosen, periodText, type ReportDesk } from './reports/desk.ts';
import { type Grade, readStudentGrades } from './reports/student-grades.ts';
import { readStudentTotal } from './reports/student-total.ts';
import { type FinalMark, readTotalMarks } from './reports/total-marks.ts';

import type { ClassRoom, Group, ListedStudent, SchoolBook } from './school-book.ts';
import { groupsOfStudent } from './staff-class.ts';

/** The reading of students by their reports. */
export interface StudentReader {
  readonly client: Client;
  readonly desk: ReportDesk;
  readonly book: SchoolBook;
  readonly range: Range;
  /** Whether the form of `studenttotal` has a list of terms. */
  readonly hasTermFilter: boolean;
  /** The other classes that the student has been in this year. */
  formerRooms(studentId: string, classId: string): Promise<readonly ClassRoom[]>;
  /** The server has refused `studenttotal` once: it is not asked again. */
  totalRefused: boolean;
}

const chosenFor = (room: ClassRoom, student: ListedStudent): Chosen => ({
  SID: { value: student.id, text: student.name },
  PCLID: { value: room.schoolClass.id, text: room.schoolClass.name },
});

const periodOf = (reader: StudentReader): Chosen => ({
  ...(reader.hasTermFilter && { TERMID: { value: ANY_DATES } }),
  period: { value: periodText(reader.range.from, reader.range.to) },
});

/** The report by dates; null where the server refuses it. */
async function readTotal(
  reader: StudentReader,
  room: ClassRoom,
  student: ListedStudent,
): Promise<string | null> {
  if (reader.totalRefused) return null;
  try {
    return await reader.desk.page('studenttotal', { ...chosenFor(room, student), ...periodOf(reader) });
  } catch (error) {
    const isQueue = error instanceof AdapterError && /\/queue$/.test(error.diagnostic.place);
    if (!isQueue || error.diagnostic.code !== 'adapter.refused') throw error;
    reader.totalRefused = true;
    reader.client.log('netschool.report_refused', { report: 'studenttotal' });
    return null;
  }
}

interface Graded {
  readonly assessments: readonly Observed<'assessment'>[];
  readonly marks: readonly Observed<'mark'>[];
  readonly rejects: readonly Reject[];
}

const assessmentKey = (group: Group, grade: Grade): string =>
  [group.key, grade.day, grade.workType, grade.topic].join('/').slice(0, 300);

/** A student's second mark of works that are alike in all («4/5») is of a work of its own, as the diary has it. */
function workKeys(): (group: Group, grade: Grade) => string {
  const counts = new Map<string, number>();
  return (group, grade) => {
    const key = assessmentKey(group, grade);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key}/${count}`;
  };
}

function assessmentRow(
  key: string,
  group: Group,
  grade: Grade,
  room: ClassRoom,
  typeIds: ReadonlyMap<string, string>,
) {
  return row<'assessment'>(key, grade.place, {
    lessonId: room.lessonOf(group.name, grade.day),
    classId: room.schoolClass.id,
    subjectId: subjectOf(group.name),
    workTypeId: typeIds.get(grade.workType) ?? null,
    date: grade.day,
    topic: shownText(grade.topic),
    weight: null,
  });
}

function mapGrades(
  grades: readonly Grade[],
  group: Group,
  room: ClassRoom,
  owner: ReportOwner,
  typeIds: ReadonlyMap<string, string>,
): Graded {
  const assessments = new Map<string, Observed<'assessment'>>();
  const marks: Observed<'mark'>[] = [];
  const rejects: Reject[] = [];
  const counts = new Map<Day, number>();
  const keyOf = workKeys();
  for (const grade of grades) {
    if (grade.value === '') continue;
    const number = (counts.get(grade.day) ?? 0) + 1;
    counts.set(grade.day, number);
    const key = `${owner.studentId}/${group.name}/${grade.day}/${number}`;
    const work = assessmentRow(keyOf(group, grade), group, grade, room, typeIds);
    assessments.set(work.key, work);
    if (readMark(grade.value, owner.scaleMax).kind === 'unknown') {
      const diagnostic = outsideScale(grade.place, owner.scaleMax);
      rejects.push({ entity: 'mark', key, diagnostic, raw: grade.value });
      continue;
    }
    marks.push(
      row<'mark'>(key, grade.place, {
        studentId: owner.studentId,
        assessmentId: work.key,
        lessonId: work.data.lessonId,
        subjectId: subjectOf(group.name),
        date: grade.day,
        value: grade.value,
        scaleMax: owner.scaleMax,
        comment: null,
        teacherId: null,
        setDay: grade.setDay,
        changedAt: null,
      }),
    );
  }
  return { assessments: [...assessments.values()], marks, rejects };
}

/** A report for each subject of the student: what each mark was for, and when it was put. */
async function readBySubject(
  reader: StudentReader,
  room: ClassRoom,
  student: ListedStudent,
  groups: readonly Group[],
  owner: ReportOwner,
): Promise<PullEvent[]> {
  const typeIds = new Map([...reader.book.base.workTypes].map(([key, name]) => [name, key]));
  const events: PullEvent[] = [];
  for (const group of groups) {
    const page = await reader.desk.page('studentgrades', {
      SID: { value: student.id, text: student.name },
      PCLID_IUP: { value: `${room.schoolClass.id}_0`, text: room.schoolClass.name },
      SGID: { value: group.id, text: group.name },
      ...periodOf(reader),
    });
    const graded = mapGrades(readStudentGrades(page), group, room, owner, typeIds);
    events.push(...records('assessment', graded.assessments));
    events.push(...records('mark', graded.marks), ...rejected(graded.rejects));
  }
  return events;
}

function ownerOf({ client, book }: StudentReader, room: ClassRoom, student: ListedStudent): ReportOwner {
  return {
    studentId: student.id,
    scaleMax: client.settings.maxMark,
    yearId: book.base.yearId,
    terms: book.terms,
    lessonOf: (group, day) => room.lessonOf(group, day),
  };
}

/** Marks and attendance as one class's reports have them; `attendance` null where the report is refused. */
async function readInClass(
  reader: StudentReader,
  room: ClassRoom,
  student: ListedStudent,
  groups: readonly Group[],
): Promise<{ readonly events: readonly PullEvent[]; readonly hasTotal: boolean }> {
  const owner = ownerOf(reader, room, student);
  const events: PullEvent[] = [];
  const page = await readTotal(reader, room, student);
  const bySubject = page === null || reader.client.settings.details === 'full';
  if (bySubject) events.push(...(await readBySubject(reader, room, student, groups, owner)));
  if (page === null) return { events, hasTotal: false };
  const startYear = Number(reader.book.base.startDay.slice(0, 4));
  const total = mapTotal(readStudentTotal(page, startYear), owner);
  if (!bySubject) events.push(...records('mark', total.marks), ...rejected(total.rejects));
  events.push(...records('attendance', total.attendance));
  return { events, hasTotal: true };
}

/** Marks for terms and the year; of one in two classes' reports, the present class's stands. */
async function readFinals(
  reader: StudentReader,
  rooms: readonly ClassRoom[],
  student: ListedStudent,
  owner: ReportOwner,
) {
  const seen = new Set<string>();
  const all: FinalMark[] = [];
  for (const room of rooms) {
    const page = await reader.desk.page('studenttotalmarks', chosenFor(room, student));
    const marks = readTotalMarks(page).map((mark) => ({ mark, name: nameOf(mark) }));
    all.push(...marks.filter(({ name }) => !seen.has(name)).map(({ mark }) => mark));
    for (const { name } of marks) seen.add(name);
  }
  return mapFinals(all, owner);
}

const nameOf = ({ group, kind, title }: FinalMark): string => `${subjectOf(group)}/${kind}/${title}`;

const memberships = (student: ListedStudent, groups: readonly Group[]) =>
  groups.map(({ key }) =>
    row<'groupMembership'>(`${student.id}/${key}`, 'subjectgroups', {
      studentId: student.id,
      subjectGroupId: key,
      fromDay: null,
      toDay: null,
    }),
  );

/** Everything of one student: groups, marks, attendance, term marks; in former classes of the year too. */
export async function readStudent(
  reader: StudentReader,
  room: ClassRoom,
  student: ListedStudent,
): Promise<PullEvent[]> {
  const groups = await groupsOfStudent(reader.client, room, student.id);
  const former = await reader.formerRooms(student.id, room.schoolClass.id);
  const events: PullEvent[] = [
    ...records('groupMembership', memberships(student, groups)),
    covered('groupMembership', student.id),
  ];
  let hasTotal = true;
  for (const one of [room, ...former]) {
    const read = await readInClass(reader, one, student, one === room ? groups : one.groups);
    events.push(...read.events);
    hasTotal &&= read.hasTotal;
  }
  events.push(covered('mark', student.id, reader.range));
  if (hasTotal) events.push(covered('attendance', student.id, reader.range));
  const finals = await readFinals(reader, [room, ...former], student, ownerOf(reader, room, student));
  events.push(...records('termMark', finals.termMarks), ...rejected(finals.rejects));
  events.push(covered('termMark', student.id));
  return events;
}
