import type { Day } from '../../src/model/dates.ts';
import type { LessonView } from './lesson-view.ts';

/** A work as the journal has it: of a lesson, or of a term or the year. */
export interface WorkRow {
  readonly id: bigint;
  /** The vendor's kind: `Homework`, `LessonTestWork`, `PeriodMark`… */
  readonly kind: string;
  /** The number of the work type within the school. */
  readonly typeId: number;
  /** Null for the works of terms. */
  readonly lesson: LessonView | null;
  readonly eduGroup: bigint;
  readonly subjectId: number;
  readonly text: string | null;
  readonly markCount: number;
  readonly markType: string;
  readonly targetDay: Day;
  /** UTC stamp, or null. */
  readonly sentDate: string | null;
  /** The vendor's user id. */
  readonly createdBy: number;
  readonly isImportant: boolean;
  readonly displayInJournal: boolean;
  readonly files: readonly bigint[];
  readonly periodNumber: number;
  readonly periodType: string;
  /** Made by a client, with no work of the truth behind it. */
  readonly isWritten: boolean;
  /** Of the truth's works of the lesson: whose marks hang here; null for none. */
  readonly truthIndex: number | null;
}

export interface MarkRow {
  readonly id: bigint;
  readonly work: WorkRow;
  readonly student: number;
  readonly part: number;
  readonly value: string;
  readonly type: string;
  /** UTC stamp. */
  readonly date: string;
}
