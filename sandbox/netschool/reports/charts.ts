import type { TruthStudent } from '../../school-year/types.ts';
import { diaryName, everInClass, nickName } from '../book.ts';
import { lessonsOf, marksSeen, meanSeen, type SeenMark } from '../journal.ts';
import type { Visit } from '../route.ts';
import type { Selection } from './filters.ts';
import { decimal, escapeHtml, page } from './page.ts';

type KeyOf = (view: { readonly subject: string; readonly date: string }) => string;

function seriesOf(
  visit: Visit,
  student: TruthStudent,
  chosen: Selection,
  keyOf: KeyOf,
): Map<string, SeenMark[]> {
  const { world, school, book } = visit;
  const moment = world.momentOf(school);
  const series = new Map<string, SeenMark[]>();
  for (const view of lessonsOf(world, school, student, chosen)) {
    const marks = marksSeen(world, view, student.id, moment);
    const group = book.groups.get(view.lesson.groupId);
    if (marks.length === 0 || !group) continue;
    const key = keyOf({ subject: diaryName(book, group), date: view.lesson.date });
    series.set(key, [...(series.get(key) ?? []), ...marks]);
  }
  return series;
}

function merged(all: readonly Map<string, SeenMark[]>[]): Map<string, SeenMark[]> {
  const sum = new Map<string, SeenMark[]>();
  for (const series of all) {
    for (const [key, marks] of series) sum.set(key, [...(sum.get(key) ?? []), ...marks]);
  }
  return sum;
}

interface Chart {
  readonly title: string;
  readonly tableClass: string;
  readonly keyOf: KeyOf;
  readonly figure: (marks: readonly SeenMark[]) => string;
}

const good = (marks: readonly SeenMark[]): string => {
  const numbers = marks.flatMap(({ number }) => number ?? []);
  if (numbers.length === 0) return '';
  return String(Math.round((numbers.filter((number) => number >= 4).length * 100) / numbers.length));
};

export const CHARTS: Readonly<Record<string, Chart>> = {
  studentaveragemark: {
    title: 'Средний балл ученика',
    tableClass: 'table-print chart-table chart-bars',
    keyOf: ({ subject }) => subject,
    figure: (marks) => decimal(meanSeen(marks)),
  },
  studentaveragemarkdyn: {
    title: 'Динамика среднего балла ученика',
    tableClass: 'table-print-num chart-table chart-lines',
    keyOf: ({ date }) => date.slice(0, 7),
    figure: (marks) => decimal(meanSeen(marks)),
  },
  studentattendancegrades: {
    title: 'Итоги успеваемости и качества знаний',
    tableClass: 'table-print-num chart-table chart-bars',
    keyOf: ({ subject }) => subject,
    figure: good,
  },
};

const dataRow = (
  name: string,
  labels: readonly string[],
  series: Map<string, SeenMark[]>,
  chart: Chart,
): string => {
  const cells = labels.map((label) => `<td>${chart.figure(series.get(label) ?? [])}</td>`).join('');
  return `<tr class="chart-data-row"><td>${escapeHtml(name)}</td>${cells}</tr>`;
};

/** A chart's table: a row for the student, a row for the class. */
export function chartPage(visit: Visit, chosen: Selection, chart: Chart): string {
  const { student, schoolClass } = chosen;
  if (!student || !schoolClass) throw new Error('a chart without a student or a class');
  const today = visit.world.todayOf(visit.school);
  const mine = seriesOf(visit, student, chosen, chart.keyOf);
  const classmates = everInClass(visit.book, schoolClass.id, today);
  const whole = merged(classmates.map((one) => seriesOf(visit, one, chosen, chart.keyOf)));
  const labels = [...whole.keys()].sort();
  const head = labels.map((label) => `<th>${escapeHtml(label)}</th>`).join('');
  const table = [
    `<table class="${chart.tableClass}"><tr class="chart-labels-row"><th></th>${head}</tr>`,
    dataRow(nickName(student), labels, mine, chart),
    dataRow(schoolClass.name, labels, whole, chart),
    '</table>',
  ].join('');
  return page(chart.title, [`Класс: ${escapeHtml(schoolClass.name)}`], table);
}
