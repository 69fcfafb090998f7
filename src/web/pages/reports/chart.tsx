import type { VNode } from 'preact';
import { oneDecimal } from '../../../reports/formulas.ts';
import { counted } from '../../parts/words.ts';
import type { ChartData, Series } from './chart-data.ts';
import { echarts } from './echarts.ts';

const WIDTH = 920;
const LINE = { single: 22, double: 30 } as const;
const NAME_LONGEST = 34;
// Without quotation marks: it goes into an attribute as it is.
const FONT = 'system-ui, Arial, sans-serif';

const clipped = (name: string): string =>
  name.length > NAME_LONGEST ? `${name.slice(0, NAME_LONGEST - 1)}…` : name;

const heightOf = ({ categories, stacked }: ChartData): number =>
  56 + categories.length * (stacked ? LINE.single : LINE.double);

const seriesOption = ({ name, color, values }: Series, { stacked, percent }: ChartData) => ({
  name,
  type: 'bar' as const,
  data: values.map((value) => value ?? '-'),
  itemStyle: { color },
  barMaxWidth: stacked ? 14 : 10,
  ...(stacked ? { stack: 'all' } : {}),
  label: {
    show: percent,
    position: 'right' as const,
    fontSize: 11,
    color: '#1c2430',
    formatter: ({ value }: { readonly value?: unknown }) =>
      typeof value === 'number' ? oneDecimal(value) : '',
  },
});

const optionOf = (chart: ChartData) => ({
  animation: false,
  textStyle: { fontFamily: FONT, color: '#1c2430' },
  grid: {
    left: 8,
    right: 44,
    top: 30,
    bottom: 4,
    outerBoundsMode: 'same' as const,
    outerBoundsContain: 'axisLabel' as const,
  },
  legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, icon: 'rect' },
  xAxis: {
    type: 'value' as const,
    ...(chart.percent ? { max: 100 } : {}),
    splitLine: { lineStyle: { color: '#e3e7ee' } },
    axisLabel: { color: '#566171' },
  },
  yAxis: {
    type: 'category' as const,
    inverse: true,
    data: chart.categories.map(clipped),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#b4bdca' } },
    axisLabel: { color: '#1c2430', interval: 0 },
  },
  series: chart.series.map((one) => seriesOption(one, chart)),
});

/** Draws a chart as SVG. */
export async function drawChart(data: ChartData): Promise<string> {
  const { init } = await echarts();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: heightOf(data) });
  try {
    chart.setOption(optionOf(data));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** Says what is drawn, for those who do not see it; the numbers stand in the table. */
const aboutOf = ({ title, categories, series }: ChartData): string =>
  `${title}: ${series.map(({ name }) => name).join(', ')}; ${counted(categories.length, 'строка', 'строки', 'строк')}. ` +
  'Те же числа — в таблице ниже.';

/**
 * A picture of a report's first table. As an image it keeps its styles to itself: the page allows none that are
 * written into it.
 */
export const ChartView = ({ data, svg }: { readonly data: ChartData; readonly svg: string }): VNode => (
  <figure class="chart">
    <figcaption>{data.title}</figcaption>
    <img
      src={`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`}
      alt={aboutOf(data)}
      width={WIDTH}
      height={heightOf(data)}
    />
  </figure>
);
