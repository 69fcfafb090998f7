import type { Day } from '../../../model/dates.ts';
import type { EntityName } from '../../../model/entities.ts';
import type { Place } from '../../decision.ts';
import type { ClassTermFacts, HomeworkFact, LessonFact } from '../../facts.ts';
import { type Filters, subjectTest, workTypeTest } from '../../filters.ts';
import type { Row, Timeline } from '../../observed.ts';
import { type ClassIndex, indexOf } from './class-index.ts';

/** What a teacher enters. */
export const recordNames = ['attendance', 'topic', 'homework', 'mark', 'work', 'term_mark'] as const;

/** See {@link recordNames}. */
export type RecordName = (typeof recordNames)[number];

/** The entity that holds the record. */
export const entityOfRecord: Readonly<Record<RecordName, EntityName>> = {
  attendance: 'attendance',
  topic: 'lesson',
  homework: 'homework',
  mark: 'mark',
  work: 'assessment',
  term_mark: 'termMark',
};

/** What the source must tell of it. */
export const needOfRecord: Readonly<Record<RecordName, string>> = {
  ...entityOfRecord,
  topic: 'lesson.topic',
};

/** How messages name it and what is done with it. */
export const recordWords: Readonly<
  Record<RecordName, { readonly name: string; readonly entered: string; readonly changed: string }>
> = {
  attendance: { name: 'Посещаемость', entered: 'отмечена', changed: 'изменена' },
  topic: { name: 'Тема урока', entered: 'записана', changed: 'изменена' },
  homework: { name: 'Домашнее задание', entered: 'внесено', changed: 'изменено' },
  mark: { name: 'Отметка', entered: 'выставлена', changed: 'изменена' },
  work: { name: 'Работа', entered: 'внесена', changed: 'изменена' },
  term_mark: { name: 'Отметка за период', entered: 'выставлена', changed: 'изменена' },
};

/** Something that a teacher entered, with what its deadlines and windows are counted from. */
export interface JournalRecord {
  readonly row: Row;
  readonly value: Timeline;
  /** The day of the lesson or the work; of a term mark, the term's last. Null: nobody tells it. */
  readonly day: Day | null;
  readonly lesson: LessonFact | null;
  readonly subjectId: string | null;
  readonly studentId: string | null;
  readonly teacherId: string | null;
}

/** Where a record belongs. */
export const placeOf = ({ subjectId, studentId, teacherId, day }: JournalRecord): Place => ({
  subjectId,
  studentId,
  staffId: teacherId,
  day,
});

function* marks(facts: ClassTermFacts, index: ClassIndex, filters: Filters): Generator<JournalRecord> {
  const meant = workTypeTest(filters);
  const { works, lessons } = index;
  for (const mark of facts.marks) {
    const work = mark.assessmentId === null ? undefined : works.get(mark.assessmentId);
    if (!meant(work?.workType ?? null)) continue;
    yield {
      row: { entity: 'mark', id: mark.id },
      value: mark.value,
      day: work?.date ?? mark.date,
      lesson: (mark.lessonId === null ? undefined : lessons.get(mark.lessonId)) ?? null,
      subjectId: mark.subjectId,
      studentId: mark.studentId,
      teacherId: mark.teacherId,
    };
  }
}

function* works(facts: ClassTermFacts, index: ClassIndex, filters: Filters): Generator<JournalRecord> {
  const meant = workTypeTest(filters);
  for (const work of facts.assessments) {
    if (!meant(work.workType)) continue;
    const lesson = (work.lessonId === null ? undefined : index.lessons.get(work.lessonId)) ?? null;
    yield {
      row: { entity: 'assessment', id: work.id },
      value: [{ value: work.workType ?? '', since: work.entered, byStaffId: null }],
      day: work.date,
      lesson,
      subjectId: work.subjectId,
      studentId: null,
      teacherId: lesson?.teacherId ?? null,
    };
  }
}

/** A lesson that the source names, or the only one of the subject on that day. */
function lessonOf(
  row: { readonly lessonId: string | null; readonly subjectId: string | null; readonly date: Day },
  index: ClassIndex,
): LessonFact | null {
  if (row.lessonId !== null) return index.lessons.get(row.lessonId) ?? null;
  const [only, another] = row.subjectId === null ? [] : index.lessonsOn(row.subjectId, row.date);
  return only && !another ? only : null;
}

function* attendance(facts: ClassTermFacts, index: ClassIndex): Generator<JournalRecord> {
  for (const row of facts.attendance) {
    const lesson = lessonOf(row, index);
    yield {
      row: { entity: 'attendance', id: row.id },
      value: row.value,
      day: row.date,
      lesson,
      subjectId: row.subjectId ?? lesson?.subjectId ?? null,
      studentId: row.studentId,
      teacherId: lesson?.teacherId ?? null,
    };
  }
}

function* topics(facts: ClassTermFacts): Generator<JournalRecord> {
  for (const lesson of facts.lessons) {
    const { subjectId, teacherId, date: day } = lesson;
    const row = { entity: 'lesson', id: lesson.id } as const;
    yield { row, value: lesson.topic, day, lesson, subjectId, studentId: null, teacherId };
  }
}

/** The lesson at which homework was set: the group's one before that at which it is due. */
function lessonOfSetting(
  { lessonId, subjectId, dueDay }: HomeworkFact,
  index: ClassIndex,
): LessonFact | null {
  const due = lessonOf({ lessonId, subjectId, date: dueDay }, index);
  return due && index.lessonBefore(due);
}

function* homework(facts: ClassTermFacts, index: ClassIndex): Generator<JournalRecord> {
  for (const task of facts.homework) {
    const lesson = lessonOfSetting(task, index);
    yield {
      row: { entity: 'homework', id: task.id },
      value: task.text,
      day: lesson?.date ?? null,
      lesson,
      subjectId: task.subjectId,
      studentId: task.studentId,
      teacherId: lesson?.teacherId ?? null,
    };
  }
}

/** Term marks count from the last day of their term, those of the year from the last day of its last term. */
function* termMarks(facts: ClassTermFacts): Generator<JournalRecord> {
  const { term } = facts;
  for (const mark of facts.termMarks) {
    const own = term && (mark.kind === 'term' ? mark.termId === term.id : term.last);
    yield {
      row: { entity: 'termMark', id: mark.id },
      value: mark.value,
      day: own ? term.endDay : null,
      lesson: null,
      subjectId: mark.subjectId,
      studentId: mark.studentId,
      teacherId: null,
    };
  }
}

function every(record: RecordName, facts: ClassTermFacts, filters: Filters): Iterable<JournalRecord> {
  const index = indexOf(facts);
  switch (record) {
    case 'attendance':
      return attendance(facts, index);
    case 'topic':
      return topics(facts);
    case 'homework':
      return homework(facts, index);
    case 'mark':
      return marks(facts, index, filters);
    case 'work':
      return works(facts, index, filters);
    case 'term_mark':
      return termMarks(facts);
  }
}

/** All records of a sort that an entry is about. */
export function* journalRecords(
  record: RecordName,
  facts: ClassTermFacts,
  filters: Filters,
): Generator<JournalRecord> {
  const meant = subjectTest(filters, facts);
  for (const one of every(record, facts, filters)) if (meant(one.subjectId)) yield one;
}
