import type { VNode } from 'preact';
import type { Adapter } from '../../adapters/contract.ts';
import type { OpenFindings, SchoolLine } from '../../store/read/web/overview.ts';
import type { SourceState } from '../../store/read/web/sources.ts';
import { hrefOf } from '../parts/address.ts';
import { FreshnessBadge } from '../parts/badge.tsx';
import { freshnessOf } from '../parts/freshness.ts';
import { stateText } from '../parts/run-words.ts';
import { modeName, systemName } from '../parts/source-name.ts';
import { DataTable, type TableColumn } from '../parts/table.tsx';
import { momentText, numberText, percentText } from '../parts/words.ts';
import type { Results } from './overview-results.ts';

/** A school of the first page. */
export interface OverviewRow {
  readonly school: SchoolLine;
  readonly sources: readonly SourceState[];
  readonly findings: Omit<OpenFindings, 'schoolId'>;
  readonly results: Results;
}

interface SchoolsProps {
  readonly rows: readonly OverviewRow[];
  /** What the viewer may see. */
  readonly show: {
    readonly sources: boolean;
    readonly findings: boolean;
    readonly results: boolean;
    readonly municipality: boolean;
  };
  readonly term: string | null;
  readonly adapters: readonly Adapter[];
  readonly now: Date;
}

type Column = TableColumn<OverviewRow>;

const schoolColumn = ({ show }: SchoolsProps): Column => ({
  key: 'school',
  title: 'Школа',
  cell: ({ school }) => (
    <>
      <a href={`/schools/${school.schoolId}`}>{school.name}</a>
      {show.municipality && <span class="under">{school.municipality}</span>}
    </>
  ),
});

const Line = ({ children }: { readonly children: VNode | string }): VNode => (
  <span class="line">{children}</span>
);

const perSource =
  (cell: (source: SourceState, row: OverviewRow) => VNode | string) =>
  (row: OverviewRow): VNode | readonly VNode[] =>
    row.sources.length === 0 ? (
      <span class="missing">—</span>
    ) : (
      row.sources.map((source) => <Line key={source.connection}>{cell(source, row)}</Line>)
    );

const oldest = ({ sources }: OverviewRow): number =>
  Math.min(...sources.map(({ readAt }) => readAt?.getTime() ?? 0), Number.MAX_SAFE_INTEGER);

const ReadAt = ({ source, timeZone }: { readonly source: SourceState; readonly timeZone: string }): VNode => (
  <>
    {source.readAt ? (
      <a href={`/sources/${source.connection}`}>{momentText(source.readAt, timeZone)}</a>
    ) : (
      <a href={`/sources/${source.connection}`}>ни разу</a>
    )}
    {source.lastState !== null && source.lastState !== 'succeeded' && (
      <span class={source.lastState === 'running' ? 'note' : 'bad-text'}>
        {' '}
        · {stateText(source.lastState)}
      </span>
    )}
  </>
);

const sourceColumns = ({ adapters, now }: SchoolsProps): readonly Column[] => [
  {
    key: 'source',
    title: 'Журнал',
    cell: perSource(({ system, mode }) => (
      <>
        {systemName(adapters, system)} <small>{modeName(mode)}</small>
      </>
    )),
  },
  {
    key: 'readAt',
    title: 'Последнее удачное чтение',
    sort: 'number',
    sortKey: oldest,
    cell: perSource((source, { school }) => <ReadAt source={source} timeZone={school.timeZone} />),
  },
  {
    key: 'freshness',
    title: 'Данные',
    sort: 'number',
    sortKey: oldest,
    cell: perSource(({ readAt }, { school }) => (
      <FreshnessBadge freshness={freshnessOf(readAt, now)} readAt={readAt} timeZone={school.timeZone} />
    )),
  },
];

const severityColumn = (key: 'error' | 'warning' | 'info', title: string): Column => ({
  key,
  title,
  group: 'Открытые нарушения',
  number: true,
  cell: ({ school, findings }) =>
    findings[key] === 0 ? (
      <span class="missing">0</span>
    ) : (
      <a
        class={key === 'error' ? 'bad-text' : undefined}
        href={hrefOf('/control', { school: school.schoolId, severity: key })}
      >
        {numberText(findings[key])}
      </a>
    ),
});

const reportOf = (schoolId: string, term: string | null): string =>
  hrefOf('/reports/school-results', { scope: `school:${schoolId}`, term });

const rateColumn = (key: 'quality' | 'passRate', title: string, term: string | null): Column => ({
  key,
  title,
  group: 'Результаты, %',
  number: true,
  cell: ({ school, results }) =>
    results[key] === null ? (
      <span class="missing" title="За этот период нет ни одной отметки">
        —
      </span>
    ) : (
      <a href={reportOf(school.schoolId, term)}>{percentText(results[key])}</a>
    ),
});

const resultColumns = ({ term }: SchoolsProps): readonly Column[] => [
  {
    key: 'students',
    title: 'Учащихся',
    number: true,
    cell: ({ results }) => numberText(results.students),
  },
  rateColumn('quality', 'Качество', term),
  rateColumn('passRate', 'Успеваемость', term),
];

/** Every school in a line: by what it is read and when, what is open in its journal, how its students did. */
export const SchoolsTable = (props: SchoolsProps): VNode => {
  const { rows, show } = props;
  return (
    <DataTable
      caption="Школы: источники, нарушения, результаты"
      columns={[
        schoolColumn(props),
        ...(show.sources ? sourceColumns(props) : []),
        ...(show.findings
          ? [
              severityColumn('error', 'Ошибки'),
              severityColumn('warning', 'Предупр.'),
              severityColumn('info', 'Сведения'),
            ]
          : []),
        ...(show.results ? resultColumns(props) : []),
      ]}
      rows={rows}
      keyOf={({ school }) => school.schoolId}
      empty="В вашем ведении пока нет ни одной школы. Школу добавляет администратор, когда подключает её журнал."
      sortable
    />
  );
};
