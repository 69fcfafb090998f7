import type {
  LessonRecord,
  SchoolYear,
  TruthAttendance,
  TruthStudent,
} from '../../sandbox/school-year/types.ts';
import { markAt } from '../../sandbox/school-year/types.ts';
import { type Day, daysBetween } from '../../src/model/dates.ts';

/** Facts of one student in a range, as lines that can be compared: the same from the truth and from the API. */
export interface Facts {
  readonly lessons: string[];
  readonly times: string[];
  readonly marks: string[];
  readonly works: string[];
  readonly homework: string[];
  readonly attendance: string[];
  readonly termMarks: string[];
  /** The terms that the range touches. */
  readonly terms: string[];
  /** What is counted of the terms that lie wholly within the range. */
  readonly totals: string[];
}

export const noFacts = (): Facts => ({
  lessons: [],
  times: [],
  marks: [],
  works: [],
  homework: [],
  attendance: [],
  termMarks: [],
  terms: [],
  totals: [],
});

/** What a vendor's system can show of what the school wrote. */
export interface Wording {
  /** The marks that a value becomes. */
  readonly marks: (value: string) => readonly string[];
  /** Whether marks have comments. */
  readonly hasComments: boolean;
  /** Status and reason as they are told at a local moment; null where they are not. */
  readonly attendance: (row: TruthAttendance, asOf: string) => string | null;
}

/** Whose truth, in which days, as it stood at which local moment. */
export interface Question {
  readonly wording: Wording;
  readonly year: SchoolYear;
  readonly student: TruthStudent;
  readonly from: Day;
  readonly to: Day;
  readonly asOf: string;
}

function addMarks(
  facts: Facts,
  { year, student, asOf, wording }: Question,
  record: LessonRecord,
  subject: string,
): void {
  const { date, number } = record.lesson;
  for (const mark of record.marks.filter(({ studentId }) => studentId === student.id)) {
    const work = record.works.find(({ index }) => index === mark.workIndex);
    const type = year.workTypes.find(({ id }) => id === work?.workTypeId);
    const comment = wording.hasComments ? (mark.comment ?? '') : '';
    for (const value of wording.marks(markAt(mark, asOf) ?? '')) {
      facts.marks.push(`${date} ${subject} ${value}`);
      facts.works.push([date, number, subject, value, type?.name, work?.weight, comment].join(' | '));
    }
  }
}

function addLesson(facts: Facts, question: Question, record: LessonRecord): void {
  const { year, student } = question;
  const { lesson } = record;
  const subject = year.subjects.find(({ id }) => id === lesson.subjectId)?.name ?? '';
  const name = `${lesson.date} ${lesson.number} ${subject}`;
  facts.lessons.push(name);
  facts.times.push(`${name} ${lesson.startTime}–${lesson.endTime} ${lesson.room}`);
  if (record.homework) {
    const files = record.homework.files.map((file) => file.name).sort();
    facts.homework.push([name, record.homework.text, ...files].join(' | '));
  }
  for (const row of record.attendance) {
    const isOwn = row.studentId === student.id;
    const told = isOwn ? question.wording.attendance(row, question.asOf) : null;
    if (told !== null) facts.attendance.push(`${lesson.date} ${subject} ${told}`);
  }
  addMarks(facts, question, record, subject);
}

function addTermMarks(facts: Facts, { year, student, from, to, asOf }: Question): void {
  for (const { classId } of student.enrolments) {
    for (const term of year.termsOf(classId)) {
      if (term.startDay > to || term.endDay < from) continue;
      if (!facts.terms.includes(term.name)) facts.terms.push(term.name);
      for (const mark of year.termMarks(classId, term.id)) {
        if (mark.studentId !== student.id || mark.enteredAt > asOf) continue;
        const subject = year.subjects.find(({ id }) => id === mark.subjectId)?.name;
        facts.termMarks.push(`${term.name} ${subject} ${mark.value}`);
      }
    }
  }
}

/** The counts of a term that is the whole range, out of what was found in it. */
function addTotals(facts: Facts, { year, student, from, to }: Question): void {
  const [enrolment] = student.enrolments;
  if (!enrolment) return;
  for (const term of year.termsOf(enrolment.classId)) {
    if (term.startDay !== from || term.endDay !== to) continue;
    const away = (status: string) => facts.attendance.filter((line) => line.includes(` ${status} `)).length;
    const { lessons, marks } = facts;
    const counts = {
      lessons: lessons.length,
      marks: marks.length,
      missed: away('absent'),
      late: away('late'),
    };
    facts.totals.push(totalsLine(term.name, counts));
  }
}

/** The counts of a term as one line. */
export const totalsLine = (
  name: string,
  counts: Readonly<Record<'lessons' | 'marks' | 'missed' | 'late', number>>,
): string =>
  `${name}: ${counts.lessons} lessons, ${counts.marks} marks, ${counts.missed} missed, ${counts.late} late`;

/** What the generator knows of a student. */
export function expectedOf(question: Question): Facts {
  const { year, student, from, to } = question;
  const facts = noFacts();
  for (const date of daysBetween(from, to)) {
    const enrolment = student.enrolments.find(
      (one) => one.from <= date && (one.to === null || one.to >= date),
    );
    if (!enrolment) continue;
    for (const lesson of year.lessonsOn(enrolment.classId, date)) {
      if (!year.membersOn(lesson.groupId, date).some(({ id }) => id === student.id)) continue;
      addLesson(facts, question, year.record(lesson));
    }
  }
  addTermMarks(facts, question);
  addTotals(facts, question);
  return facts;
}
