import type { DnevnikSimulator } from '../../../sandbox/dnevnik/index.ts';
import {
  type LessonRecord,
  markAt,
  type SchoolYear,
  type TruthStudent,
} from '../../../sandbox/school-year/types.ts';
import { type Day, daysBetween } from '../../../src/model/dates.ts';

/** What is in a journal, as lines that can be compared: the same from the truth and from the target. */
export interface JournalLines {
  readonly marks: string[];
  readonly termMarks: string[];
  readonly attendance: string[];
}

/** Whose truth is asked, of which days, as it stood at which local moment. */
export interface TruthAsked {
  readonly year: SchoolYear;
  readonly from: Day;
  readonly to: Day;
  readonly asOf: string;
  /** Students whose rows are to be there. */
  readonly moved: (student: TruthStudent) => boolean;
}

/** Marks of a lesson that the old journal shows and the new one can hold: numbers, one for each part of `4/5`. */
const shown = (value: string | null): string[] =>
  (value ?? '').split('/').filter((part) => /^\d+$/.test(part));

const CODES: Readonly<Record<string, string>> = {
  sick: 'Ill',
  excused: 'Pass',
  unexcused: 'Absent',
  not_given: 'Absent',
};

function addLesson(
  lines: JournalLines,
  held: LessonRecord,
  { asOf }: TruthAsked,
  ids: ReadonlySet<number>,
): void {
  const { groupId, date, number } = held.lesson;
  for (const mark of held.marks.filter(({ studentId }) => ids.has(studentId))) {
    for (const value of shown(markAt(mark, asOf))) {
      lines.marks.push(`${date}/${number} ${groupId} ${mark.studentId} ${value}`);
    }
  }
  for (const row of held.attendance.filter(({ studentId }) => ids.has(studentId))) {
    const code = row.status === 'late' ? 'Late' : CODES[row.reason ?? ''];
    if (!code || row.status === 'exempt') continue;
    lines.attendance.push(`${date}/${number} ${groupId} ${row.studentId} ${code}`);
  }
}

const WORDS: Readonly<Record<string, string>> = { зач: 'ЗЧ', незач: 'НЗ', 'н/а': 'Н/А', осв: 'ОСВ' };

function addTermMarks(
  lines: JournalLines,
  { year, from, to, asOf }: TruthAsked,
  ids: ReadonlySet<number>,
): void {
  for (const { id: classId } of year.classes) {
    for (const term of year.termsOf(classId)) {
      if (term.startDay > to || term.endDay < from) continue;
      for (const mark of year.termMarks(classId, term.id)) {
        const value = markAt(mark, asOf);
        if (value === null || value === '.' || !ids.has(mark.studentId)) continue;
        lines.termMarks.push(
          `${term.name} ${classId}/${mark.subjectId} ${mark.studentId} ${WORDS[value] ?? value}`,
        );
      }
    }
  }
}

/** What the generator says that the new journal should hold. */
export function expectedLines(asked: TruthAsked): JournalLines {
  const { year, from, to, asOf, moved } = asked;
  const lines: JournalLines = { marks: [], termMarks: [], attendance: [] };
  const ids = new Set(year.students.filter(moved).map(({ id }) => id));
  for (const day of daysBetween(from, to)) {
    for (const { id } of year.classes) {
      for (const lesson of year.lessonsOn(id, day)) {
        if (`${day}T${lesson.endTime}` <= asOf) addLesson(lines, year.record(lesson), asked, ids);
      }
    }
  }
  addTermMarks(lines, asked, ids);
  return inOrder(lines);
}

/** What stands in the new journal. */
export function standingLines(aim: DnevnikSimulator, year: SchoolYear): JournalLines {
  const { marks, termMarks, entries } = aim.writtenIn(1);
  const nameOf = (classId: number, termId: number): string =>
    year.termsOf(classId).find(({ id }) => id === termId)?.name ?? 'год';
  return inOrder({
    marks: marks.map(
      ({ date, number, group, student, value }) => `${date}/${number} ${group} ${student} ${value}`,
    ),
    termMarks: termMarks.map(
      ({ classId, subjectId, term, student, value }) =>
        `${nameOf(classId, term)} ${classId}/${subjectId} ${student} ${value}`,
    ),
    attendance: entries.map(
      ({ date, number, group, student, status }) => `${date}/${number} ${group} ${student} ${status}`,
    ),
  });
}

const inOrder = ({ marks, termMarks, attendance }: JournalLines): JournalLines => ({
  marks: marks.sort(),
  termMarks: termMarks.sort(),
  attendance: attendance.sort(),
});
