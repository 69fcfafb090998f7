/** A drawing under way. */
interface Drawing {
  setOption(option: object): void;
  renderToSVGString(): string;
  dispose(): void;
}

/** What we call of the library. Its own declarations do not pass our check of types (docs/decisions/0014). */
interface Echarts {
  use(parts: readonly unknown[]): void;
  init(
    dom: null,
    theme: null,
    options: {
      readonly renderer: 'svg';
      readonly ssr: true;
      readonly width: number;
      readonly height: number;
    },
  ): Drawing;
}

/** The parts of the library that we draw with; named as values, so that their declarations are not looked at. */
const PARTS = {
  core: 'echarts/core',
  charts: 'echarts/charts',
  components: 'echarts/components',
  renderers: 'echarts/renderers',
} as const satisfies Readonly<Record<string, string>>;

const part = async (name: string): Promise<Readonly<Record<string, unknown>>> => import(name);

/** The library is large: it is loaded when the first chart is drawn. */
export async function echarts(): Promise<Echarts> {
  const [core, charts, components, renderers] = await Promise.all([
    part(PARTS.core),
    part(PARTS.charts),
    part(PARTS.components),
    part(PARTS.renderers),
  ]);
  const library = core as unknown as Echarts;
  const { GridComponent, LegendComponent } = components;
  library.use([charts['BarChart'], GridComponent, LegendComponent, renderers['SVGRenderer']]);
  return library;
}
