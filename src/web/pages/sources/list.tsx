import type { VNode } from 'preact';
import { readSchoolLines, type SchoolLine } from '../../../store/read/web/overview.ts';
import { readSources, type SourceState } from '../../../store/read/web/sources.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { FreshnessBadge } from '../../parts/badge.tsx';
import { freshnessOf } from '../../parts/freshness.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { causeText } from '../../parts/run-words.ts';
import { modeName, systemName } from '../../parts/source-name.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { agoText, byName, counted, momentText, numberText } from '../../parts/words.ts';
import { StateBadge } from './state-badge.tsx';

interface Row {
  readonly school: SchoolLine;
  readonly source: SourceState;
}

const PAGE = 100;

const LastCell = ({ row: { school, source }, now }: { readonly row: Row; readonly now: Date }): VNode =>
  source.lastState === null || source.lastAt === null ? (
    <span class="missing">ещё не читали</span>
  ) : (
    <>
      <a href={`/sources/runs/${source.lastRunId}`}>{momentText(source.lastAt, school.timeZone)}</a>
      <span class="under">{agoText(source.lastAt, now)}</span>
    </>
  );

const StateCell = ({ source }: { readonly source: SourceState }): VNode =>
  source.lastState === null ? (
    <span class="missing">—</span>
  ) : (
    <>
      <StateBadge state={source.lastState} />
      {source.error && <span class="under">{causeText(source.error.code)}</span>}
    </>
  );

const QuarantineCell = ({ source: { quarantined, lastRunId } }: { readonly source: SourceState }): VNode =>
  quarantined === 0 ? (
    <span class="missing">0</span>
  ) : (
    <a href={`/sources/runs/${lastRunId}/quarantine`}>{numberText(quarantined)}</a>
  );

const columnsFor = ({ deps, now }: Visit): readonly TableColumn<Row>[] => [
  {
    key: 'school',
    title: 'Школа',
    cell: ({ school }) => <a href={`/schools/${school.schoolId}`}>{school.name}</a>,
  },
  {
    key: 'journal',
    title: 'Журнал',
    cell: ({ source }) => (
      <>
        {systemName(deps.adapters, source.system)} <small>{modeName(source.mode)}</small>
      </>
    ),
  },
  {
    key: 'connection',
    title: 'Подключение',
    cell: ({ source }) => (
      <a id={source.connection} href={`/sources/${source.connection}`}>
        {source.connection}
      </a>
    ),
  },
  {
    key: 'last',
    title: 'Последнее чтение',
    sort: 'number',
    sortKey: ({ source }) => source.lastAt?.getTime() ?? 0,
    cell: (row) => <LastCell row={row} now={now} />,
  },
  { key: 'state', title: 'Чем кончилось', cell: ({ source }) => <StateCell source={source} /> },
  {
    key: 'freshness',
    title: 'Данные',
    sort: 'number',
    sortKey: ({ source }) => source.readAt?.getTime() ?? 0,
    cell: ({ school, source: { readAt } }) => (
      <FreshnessBadge freshness={freshnessOf(readAt, now)} readAt={readAt} timeZone={school.timeZone} />
    ),
  },
  {
    key: 'quarantine',
    title: 'В карантине',
    number: true,
    cell: ({ source }) => <QuarantineCell source={source} />,
  },
];

const NONE =
  'Ни один журнал ещё не подключён. Подключение заводит администратор установки: в нём логин и пароль, которых страницы не показывают и не спрашивают.';

const SchoolFilter = ({
  schools,
  chosen,
}: {
  readonly schools: readonly SchoolLine[];
  readonly chosen: string;
}) => (
  <form class="filters" action="/sources" method="get" data-auto="">
    <label>
      Школа
      <select name="school">
        <option value="">все</option>
        {schools.map(({ schoolId, name }) => (
          <option value={schoolId} key={schoolId} selected={schoolId === chosen}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

function placed(schools: readonly SchoolLine[], sources: readonly SourceState[]): readonly Row[] {
  const known = new Map(schools.map((school) => [school.schoolId, school]));
  const rows = sources.flatMap((source) => {
    const school = known.get(source.schoolId);
    return school ? [{ school, source }] : [];
  });
  return rows.sort((left, right) => byName(left.school.name, right.school.name));
}

const startOf = (text: string | undefined): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

/** Every connection within reach: when it was read last, how that ended, and how fresh its data are. */
export const sourceList: Page = {
  method: 'get',
  path: '/sources',
  access: { scope: 'runs.read' },
  answer: async (visit) => {
    const { deps, session, query } = visit;
    const { reach } = session.person;
    const schools = [...(await readSchoolLines(deps.database, reach))].sort((a, b) => byName(a.name, b.name));
    const chosen = query['school'] ?? '';
    if (chosen !== '' && !schools.some(({ schoolId }) => schoolId === chosen)) return notFound('школы');
    const rows = placed(schools, await readSources(deps.database, reach, chosen || null));
    const from = startOf(query['from']);
    const next = from + PAGE < rows.length ? hrefOf('/sources', { school: chosen, from: from + PAGE }) : null;
    const body = (
      <>
        <PageHead
          title="Источники"
          about={`${counted(rows.length, 'подключение', 'подключения', 'подключений')}: откуда и когда прочитаны журналы`}
        >
          {schools.length > 1 && <SchoolFilter schools={schools} chosen={chosen} />}
        </PageHead>
        <DataTable
          caption="Подключения к журналам"
          columns={columnsFor(visit)}
          rows={rows.slice(from, from + PAGE)}
          keyOf={({ source }) => source.connection}
          empty={NONE}
          sortable
        />
        <Pager next={next} first={from > 0 ? hrefOf('/sources', { school: chosen }) : null} />
      </>
    );
    return { kind: 'page', title: 'Источники', body };
  },
};
