import { changedMarks } from './forms/changed-marks.ts';
import { classSummarySheet } from './forms/class-summary-sheet.ts';
import { homeroomReport } from './forms/homeroom-report.ts';
import { journalKeeping } from './forms/journal-keeping.ts';
import { markDensity } from './forms/mark-density.ts';
import { objectivityGap } from './forms/objectivity-gap.ts';
import { refusalSheet } from './forms/refusal-sheet.ts';
import { subjectTeacherReport } from './forms/subject-teacher-report.ts';
import { officeChecks } from './office-checks.ts';
import type { FormCheck } from './suite.ts';

/** What is held of each form: one file a form in `forms/`. */
export const checks: Readonly<Record<string, FormCheck>> = {
  'class-summary-sheet': classSummarySheet,
  'homeroom-report': homeroomReport,
  'journal-keeping': journalKeeping,
  'mark-density': markDensity,
  'subject-teacher-report': subjectTeacherReport,
  ...officeChecks,
  'changed-marks': changedMarks,
  'objectivity-gap': objectivityGap,
  'refusal-sheet': refusalSheet,
};
