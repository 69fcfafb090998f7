import type { Page } from '../../page.ts';
import { control } from './control.tsx';
import { finding } from './finding.tsx';
import { findingNote } from './finding-note.ts';

/** «Журнал под контролем». */
export const controlPages: readonly Page[] = [control, finding, findingNote];
