import type { SchoolBook } from '../school-year/book.ts';
import type { TruthWorkType } from '../school-year/types.ts';

export const HOMEWORK = 'Homework';
export const DEFAULT_WORK = 'DefaultNewLessonWork';
export const PERIOD_MARK = 'PeriodMark';
export const FINAL_MARK = 'PeriodFinalMark';

/** The truth's number of the homework type. */
export const HOMEWORK_TYPE = 3;
export const ANSWER_TYPE = 10;
/** Types for the works of terms: beyond the truth's numbers. */
export const PERIOD_TYPE = 901;
export const FINAL_TYPE = 902;

/** A work type of the school in the vendor's words. */
export interface WorkTypeRow {
  readonly id: number;
  readonly title: string;
  readonly abbreviation: string;
  readonly kind: string;
  readonly kindId: number;
  readonly weight: number;
  readonly isFinal: boolean;
  readonly isImportant: boolean;
}

const COMMON = 'CommonWork';

/** By the truth's numbers; what is not here is common work. */
const KIND_OF: Readonly<Record<number, string>> = {
  3: HOMEWORK,
  4: 'LessonTestWork',
  6: 'LaboratoryWork',
  7: 'CreativeWork',
  10: DEFAULT_WORK,
  11: 'LessonComposition',
  12: 'LessonComposition',
  13: 'LessonExamination',
  14: 'LessonTestWork',
};

const KIND_IDS = [
  DEFAULT_WORK,
  COMMON,
  HOMEWORK,
  'LessonTestWork',
  'LessonExamination',
  'LessonComposition',
  'LessonByHeart',
  'LaboratoryWork',
  'CreativeWork',
  PERIOD_MARK,
  FINAL_MARK,
  'Exam',
];

/** Control works. */
const IMPORTANT: ReadonlySet<number> = new Set([4, 8]);

const fromTruth = ({ id, name, abbreviation, weight }: TruthWorkType): WorkTypeRow => {
  const kind = KIND_OF[id] ?? COMMON;
  return {
    id,
    title: name,
    abbreviation,
    kind,
    kindId: KIND_IDS.indexOf(kind) + 1,
    weight,
    isFinal: false,
    isImportant: IMPORTANT.has(id),
  };
};

const ofPeriods: readonly WorkTypeRow[] = [
  { id: PERIOD_TYPE, title: 'Оценка за период', abbreviation: 'ПО', kind: PERIOD_MARK },
  { id: FINAL_TYPE, title: 'Итоговая оценка', abbreviation: 'ИО', kind: FINAL_MARK },
].map((row) => ({
  ...row,
  kindId: KIND_IDS.indexOf(row.kind) + 1,
  weight: 0,
  isFinal: true,
  isImportant: false,
}));

export const workTypesOf = (book: SchoolBook): WorkTypeRow[] => [
  ...book.year.workTypes.map(fromTruth),
  ...ofPeriods,
];

/** The type of that number; a type that nobody knows is common work. */
export function workTypeOf(book: SchoolBook, id: number): WorkTypeRow | null {
  const truth = book.workTypes.get(id);
  return truth ? fromTruth(truth) : (ofPeriods.find((row) => row.id === id) ?? null);
}
