import type { ReportForm } from './form.ts';
import { changedMarks } from './forms/changed-marks.ts';
import { classSummarySheet } from './forms/class-summary-sheet.ts';
import { homeroomReport } from './forms/homeroom-report.ts';
import { journalKeeping } from './forms/journal-keeping.ts';
import { markDensity } from './forms/mark-density.ts';
import { objectivityGap } from './forms/objectivity-gap.ts';
import { refusalSheet } from './forms/refusal-sheet.ts';
import { schoolResults } from './forms/school-results.ts';
import { subjectTeacherReport } from './forms/subject-teacher-report.ts';

/** All report forms, in the order in which they are offered. */
export const forms: readonly ReportForm[] = [
  changedMarks,
  classSummarySheet,
  homeroomReport,
  journalKeeping,
  markDensity,
  objectivityGap,
  refusalSheet,
  schoolResults,
  subjectTeacherReport,
];

/** A form by its id; null where there is none. */
export const formOf = (id: string): ReportForm | null => forms.find((form) => form.id === id) ?? null;
