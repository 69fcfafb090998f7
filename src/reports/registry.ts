import type { ReportForm } from './form.ts';
import { alphabeticalRegister } from './forms/alphabetical-register.ts';
import { assessmentSchedule } from './forms/assessment-schedule.ts';
import { attendance } from './forms/attendance.ts';
import { changedMarks } from './forms/changed-marks.ts';
import { classSummarySheet } from './forms/class-summary-sheet.ts';
import { consents } from './forms/consents.ts';
import { contingentList } from './forms/contingent-list.ts';
import { dataFreshness } from './forms/data-freshness.ts';
import { extracurricular } from './forms/extracurricular.ts';
import { homeroomReport } from './forms/homeroom-report.ts';
import { journalKeeping } from './forms/journal-keeping.ts';
import { markDensity } from './forms/mark-density.ts';
import { movementRegister } from './forms/movement-register.ts';
import { movementReport } from './forms/movement-report.ts';
import { objectivityGap } from './forms/objectivity-gap.ts';
import { oo1 } from './forms/oo1.ts';
import { programmeCompletion } from './forms/programme-completion.ts';
import { refusalSheet } from './forms/refusal-sheet.ts';
import { schoolResults } from './forms/school-results.ts';
import { subjectTeacherReport } from './forms/subject-teacher-report.ts';
import { substitutionRegister } from './forms/substitution-register.ts';

/** All report forms, in the order in which they are offered. */
export const forms: readonly ReportForm[] = [
  alphabeticalRegister,
  assessmentSchedule,
  attendance,
  changedMarks,
  classSummarySheet,
  consents,
  contingentList,
  dataFreshness,
  extracurricular,
  homeroomReport,
  journalKeeping,
  markDensity,
  movementRegister,
  movementReport,
  objectivityGap,
  oo1,
  programmeCompletion,
  refusalSheet,
  schoolResults,
  subjectTeacherReport,
  substitutionRegister,
];

/** A form by its id; null where there is none. */
export const formOf = (id: string): ReportForm | null => forms.find((form) => form.id === id) ?? null;
