import type { Fields } from '../../model/entities.ts';
import { readMark } from '../../model/mark-value.ts';
import type { Observed } from '../../model/observation.ts';
import { outsideScale, type Reject, row, unknownWorkType } from '../events.ts';
import { shownText, textOfHtml } from '../plain-text.ts';
import { isHomework, type SeenLesson } from './map-lessons.ts';
import { subjectOf } from './names.ts';
import type { DiaryAssignment } from './schema.ts';

/** What was asked for beside the diary. */
export interface Extras {
  /** Assignment → its files. */
  readonly files: ReadonlyMap<string, Fields<'homework'>['files']>;
  /** Assignment → its page, where it was opened. */
  readonly details: ReadonlyMap<
    string,
    { readonly weight: number | null; readonly description: string | null }
  >;
}

export interface WorksContext extends Extras {
  readonly studentId: string;
  readonly classId: string | null;
  readonly scaleMax: number;
  readonly workTypes: ReadonlyMap<string, string>;
  /** The school counts weights: a 0 in the diary means «not told here». */
  readonly usesWeights: boolean;
  /** Assignments without a mark are not opened: their weight stays unknown, and another child may know it. */
  readonly onlyMarkedOpened: boolean;
}

export interface WorkRecords {
  readonly homework: Observed<'homework'>[];
  readonly assessments: Observed<'assessment'>[];
  readonly marks: Observed<'mark'>[];
  readonly rejects: Reject[];
}

type Seen = { readonly value: DiaryAssignment; readonly place: string };

const isMarked = ({ mark }: DiaryAssignment): boolean =>
  mark !== null && (mark.dutyMark || (mark.mark ?? null) !== null);

/** Whether the diary leaves the assignment's weight open. */
export const lacksWeight = (value: DiaryAssignment): boolean => !value.weight;

/** Whether a page of its own says more of this assignment than the diary. */
export const needsOpening = (value: DiaryAssignment, usesWeights: boolean): boolean =>
  isMarked(value) && usesWeights && lacksWeight(value);

function homeworkRow(
  seen: SeenLesson,
  { value, place }: Seen,
  context: WorksContext,
): Observed<'homework'>[] {
  const description = textOfHtml(context.details.get(value.id)?.description);
  const text = [textOfHtml(value.assignmentName), description].filter((part) => part !== null).join('\n');
  const files = context.files.get(value.id) ?? [];
  if (text === '' && files.length === 0) return [];
  return [
    row<'homework'>(value.id, place, {
      lessonId: seen.key,
      classId: context.classId,
      subjectId: subjectOf(seen.group),
      studentId: null,
      dueDay: seen.day,
      text: text === '' ? '—' : text,
      minutes: null,
      files: [...files],
    }),
  ];
}

function weightOf(value: DiaryAssignment, context: WorksContext): number | null {
  if (!context.usesWeights) return null;
  const opened = context.details.get(value.id);
  return opened ? opened.weight : value.weight || null;
}

function assessmentRow(
  seen: SeenLesson,
  { value, place }: Seen,
  context: WorksContext,
): Observed<'assessment'> {
  return row<'assessment'>(value.id, place, {
    lessonId: seen.key,
    classId: context.classId,
    subjectId: subjectOf(seen.group),
    workTypeId: context.workTypes.has(value.typeId) ? value.typeId : null,
    date: seen.day,
    topic: isHomework(value) ? null : shownText(value.assignmentName),
    weight: weightOf(value, context),
  });
}

function markRow(
  seen: SeenLesson,
  { value, place }: Seen,
  context: WorksContext,
): Observed<'mark'> | Reject | null {
  if (!isMarked(value)) return null;
  const text = value.mark?.dutyMark ? '.' : String(value.mark?.mark ?? '').trim();
  const key = `${context.studentId}/${value.id}`;
  const at = `${place}.mark.mark`;
  if (readMark(text, context.scaleMax).kind === 'unknown') {
    return { entity: 'mark', key, diagnostic: outsideScale(at, context.scaleMax), raw: text };
  }
  return row<'mark'>(key, at, {
    studentId: context.studentId,
    assessmentId: value.id,
    lessonId: seen.key,
    subjectId: subjectOf(seen.group),
    date: seen.day,
    value: text,
    scaleMax: context.scaleMax,
    comment: shownText(value.markComment?.name),
    teacherId: null,
    setDay: null,
    changedAt: null,
  });
}

/** Unmarked works whose weight only another child's page would tell are left to that child. */
const isTold = (value: DiaryAssignment, context: WorksContext): boolean => {
  if (isMarked(value)) return true;
  if (isHomework(value)) return false;
  return !context.usesWeights || !lacksWeight(value) || !context.onlyMarkedOpened;
};

/** Homework, works and marks of the lessons of one child. */
export function mapWorks(lessons: readonly SeenLesson[], context: WorksContext): WorkRecords {
  const found: WorkRecords = { homework: [], assessments: [], marks: [], rejects: [] };
  const strangers = new Set<string>();
  for (const seen of lessons) {
    for (const assignment of seen.assignments) {
      const { value, place } = assignment;
      if (!context.workTypes.has(value.typeId) && !strangers.has(value.typeId)) {
        strangers.add(value.typeId);
        const diagnostic = unknownWorkType(`${place}.typeId`);
        found.rejects.push({ entity: 'workType', key: value.typeId, diagnostic, raw: value.typeId });
      }
      if (isHomework(value)) found.homework.push(...homeworkRow(seen, assignment, context));
      if (isTold(value, context)) found.assessments.push(assessmentRow(seen, assignment, context));
      const mark = markRow(seen, assignment, context);
      if (mark && 'diagnostic' in mark) found.rejects.push(mark);
      else if (mark) found.marks.push(mark);
    }
  }
  return found;
}
