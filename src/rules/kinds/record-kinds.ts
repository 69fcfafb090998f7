import type { AnyKind } from '../kind.ts';
import { absenceReason } from './absence-reason.ts';
import { editAfterTermMark } from './edit-after-term-mark.ts';
import { editWindow } from './edit-window.ts';
import { entryDeadline } from './entry-deadline.ts';
import { homeworkPresent } from './homework-present.ts';
import { markDensity } from './mark-density.ts';
import { markOnAbsence } from './mark-on-absence.ts';
import { recordOnDayOff } from './record-on-day-off.ts';
import { sourceDisagreement } from './source-disagreement.ts';
import { substitutionRecorded } from './substitution-recorded.ts';
import { teachingLoad } from './teaching-load.ts';
import { termMarkAgainstMean } from './term-mark-against-mean.ts';
import { termMarkPresent } from './term-mark-present.ts';
import { topicPresent } from './topic-present.ts';
import { voidAfterLeak } from './void-after-leak.ts';

/** Kinds about single records: when they were entered, when they were changed. */
export const recordKinds: readonly AnyKind[] = [
  entryDeadline,
  editWindow,
  editAfterTermMark,
  termMarkPresent,
  voidAfterLeak,
  absenceReason,
  topicPresent,
  homeworkPresent,
  markOnAbsence,
  recordOnDayOff,
  substitutionRecorded,
  teachingLoad,
  sourceDisagreement,
  markDensity,
  termMarkAgainstMean,
];
