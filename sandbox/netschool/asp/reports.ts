import type { Reply } from '../../http/reply.ts';
import { REPORTS, type ReportKind } from '../reports/catalogue.ts';
import { filterSources, selectionOf } from '../reports/filters.ts';
import { escapeHtml } from '../reports/page.ts';
import { type Route, refusal, type Visit } from '../route.ts';
import { legacy } from './legacy.ts';

const NAMES: readonly (readonly [name: string, report: string])[] = [
  ['StudentTotalMarks', 'studenttotalmarks'],
  ['ParentInfoLetter', 'parentinfoletter'],
  ['StudentAverageMark', 'studentaveragemark'],
  ['StudentAverageMarkDyn', 'studentaveragemarkdyn'],
  ['StudentAttendanceGrades', 'studentattendancegrades'],
];

const chosenIn = ({ call }: Visit): Map<string, string> =>
  new Map([...call.form].filter(([, text]) => text !== '').map(([name, text]) => [name.toUpperCase(), text]));

/** The first page of a pair: the form with what can be chosen. */
function formPage(visit: Visit, report: ReportKind): string {
  const selects = filterSources(visit, report.filters, chosenIn(visit)).map(
    ({ filterId, items, defaultValue }) => {
      const options = (items ?? []).map(({ title, value }) => {
        const selected = value === defaultValue ? ' selected' : '';
        return `<option value="${value}"${selected}>${escapeHtml(title)}</option>`;
      });
      return `<select name="${filterId}">${options.join('')}</select>`;
    },
  );
  return `<html><body><h2>${report.title}</h2><form method="post">${selects.join('')}</form></body></html>`;
}

/** The second page: the report itself, with the old class of its table. */
function resultPage(visit: Visit, report: ReportKind): string | Reply {
  const chosen = selectionOf(visit, chosenIn(visit));
  if (!chosen.student || !chosen.schoolClass) return refusal(500, 'Не заданы параметры отчета');
  return report.render(visit, chosen).replace('class="table-print"', 'class="table-print-num"');
}

export const aspReportRoutes: readonly Route[] = NAMES.flatMap(([name, path]) => {
  const report = REPORTS.find((one) => one.path === path);
  if (!report) throw new Error(`no report ${path}`);
  return [
    legacy(`Reports/Report${name}.asp`, (visit) => formPage(visit, report)),
    legacy(`Reports/${name}.asp`, (visit) => resultPage(visit, report)),
  ];
});
