import type { Day } from '../../model/dates.ts';
import type { Fields } from '../../model/entities.ts';
import type { Observed } from '../../model/observation.ts';
import { type Reject, row, unknownWorkType } from '../events.ts';
import { shownText } from '../plain-text.ts';
import type { SeenLesson } from './map-lessons.ts';
import type { Work } from './schema.ts';
import { keyOf } from './schema.ts';
import type { SchoolBase } from './school-base.ts';
import { localDay } from './stamps.ts';

/** A work with where it stood. */
export interface SeenWork {
  readonly value: Work;
  readonly place: string;
}

export type Files = ReadonlyMap<string, Fields<'homework'>['files'][number]>;

/** What a batch of lessons and works is put together from. */
export interface WorksContext {
  readonly base: SchoolBase;
  readonly lessons: ReadonlyMap<string, SeenLesson>;
  /** Works that carry a mark: homework, and the work that comes with a lesson, are assessments only then. */
  readonly marked: ReadonlySet<string>;
  readonly files: Files;
}

/** Kinds that say nothing until somebody is marked for them. */
const SILENT = new Set(['homework', 'defaultnewlessonwork']);
const OF_PERIODS = new Set(['periodmark', 'periodfinalmark', 'exam']);

export const isHomework = ({ type }: Work): boolean => type.toLowerCase() === 'homework';

/** Works of terms and of the year: their marks are read by themselves. */
export const isOfPeriod = ({ type }: Work): boolean => OF_PERIODS.has(type.toLowerCase());

export const lessonOf = ({ lesson, lesson_str }: Work): string | null => lesson_str ?? lesson;

/** Where a work belongs: its lesson, or, outside the lessons that were read, its own day and subject. */
export interface Belonging {
  readonly lessonId: string | null;
  readonly classId: string | null;
  readonly subjectId: string;
  readonly day: Day;
}

export function belongingOf(work: Work, lessons: WorksContext['lessons']): Belonging | null {
  const lesson = lessons.get(lessonOf(work) ?? '');
  const subjectId = lesson?.subjectId ?? work.subjectId;
  const day = lesson?.day ?? localDay(work.targetDate);
  if (subjectId === null || day === null) return null;
  return { lessonId: lesson?.key ?? null, classId: lesson?.classId ?? null, subjectId, day };
}

function homeworkRow({ value, place }: SeenWork, of: Belonging, files: Files): Observed<'homework'>[] {
  const text = shownText(value.text);
  const own = value.files.map((key) => files.get(key) ?? { key, name: key });
  if (text === null && own.length === 0) return [];
  return [
    row<'homework'>(keyOf(value), place, {
      lessonId: of.lessonId,
      classId: of.classId,
      subjectId: of.subjectId,
      studentId: null,
      dueDay: of.day,
      text: text ?? '—',
      minutes: null,
      files: own,
    }),
  ];
}

function assessmentRow(
  { value, place }: SeenWork,
  of: Belonging,
  { base }: WorksContext,
): Observed<'assessment'> {
  const { workType } = value;
  const isKnown = workType !== null && base.workTypes.has(workType);
  return row<'assessment'>(keyOf(value), place, {
    lessonId: of.lessonId,
    classId: of.classId,
    subjectId: of.subjectId,
    workTypeId: isKnown ? workType : null,
    date: of.day,
    topic: isHomework(value) ? null : shownText(value.text),
    weight: isKnown ? (base.workTypes.get(workType) ?? null) : null,
  });
}

export interface WorkRecords {
  readonly homework: Observed<'homework'>[];
  readonly assessments: Observed<'assessment'>[];
  readonly rejects: Reject[];
}

const homeless = (place: string, raw: unknown, key: string): Reject => ({
  entity: 'assessment',
  key,
  diagnostic: {
    code: 'record.unknown_reference',
    place,
    message: 'the work has neither a lesson nor a subject and a day',
    hint: 'Look at the work in the journal; the rest was read.',
  },
  raw,
});

/** Homework and assessments of lessons. */
export function mapWorks(works: Iterable<SeenWork>, context: WorksContext): WorkRecords {
  const found: WorkRecords = { homework: [], assessments: [], rejects: [] };
  for (const seen of works) {
    const { value, place } = seen;
    if (isOfPeriod(value)) continue;
    const key = keyOf(value);
    const of = belongingOf(value, context.lessons);
    if (!of) {
      found.rejects.push(homeless(place, { type: value.type }, key));
      continue;
    }
    if (isHomework(value)) found.homework.push(...homeworkRow(seen, of, context.files));
    if (SILENT.has(value.type.toLowerCase()) && !context.marked.has(key)) continue;
    found.assessments.push(assessmentRow(seen, of, context));
    const { workType } = value;
    if (workType !== null && !context.base.workTypes.has(workType)) {
      const diagnostic = unknownWorkType(`${place}.workType`);
      found.rejects.push({ entity: 'workType', key: workType, diagnostic, raw: workType });
    }
  }
  return found;
}
