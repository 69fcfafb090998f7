import type { AnyKind } from '../kind.ts';
import { accountRights } from './account-rights.ts';
import { baseData } from './base-data.ts';
import { consentOnFile } from './consent-on-file.ts';
import { controlEvent } from './control-event.ts';
import { groupMembership } from './group-membership.ts';
import { homeworkTime } from './homework-time.ts';
import { lessonFrame } from './lesson-frame.ts';
import { lessonLoad } from './lesson-load.ts';
import { lessonPlan } from './lesson-plan.ts';
import { movementPapers } from './movement-papers.ts';
import { paperSummary } from './paper-summary.ts';
import { remarkAnswered } from './remark-answered.ts';
import { testSchedule } from './test-schedule.ts';

/** Kinds about the order of things: timetable, groups, papers, control. */
export const orderKinds: readonly AnyKind[] = [
  lessonPlan,
  homeworkTime,
  lessonLoad,
  lessonFrame,
  testSchedule,
  groupMembership,
  movementPapers,
  baseData,
  consentOnFile,
  accountRights,
  controlEvent,
  paperSummary,
  remarkAnswered,
];
