import type { VNode } from 'preact';
import { entityNames } from '../../../model/entities.ts';
import { tallyTransfer } from '../../../store/transfer/tallies.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import { countEnds, type EndCounts, type EntityEnds } from '../../../sync/migrate/ends.ts';
import type { MigrationView } from '../../../sync/migrate/service/migrations.ts';
import type { Page, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { momentText, numberText } from '../../parts/words.ts';
import { StepButton } from './actions.tsx';
import { isUnderway, type Move, withMove } from './find.ts';
import { movePage, stepHref } from './frame.tsx';

const ENDS = [
  ['arrived', 'Перенесено'],
  ['changed', 'Изменено по правилам'],
  ['held', 'Удержано'],
  ['left', 'Оставлено'],
  ['waiting', 'Ещё ждёт'],
  ['gone', 'В старом больше нет'],
] as const satisfies readonly (readonly [keyof EntityEnds, string])[];

interface Row {
  readonly entity: string;
  readonly title: string;
  readonly ends: EntityEnds;
}

const columnsFor = (path: string): readonly TableColumn<Row>[] => [
  { key: 'title', title: 'Вид сведений', cell: ({ title }) => title },
  ...ENDS.map(
    ([end, title]): TableColumn<Row> => ({
      key: end,
      title,
      number: true,
      cell: ({ entity, ends }) =>
        ends[end] === 0 ? (
          <span class="missing">0</span>
        ) : (
          <a href={hrefOf(path, { end, entity })}>{numberText(ends[end])}</a>
        ),
    }),
  ),
];

const Ends = ({ counts, path }: { readonly counts: EndCounts; readonly path: string }): VNode => {
  const rows = entityNames.flatMap((entity) => {
    const ends = counts[entity];
    return ends ? [{ entity, title: entityTitles[entity], ends }] : [];
  });
  const sum = (end: keyof EntityEnds) => rows.reduce((total, { ends }) => total + ends[end], 0);
  return (
    <section class="section" aria-labelledby="ends">
      <h2 id="ends">Чем кончились строки</h2>
      <DataTable
        caption="Строки по видам сведений и по тому, чем они кончились"
        columns={columnsFor(path)}
        rows={rows}
        keyOf={({ entity }) => entity}
        empty="Плана ещё нет."
        foot={['Всего', ...ENDS.map(([end]) => numberText(sum(end)))]}
      />
    </section>
  );
};

/** `running`, though nothing of it is under way here: another program runs it, or it ended with its program. */
const isElsewhere = (view: MigrationView): boolean => view.transfer.state === 'running' && !isUnderway(view);

function aboutOf(view: MigrationView): string {
  if (isElsewhere(view)) {
    return 'Перенос идёт в другой программе, или та программа завершилась, не закончив. Если она завершилась, нажмите «Продолжить»: дважды ничего не запишется.';
  }
  if (isUnderway(view)) return 'Каждая порция записывается, читается обратно и сравнивается.';
  const { state } = view.transfer;
  if (state === 'planned') {
    return 'Всё, что сказано в плане, будет записано в новый журнал, прочитано обратно и сравнено. В старый журнал ничего не пишется. Перенос можно поставить на паузу и продолжить.';
  }
  if (state === 'paused') {
    return 'Перенос остановлен. Продолжение начнётся с того же места, дважды ничего не запишется.';
  }
  if (state === 'rolled_back') return 'Перенос отменён: записанное им из нового журнала убрано.';
  return 'Записано всё, что в плане. Пока школа работает в старом журнале, доносите новое: прочитайте его на странице «Источники», пересчитайте план и запустите перенос ещё раз.';
}

const Buttons = ({ visit, view }: { readonly visit: Visit; readonly view: MigrationView }): VNode | null => {
  const { state } = view.transfer;
  if (!visit.may('migrations.write') || state === 'rolled_back') return null;
  const isRunning = isUnderway(view) && view.activity?.kind === 'run';
  return (
    <div class="actions">
      {(isRunning || isElsewhere(view)) && (
        <StepButton visit={visit} view={view} word="pause" kind="">
          Поставить на паузу
        </StepButton>
      )}
      {!isRunning && (
        <StepButton visit={visit} view={view} word="start">
          {state === 'planned' ? 'Начать перенос' : state === 'done' ? 'Донести новое' : 'Продолжить'}
        </StepButton>
      )}
    </div>
  );
};

async function bodyOf(visit: Visit, { view, school }: Move): Promise<VNode> {
  const { transfer } = view;
  const counts = countEnds(await tallyTransfer(visit.deps.store, transfer));
  return (
    <>
      <p>{aboutOf(view)}</p>
      {!isUnderway(view) && (
        <p class="note">
          Записано {numberText(transfer.done)} из {numberText(transfer.total)} строк
          {transfer.finishedAt && `, закончено ${momentText(transfer.finishedAt, school.timeZone)}`}.
        </p>
      )}
      <Buttons visit={visit} view={view} />
      <Ends counts={counts} path={`/migrations/${transfer.transferId}/rows`} />
      {transfer.state === 'done' && (
        <p class="section">
          Дальше — <a href={stepHref(view, '/reconciliation')}>сверка обоих журналов</a>.
        </p>
      )}
    </>
  );
}

/** Step 4: what the plan says is written; paused and gone on with. */
export const moveRun: Page = {
  method: 'get',
  path: '/migrations/:moveId/run',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => movePage(visit, move, '/run', await bodyOf(visit, move))),
};
