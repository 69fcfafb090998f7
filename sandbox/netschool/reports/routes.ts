import { type Reply, value } from '../../http/reply.ts';
import { get, post, type Route, refusal, type Visit } from '../route.ts';
import { REPORTS, type ReportKind, reportOf } from './catalogue.ts';
import { chosenIn, filterSources, selectionOf } from './filters.ts';

const FILTER_TITLES: Readonly<Record<string, string>> = {
  SID: 'Ученик',
  PCLID: 'Класс',
  PCLID_IUP: 'Класс',
  SGID: 'Предмет',
  TERMID: 'Период',
  ReportType: 'Тип отчета',
  period: 'Интервал',
};

const catalogue = (): Reply =>
  value([
    {
      id: 'student',
      title: 'Отчеты для родителей и учеников',
      notices: [],
      reports: REPORTS.map(({ id, path, title }) => ({ id, path, title })),
    },
  ]);

const panel = (report: ReportKind): unknown => ({
  filters: report.filters.map((id, index) => ({
    id,
    title: FILTER_TITLES[id] ?? id,
    order: index + 1,
    filterType: id === 'period' ? 'range' : 'select',
    optionalFlag: false,
    hideSingleOption: false,
    hasSureCheckedFlag: false,
    hideTitleFlag: false,
    existStateProvider: false,
    emptyText: '',
    dependencies: [],
  })),
});

const asked = (visit: Visit): ReportKind | null => reportOf(visit.call.params['report'] ?? '');

function metadata(visit: Visit): Reply {
  const report = asked(visit);
  if (!report) return refusal(404, 'Отчет не найден');
  return value({
    report: {
      id: report.id,
      name: report.title,
      group: 'student',
      level: 'school',
      order: REPORTS.indexOf(report) + 1,
      filterPanel: panel(report),
      presentTypes: [],
    },
    filterSources: filterSources(visit, report.filters, new Map()),
  });
}

/** Which filters change when another is chosen; `period` first, as some clients take element 0. */
const DEPENDENT: Readonly<Record<string, readonly string[]>> = {
  PCLID: ['period', 'SID', 'TERMID'],
  PCLID_IUP: ['period', 'SID', 'SGID', 'TERMID'],
  SID: ['period', 'SGID', 'TERMID'],
  TERMID: ['period'],
};

function initFilters(visit: Visit): Reply {
  const report = asked(visit);
  if (!report) return refusal(404, 'Отчет не найден');
  const chosen = chosenIn(visit.call.json);
  const changed = new Set([...chosen.keys()].flatMap((id) => DEPENDENT[id] ?? []));
  const fixed = new Set(['PCLID', 'PCLID_IUP', 'SID', 'TERMID'].filter((id) => chosen.has(id)));
  const wanted = [...changed].filter((id) => !fixed.has(id) || id === 'SID');
  const known = wanted.filter((id) => id === 'period' || report.filters.includes(id));
  return value(filterSources(visit, known, chosen));
}

/** Whether this version queues the report at this address. */
const isHere = (visit: Visit, report: ReportKind, v2: boolean): boolean =>
  visit.world.profile.v2Reports.includes(report.path) === v2;

const queue =
  (v2: boolean) =>
  (visit: Visit): Reply => {
    const report = asked(visit);
    if (!report || !isHere(visit, report, v2)) return refusal(404, 'Отчет не найден');
    const { quirks, profile } = visit.world;
    if (quirks.refusedReports.includes(report.path)) return refusal(409, 'Отчет временно недоступен');
    const chosen = selectionOf(visit, chosenIn(visit.call.json));
    if (!chosen.student || !chosen.schoolClass) return refusal(409, 'Не заданы параметры отчета');
    const taskId = visit.server.tasks.add({
      session: visit.session,
      report: report.path,
      render: () => report.render(visit, chosen),
    });
    return value(
      profile.startTaskHasQueueKey
        ? { taskId, queueKey: 'report-v2', activeConnectionExec: true }
        : { taskId },
    );
  };

export const reportRoutes: readonly Route[] = [
  get('any', 'reports', catalogue),
  get('any', 'reports/{report}', metadata),
  get('any', 'v2/reports/{report}', metadata),
  post('any', 'reports/{report}/initfilters', initFilters),
  post('any', 'v2/reports/{report}/initfilters', initFilters),
  post('any', 'reports/{report}/queue', queue(false)),
  post('any', 'v2/reports/{report}/queue', queue(true)),
];
