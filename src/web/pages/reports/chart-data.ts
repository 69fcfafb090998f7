import type { Cell, Column, Section } from '../../../reports/table.ts';

/** One colour of a chart. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly values: readonly (number | null)[];
}

/** What a chart shows; the table below it says the same. */
export interface ChartData {
  readonly title: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  /** Whether the parts of a category stand one behind the other. */
  readonly stacked: boolean;
  readonly percent: boolean;
}

interface Shape {
  readonly title: string;
  readonly keys: Readonly<Record<string, readonly [name: string, color: string]>>;
  readonly stacked: boolean;
  readonly percent: boolean;
}

/** The charts there are: whatever report has these columns gets them. */
const SHAPES: readonly Shape[] = [
  {
    title: 'Качество и успеваемость, %',
    keys: { qualityRate: ['Качество', '#1f5a9e'], passRate: ['Успеваемость', '#9dbce0'] },
    stacked: false,
    percent: true,
  },
  {
    title: 'Отметки за период',
    keys: {
      n5: ['«5»', '#1f6339'],
      n4: ['«4»', '#7fb894'],
      n3: ['«3»', '#e3b65b'],
      n2: ['«2»', '#c4484e'],
      notAssessed: ['н/а', '#6d7787'],
    },
    stacked: true,
    percent: false,
  },
  {
    title: 'Пропущено уроков по причинам',
    keys: {
      sick: ['по болезни', '#7fa6cf'],
      excused: ['по уважительной причине', '#9cc3a9'],
      event: ['мероприятия школы', '#c9cfd8'],
      unexcused: ['без уважительной причины', '#c4484e'],
      notGiven: ['причина не указана', '#e3b65b'],
    },
    stacked: true,
    percent: false,
  },
];

/** More bars than this nobody compares. */
const MOST_BARS = 80;
const LEAST_BARS = 2;

const numberOf = (cell: Cell | undefined): number | null =>
  typeof cell?.value === 'number' ? cell.value : null;

/** What names the bars: the texts before the first number. */
function nameOf(cells: readonly Cell[], columns: readonly Column[]): string {
  const first = columns.findIndex(({ kind }) => kind !== 'text');
  return cells
    .slice(0, first)
    .map(({ value }) => value ?? '')
    .filter((text) => text !== '')
    .join(', ');
}

function charted({ keys, ...shape }: Shape, { columns, rows }: Section): ChartData | null {
  const places = Object.entries(keys).flatMap(([key, [name, color]]) => {
    const at = columns.findIndex((column) => column.key === key);
    return at < 0 ? [] : [{ at, name, color }];
  });
  const bars = rows.filter(({ kind }) => kind === 'row');
  if (places.length < 2 || columns[0]?.kind !== 'text') return null;
  if (bars.length < LEAST_BARS || bars.length > MOST_BARS) return null;
  const series = places.map(({ at, name, color }) => ({
    name,
    color,
    values: bars.map(({ cells }) => numberOf(cells[at])),
  }));
  if (series.every(({ values }) => values.every((value) => value === null || value === 0))) return null;
  return { ...shape, categories: bars.map(({ cells }) => nameOf(cells, columns)), series };
}

/** The chart of a report's first table; null where it has none to show. */
export function chartOf(sections: readonly Section[]): ChartData | null {
  const [first] = sections;
  if (!first) return null;
  for (const shape of SHAPES) {
    const chart = charted(shape, first);
    if (chart) return chart;
  }
  return null;
}
