import type { Visit } from '../route.ts';
import { CHARTS, chartPage } from './charts.ts';
import type { Selection } from './filters.ts';
import { parentInfoLetter } from './parent-info-letter.ts';
import { studentGrades } from './student-grades.ts';
import { studentTotal } from './student-total.ts';
import { studentTotalMarks } from './student-total-marks.ts';

/** A report: its form and its page. */
export interface ReportKind {
  /** Lower case: the last part of its path. */
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly filters: readonly string[];
  render(visit: Visit, chosen: Selection): string;
}

const chart = (path: string, id: string, filters: readonly string[]): ReportKind => ({
  path,
  id,
  title: CHARTS[path]?.title ?? id,
  filters,
  render: (visit, chosen) => {
    const found = CHARTS[path];
    if (!found) throw new Error(`no chart ${path}`);
    return chartPage(visit, chosen, found);
  },
});

export const REPORTS: readonly ReportKind[] = [
  {
    path: 'studenttotal',
    id: 'StudentTotal',
    title: 'Отчет об успеваемости и посещаемости ученика',
    filters: ['SID', 'PCLID', 'TERMID', 'period'],
    render: studentTotal,
  },
  {
    path: 'studentgrades',
    id: 'StudentGrades',
    title: 'Отчет об успеваемости ученика',
    filters: ['SID', 'PCLID_IUP', 'SGID', 'TERMID', 'period'],
    render: studentGrades,
  },
  {
    path: 'studenttotalmarks',
    id: 'StudentTotalMarks',
    title: 'Итоговые отметки',
    filters: ['SID', 'PCLID'],
    render: studentTotalMarks,
  },
  {
    path: 'parentinfoletter',
    id: 'ParentInfoLetter',
    title: 'Информационное письмо для родителей',
    filters: ['SID', 'PCLID', 'ReportType', 'TERMID'],
    render: parentInfoLetter,
  },
  chart('studentaveragemark', 'StudentAverageMark', ['SID', 'PCLID', 'period']),
  chart('studentaveragemarkdyn', 'StudentAverageMarkDyn', ['SID', 'PCLID', 'period']),
  chart('studentattendancegrades', 'StudentAttendanceGrades', ['SID', 'PCLID_IUP', 'SGID', 'period']),
];

export const reportOf = (path: string): ReportKind | null =>
  REPORTS.find((report) => report.path === path.toLowerCase()) ?? null;
