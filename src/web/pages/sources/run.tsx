import type { VNode } from 'preact';
import { entityNames } from '../../../model/entities.ts';
import { type QuarantineTally, tallyQuarantine } from '../../../store/read/web/quarantine.ts';
import type { Run } from '../../../store/runs.ts';
import { type Counts, type RunCounts, totalOf } from '../../../sync/counts.ts';
import { dayText, entityTitles } from '../../../sync/migrate/act/words.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Figures } from '../../parts/figures.tsx';
import { endEvent, Live, type LiveState, progressEvent, stepsText } from '../../parts/live.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { stateText } from '../../parts/run-words.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { type FoundRun, findRun } from './find.ts';
import { ReasonTable } from './reasons.tsx';

const countsOf = ({ counts }: Run): RunCounts => (counts ?? {}) as RunCounts;

const liveOf = (run: Run): LiveState => {
  const { done, total } = run;
  const { read } = totalOf(countsOf(run));
  const records = counted(read, 'запись', 'записи', 'записей');
  return { done, total, text: total > 0 ? `${stepsText(done, total)}, ${records}` : stepsText(done, total) };
};

interface CountRow extends Counts {
  readonly title: string;
}

const number = (key: keyof Counts, title: string): TableColumn<CountRow> => ({
  key,
  title,
  number: true,
  cell: (row) => (row[key] === 0 ? <span class="missing">0</span> : numberText(row[key])),
});

const COLUMNS: readonly TableColumn<CountRow>[] = [
  { key: 'title', title: 'Вид записей', cell: ({ title }) => title },
  number('read', 'Прочитано'),
  number('new', 'Новых'),
  number('changed', 'Изменено'),
  number('unchanged', 'Без изменений'),
  number('outranked', 'Уступили другому источнику'),
  number('quarantined', 'В карантин'),
  number('gone', 'Исчезло'),
];

function CountTable({ counts }: { readonly counts: RunCounts }): VNode {
  const rows = entityNames.flatMap((name) => {
    const own = counts[name];
    return own ? [{ ...own, title: entityTitles[name] }] : [];
  });
  const total = totalOf(counts);
  const keys = ['read', 'new', 'changed', 'unchanged', 'outranked', 'quarantined', 'gone'] as const;
  return (
    <DataTable
      caption="Что стало с записями"
      columns={COLUMNS}
      rows={rows}
      keyOf={({ title }) => title}
      empty="Ни одной записи прочитано не было."
      foot={['Всего', ...keys.map((key) => numberText(total[key]))]}
    />
  );
}

const StopForm = ({ visit, run }: { readonly visit: Visit; readonly run: Run }): VNode => (
  <form action={`/sources/runs/${run.runId}/stop`} method="post" class="actions">
    <Csrf visit={visit} />
    <button type="submit" class="danger">
      Остановить
    </button>
    <span class="note">Прочитанное останется, следующее чтение продолжит с того же места.</span>
  </form>
);

const rangeText = ({ fromDay, toDay }: Run): string =>
  fromDay && toDay ? `с ${dayText(fromDay)} по ${dayText(toDay)}` : '';

const Summary = ({ found: { run, school } }: { readonly found: FoundRun }): VNode => {
  const total = totalOf(countsOf(run));
  const at = (moment: Date) => momentText(moment, school.timeZone);
  return (
    <Figures
      figures={[
        { title: 'Начато', value: at(run.startedAt) },
        ...(run.finishedAt ? [{ title: 'Закончено', value: at(run.finishedAt) }] : []),
        { title: 'Прочитано', value: numberText(total.read) },
        { title: 'Новых', value: numberText(total.new) },
        { title: 'Изменено', value: numberText(total.changed) },
        { title: 'В карантине', value: numberText(total.quarantined) },
      ]}
    />
  );
};

const RunBody = ({
  visit,
  found,
  tally,
}: {
  readonly visit: Visit;
  readonly found: FoundRun;
  readonly tally: readonly QuarantineTally[];
}): VNode => {
  const { run, school } = found;
  const path = `/sources/runs/${run.runId}`;
  const isHere = visit.deps.readings.isHere(run.runId);
  return (
    <>
      <PageHead
        title={`Чтение № ${run.runId}: ${stateText(run.state)}`}
        about={`${school.name}, ${found.connection?.name ?? run.source} ${rangeText(run)}`}
      />
      {run.state === 'running' && (
        <Live title="Идёт чтение." state={liveOf(run)} events={`${path}/events`} here={path} />
      )}
      {run.state === 'running' && isHere && visit.may('sources.write') && (
        <StopForm visit={visit} run={run} />
      )}
      {run.error && <Failure failure={run.error} />}
      <Summary found={found} />
      {tally.length > 0 && (
        <section class="section" aria-labelledby="quarantine">
          <div class="section-head">
            <h2 id="quarantine">Карантин</h2>
            <a href={`${path}/quarantine`}>Все записи</a>
          </div>
          <p>Эти записи в дневник и отчёты не попали. Остальные прочитаны.</p>
          <ReasonTable tally={tally} path={`${path}/quarantine`} />
        </section>
      )}
      <section class="section" aria-labelledby="counts">
        <h2 id="counts">Что прочитано</h2>
        <CountTable counts={countsOf(run)} />
      </section>
    </>
  );
};

/** The way to a run: from all connections to its own. */
export const trailOf = ({ connection }: FoundRun) => [
  { title: 'Источники', href: '/sources' },
  ...(connection ? [{ title: connection.name, href: `/sources/${connection.name}` }] : []),
];

/** One reading: how far it is or how it ended, what it brought, what it could not take in. */
export const runPage: Page = {
  method: 'get',
  path: '/sources/runs/:runId',
  access: { scope: 'runs.read' },
  answer: async (visit) => {
    const found = await findRun(visit);
    if (!found) return notFound('страницы чтения');
    const tally = await tallyQuarantine(visit.deps.database, found.run);
    const body = <RunBody visit={visit} found={found} tally={tally} />;
    return { kind: 'page', title: `Чтение № ${found.run.runId}`, body, trail: trailOf(found) };
  },
};

/** How often a run of another program is looked at. */
const LOOK_MS = 2_000;

async function* eventsOf(visit: Visit) {
  const { readings, run: deps } = visit.deps;
  for (;;) {
    // Asked for before looking, so that nothing happens in between unheard.
    const runId = visit.params['runId'] ?? '';
    const change = readings.isHere(runId) ? readings.changed(runId) : null;
    const found = await findRun(visit);
    if (found?.run.state !== 'running') break;
    yield progressEvent(liveOf(found.run));
    await (change ?? deps.sleep(LOOK_MS, new AbortController().signal));
  }
  yield endEvent;
}

/** How far a reading is, told as it goes on. */
export const runEvents: Page = {
  method: 'get',
  path: '/sources/runs/:runId/events',
  access: { scope: 'runs.read' },
  answer: async (visit) => {
    const found = await findRun(visit);
    return found ? { kind: 'events', events: eventsOf(visit) } : notFound('страницы чтения');
  },
};
