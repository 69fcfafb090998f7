import type { VNode } from 'preact';
import { listRuns, type Run } from '../../../store/runs.ts';
import { type RunCounts, totalOf } from '../../../sync/counts.ts';
import { dayText } from '../../../sync/migrate/act/words.ts';
import type { Probe } from '../../../sync/readings.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { FreshnessBadge } from '../../parts/badge.tsx';
import { Csrf } from '../../parts/csrf.tsx';
import { Failure } from '../../parts/failure.tsx';
import { freshnessOf } from '../../parts/freshness.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { sourceName } from '../../parts/source-name.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { agoText, momentText, numberText } from '../../parts/words.ts';
import { type FoundSource, findSource } from './find.ts';
import { Gaps } from './gaps.tsx';
import { StateBadge } from './state-badge.tsx';

const PAGE = 20;

const ProbeResult = ({ probe, timeZone }: { readonly probe: Probe; readonly timeZone: string }): VNode => {
  const when = momentText(probe.at, timeZone);
  if (!probe.found.ok)
    return <Failure failure={probe.found.error} title={`Связи нет (проверено ${when}).`} />;
  const { schoolName, version, yearStart, yearEnd, students } = probe.found.value;
  return (
    <div class="done" role="status">
      <p>
        <strong>Журнал отвечает</strong> (проверено {when}). Школа в журнале: {schoolName}. Версия журнала:{' '}
        {version}.
      </p>
      <p>
        Учебный год: с {dayText(yearStart)} по {dayText(yearEnd)}.{' '}
        {students === null
          ? 'Сколько учеников видно этой учётной записи, станет известно после чтения.'
          : `Учеников видно: ${numberText(students)}.`}
      </p>
    </div>
  );
};

const ReadForm = ({
  visit,
  source: { connection, state },
}: {
  readonly visit: Visit;
  readonly source: FoundSource;
}): VNode => (
  <form action={`/sources/${connection.name}/read`} method="post" class="form">
    <Csrf visit={visit} />
    <details>
      <summary>Прочитать не весь учебный год</summary>
      <fieldset>
        <label>
          с
          <input type="date" name="from" />
        </label>
        <label>
          по
          <input type="date" name="to" />
        </label>
      </fieldset>
    </details>
    {state.lastState === 'stopped' && (
      <label class="check">
        <input type="checkbox" name="removal" value="yes" />
        <span>Убрать исчезнувшее: в журнале этих записей и правда больше нет</span>
      </label>
    )}
    <div class="actions">
      <button type="submit" class="primary">
        Прочитать сейчас
      </button>
      <button type="submit" formAction={`/sources/${connection.name}/probe`}>
        Проверить связь
      </button>
    </div>
  </form>
);

const daysOf = ({ fromDay, toDay }: Run): string =>
  fromDay && toDay ? `${dayText(fromDay)} – ${dayText(toDay)}` : '—';

const columnsFor = (timeZone: string): readonly TableColumn<Run>[] => {
  const count = (
    key: 'read' | 'new' | 'changed' | 'quarantined' | 'gone',
    title: string,
  ): TableColumn<Run> => ({
    key,
    title,
    number: true,
    cell: ({ counts }) => numberText(totalOf((counts ?? {}) as RunCounts)[key]),
  });
  return [
    {
      key: 'started',
      title: 'Начато',
      cell: ({ runId, startedAt }) => (
        <a href={`/sources/runs/${runId}`}>{momentText(startedAt, timeZone)}</a>
      ),
    },
    {
      key: 'state',
      title: 'Чем кончилось',
      cell: ({ state, dryRun }) => (
        <>
          <StateBadge state={state} />
          {dryRun && <span class="under">пробное, без записи</span>}
        </>
      ),
    },
    { key: 'days', title: 'За какие дни', cell: (run) => <span class="nowrap">{daysOf(run)}</span> },
    count('read', 'Прочитано'),
    count('new', 'Новых'),
    count('changed', 'Изменено'),
    count('gone', 'Исчезло'),
    count('quarantined', 'В карантине'),
  ];
};

const Facts = ({
  visit: { deps, now },
  source: { school, connection, state },
}: {
  readonly visit: Visit;
  readonly source: FoundSource;
}): VNode => (
  <dl class="pairs">
    <dt>Школа</dt>
    <dd>
      <a href={`/schools/${school.schoolId}`}>{school.name}</a>
    </dd>
    <dt>Журнал</dt>
    <dd>{sourceName(deps.adapters, connection.system, connection.mode)}</dd>
    <dt>Подключено</dt>
    <dd>{momentText(connection.createdAt, school.timeZone)}</dd>
    <dt>Прочитано целиком</dt>
    <dd>
      {state.readAt
        ? `${momentText(state.readAt, school.timeZone)}, ${agoText(state.readAt, now)}`
        : 'ни разу'}
    </dd>
    <dt>Данные</dt>
    <dd>
      <FreshnessBadge
        freshness={freshnessOf(state.readAt, now)}
        readAt={state.readAt}
        timeZone={school.timeZone}
      />
    </dd>
  </dl>
);

const Runs = ({
  source,
  runs,
  after,
  next,
}: {
  readonly source: FoundSource;
  readonly runs: readonly Run[];
  readonly after: string | null;
  readonly next: string | null;
}): VNode => {
  const path = `/sources/${source.connection.name}`;
  return (
    <section class="section" aria-labelledby="runs">
      <h2 id="runs">Чтения</h2>
      <DataTable
        caption="Чтения этого подключения, последние сверху"
        columns={columnsFor(source.school.timeZone)}
        rows={runs}
        keyOf={({ runId }) => runId}
        empty="Этот журнал ещё не читали. Проверьте связь, затем прочитайте его: первое чтение года занимает несколько минут."
      />
      <Pager next={next && `${hrefOf(path, { after: next })}#runs`} first={after && `${path}#runs`} />
    </section>
  );
};

/** One connection: what it is, what it cannot tell, its runs; to try it and to read it now. */
export const sourcePage: Page = {
  method: 'get',
  path: '/sources/:connection',
  access: { scope: 'runs.read' },
  answer: async (visit) => {
    const source = await findSource(visit);
    if (!source) return notFound('страницы подключения');
    const { connection, school } = source;
    const { deps, query } = visit;
    const after = /^\d{1,18}$/.test(query['after'] ?? '') ? (query['after'] ?? null) : null;
    const filter = {
      schoolIds: [school.schoolId],
      connectionId: connection.connectionId,
      after,
      limit: PAGE,
    };
    const runs = await listRuns(deps.store, filter);
    const probe = deps.readings.lastProbe(connection);
    const body = (
      <>
        <PageHead title={connection.name} about={school.name} />
        {visit.may('sources.write') && probe && <ProbeResult probe={probe} timeZone={school.timeZone} />}
        <div class="columns">
          <Facts visit={visit} source={source} />
          {visit.may('sources.write') && <ReadForm visit={visit} source={source} />}
        </div>
        <Gaps gaps={deps.gapsOf(connection.source)} />
        <Runs source={source} runs={runs.items} after={after} next={runs.next} />
      </>
    );
    return {
      kind: 'page',
      title: `Источник ${connection.name}`,
      body,
      trail: [{ title: 'Источники', href: '/sources' }],
    };
  },
};
