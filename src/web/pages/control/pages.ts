import type { Page } from '../../page.ts';
import { changes } from './changes.tsx';
import { control } from './control.tsx';
import { finding } from './finding.tsx';
import { findingNote } from './finding-note.ts';
import { permitApply, permitNew } from './permit-new.tsx';
import { permitForms, permits } from './permits.tsx';

/** «Журнал под контролем». */
export const controlPages: readonly Page[] = [
  control,
  finding,
  findingNote,
  permits,
  permitNew,
  permitApply,
  ...permitForms,
  changes,
];
