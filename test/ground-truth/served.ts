import type { z } from 'zod';
import type { diarySchema } from '../../src/api/schemas/diary.ts';
import { type Facts, noFacts, totalsLine } from './expected.ts';

export type Diary = z.infer<typeof diarySchema>;
type DiaryDay = Diary['days'][number];
type DiaryLesson = DiaryDay['lessons'][number];
type DiaryMark = DiaryLesson['marks'][number];

function addMark(facts: Facts, date: string, number: number | null, subject: string, mark: DiaryMark): void {
  facts.marks.push(`${date} ${subject} ${mark.value}`);
  const { value, workType, weight, comment } = mark;
  facts.works.push([date, number, subject, value, workType?.name, weight, comment ?? ''].join(' | '));
}

function addLesson(facts: Facts, date: string, lesson: DiaryLesson): void {
  const subject = lesson.subject.name;
  const name = `${date} ${lesson.number} ${subject}`;
  facts.lessons.push(name);
  facts.times.push(`${name} ${lesson.startTime}–${lesson.endTime} ${lesson.room}`);
  for (const { text, files } of lesson.homework) {
    facts.homework.push([name, text, ...files.map((file) => file.name).sort()].join(' | '));
  }
  for (const { status, reason } of lesson.attendance) {
    facts.attendance.push(`${date} ${subject} ${status} ${reason ?? '-'}`);
  }
  for (const mark of lesson.marks) addMark(facts, date, lesson.number, subject, mark);
}

function addUnplaced(facts: Facts, { date, unplaced }: DiaryDay): void {
  for (const { subject, mark } of unplaced.marks) addMark(facts, date, null, subject?.name ?? '', mark);
  for (const { subject, attendance } of unplaced.attendance) {
    const { status, reason } = attendance;
    facts.attendance.push(`${date} ${subject?.name} ${status} ${reason ?? '-'}`);
  }
  for (const { subject, homework } of unplaced.homework) {
    facts.homework.push(`${date} ${subject?.name} ${homework.text}`);
  }
}

/** What the API says of a student. */
export function factsOf(diary: Diary): Facts {
  const facts = noFacts();
  for (const day of diary.days) {
    for (const lesson of day.lessons) addLesson(facts, day.date, lesson);
    addUnplaced(facts, day);
  }
  for (const term of diary.terms) {
    facts.terms.push(term.name);
    const { lessons, marks, missed, late } = term.totals;
    if (term.from >= diary.from && term.to <= diary.to) {
      facts.totals.push(totalsLine(term.name, { lessons, marks, missed: missed.total, late }));
    }
    for (const { subject, value } of term.marks)
      facts.termMarks.push(`${term.name} ${subject.name} ${value}`);
  }
  return facts;
}
