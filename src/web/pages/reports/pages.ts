import type { Page } from '../../page.ts';
import { reportChooser } from './chooser.tsx';
import { reportFile } from './file.ts';
import { report } from './report.tsx';
import { reportRows } from './rows.tsx';

/** «Отчёты». The rows come before the forms, whose names stand in the same place. */
export const reportPages: readonly Page[] = [reportChooser, reportRows, reportFile, report];
