import type { VNode } from 'preact';
import { entityNames } from '../../../model/entities.ts';
import { kindText } from '../../../sync/migrate/act/plain-words.ts';
import { reasonText } from '../../../sync/migrate/act/reason-text.ts';
import {
  type EntityResult,
  type Reconciliation,
  reconciliationSchema,
} from '../../../sync/migrate/reconcile/types.ts';
import type { Page, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Empty } from '../../parts/empty.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { entityTitle } from '../sources/reasons.tsx';
import { StepButton } from './actions.tsx';
import { Differences } from './differences.tsx';
import { type Move, withMove } from './find.ts';
import { movePage, stepHref } from './frame.tsx';
import { Marks } from './marks.tsx';
import { type Names, readNames } from './names.ts';

const ABOUT =
  'Новый журнал читается заново, и каждая записанная строка сравнивается с последним чтением старого. Сначала прочитайте старый журнал на странице «Источники», иначе сравнится вчерашнее.';

interface Row extends EntityResult {
  readonly entity: string;
}

const FOUR = ['arrived', 'changed', 'held', 'left'] as const;
const TITLES = {
  arrived: 'Перенесено',
  changed: 'Изменено',
  held: 'Удержано',
  left: 'Оставлено',
} as const;

const fourOf = (row: EntityResult): number => FOUR.reduce((sum, end) => sum + row[end], 0);

const columnsFor = (path: string): readonly TableColumn<Row>[] => [
  { key: 'entity', title: 'Вид сведений', cell: ({ entity }) => entityTitle(entity) },
  { key: 'source', title: 'В старом журнале', number: true, cell: ({ source }) => numberText(source) },
  ...FOUR.map(
    (end): TableColumn<Row> => ({
      key: end,
      title: TITLES[end],
      number: true,
      cell: (row) =>
        row[end] === 0 ? (
          <span class="missing">0</span>
        ) : (
          <a href={hrefOf(path, { end, entity: row.entity })}>{numberText(row[end])}</a>
        ),
    }),
  ),
  {
    key: 'adds',
    title: 'Сходится',
    cell: (row) =>
      fourOf(row) === row.source ? <span class="good-text">да</span> : <span class="bad-text">нет</span>,
  },
  {
    key: 'gone',
    title: 'В старом больше нет',
    number: true,
    cell: ({ gone }) => (gone === 0 ? <span class="missing">0</span> : numberText(gone)),
  },
];

const Totals = ({ found, path }: { readonly found: Reconciliation; readonly path: string }): VNode => {
  const rows = entityNames.flatMap((entity) => {
    const result = found.entities[entity];
    return result ? [{ ...result, entity }] : [];
  });
  const sum = (pick: (row: Row) => number) => numberText(rows.reduce((total, row) => total + pick(row), 0));
  return (
    <DataTable
      caption="Строки старого журнала: четыре числа складываются в первое"
      columns={columnsFor(path)}
      rows={rows}
      keyOf={({ entity }) => entity}
      empty="Сверять нечего."
      foot={[
        'Всего',
        sum(({ source }) => source),
        ...FOUR.map((end) => sum((row) => row[end])),
        rows.every((row) => fourOf(row) === row.source) ? 'да' : 'нет',
        sum(({ gone }) => gone),
      ]}
    />
  );
};

const Verdict = ({ found: { differing, surplus } }: { readonly found: Reconciliation }): VNode =>
  differing === 0 ? (
    <p class="done" role="status">
      <strong>Всё записанное стоит в новом журнале как надо.</strong>
      {surplus.length > 0 && ' Кроме него там есть и другое: смотрите «Сверх перенесённого».'}
    </p>
  ) : (
    <div class="alert" role="status">
      <p>
        <strong>Расходится: {counted(differing, 'строка', 'строки', 'строк')}.</strong> В акте они встанут
        среди оставленных, с причиной.
      </p>
      <p>
        <strong>Что делать.</strong> Пересчитайте план, запустите перенос ещё раз и сверьте заново.
      </p>
    </div>
  );

const Attendance = ({ found: { attendance } }: { readonly found: Reconciliation }): VNode => (
  <section class="section" aria-labelledby="attendance">
    <h2 id="attendance">Посещаемость по видам</h2>
    <DataTable
      caption="Посещаемость с обеих сторон"
      columns={[
        { key: 'kind', title: 'Вид', cell: ({ kind }) => kindText(kind) },
        { key: 'source', title: 'В старом', number: true, cell: ({ source }) => numberText(source) },
        { key: 'expected', title: 'Должно быть', number: true, cell: ({ expected }) => numberText(expected) },
        {
          key: 'target',
          title: 'В новом',
          number: true,
          cell: ({ target, expected }) => (
            <span class={target === expected ? undefined : 'bad-text'}>{numberText(target)}</span>
          ),
        },
      ]}
      rows={attendance}
      keyOf={({ kind }) => kind}
      empty="Посещаемости в этих днях нет."
    />
  </section>
);

const Reasons = ({ found: { reasons } }: { readonly found: Reconciliation }): VNode | null =>
  Object.keys(reasons).length === 0 ? null : (
    <section class="section" aria-labelledby="reasons">
      <h2 id="reasons">Почему не всё просто перенеслось</h2>
      <DataTable
        caption="Причины"
        columns={[
          { key: 'why', title: 'Причина', cell: ([reason]) => reasonText(reason) },
          { key: 'rows', title: 'Строк', number: true, cell: ([, rows]) => numberText(rows) },
        ]}
        rows={Object.entries(reasons).sort(([, left], [, right]) => right - left)}
        keyOf={([reason]) => reason}
        empty=""
      />
    </section>
  );

const Surplus = ({ found: { surplus } }: { readonly found: Reconciliation }): VNode | null =>
  surplus.length === 0 ? null : (
    <section class="section" aria-labelledby="surplus">
      <h2 id="surplus">Сверх перенесённого</h2>
      <p>
        Эти строки в новом журнале есть, а строки старого за ними не стоит: его собственное расписание, то,
        что там уже ввели, или занесённое дважды. В четыре числа они не входят.
      </p>
      <DataTable
        caption="Строки нового журнала, за которыми не стоит строка старого"
        columns={[
          { key: 'entity', title: 'Вид сведений', cell: ({ entity }) => entityTitle(entity) },
          { key: 'rows', title: 'Строк', number: true, cell: ({ rows }) => numberText(rows) },
          {
            key: 'keys',
            title: 'Номера в новом журнале',
            cell: ({ keys, rows }) => (
              <>
                <code>{keys.slice(0, 20).join(', ')}</code>
                {rows > 20 && ' и ещё'}
              </>
            ),
          },
        ]}
        rows={surplus}
        keyOf={({ entity }) => entity}
        empty=""
      />
    </section>
  );

const Found = async (visit: Visit, move: Move, found: Reconciliation, names: Names): Promise<VNode> => (
  <>
    <div class="section">
      <Verdict found={found} />
      <p class="note">Сверено {momentText(new Date(found.at), move.school.timeZone)}.</p>
      <Totals found={found} path={`/migrations/${move.view.transfer.transferId}/rows`} />
    </div>
    {found.differing > 0 && (await Differences(visit, move, found, names))}
    <Surplus found={found} />
    <Reasons found={found} />
    <Attendance found={found} />
    <Marks visit={visit} view={move.view} found={found} names={names} />
    <p class="section">
      Дальше — <a href={stepHref(move.view, '/act')}>акт</a>.
    </p>
  </>
);

/** Step 5: both journals held against each other, down to the row. */
export const moveReconciliation: Page = {
  method: 'get',
  path: '/migrations/:moveId/reconciliation',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => {
      const { view } = move;
      const parsed = reconciliationSchema.safeParse(view.transfer.reconciliation);
      const body = (
        <>
          <p>{ABOUT}</p>
          {visit.may('migrations.write') && view.transfer.state !== 'rolled_back' && (
            <div class="actions">
              <StepButton visit={visit} view={view} word="reconcile" kind={parsed.success ? '' : 'primary'}>
                {parsed.success ? 'Сверить ещё раз' : 'Сверить'}
              </StepButton>
            </div>
          )}
          {parsed.success ? (
            await Found(visit, move, parsed.data, await readNames(visit, move))
          ) : (
            <div class="section">
              <Empty>Сверки ещё не было.</Empty>
            </div>
          )}
        </>
      );
      return movePage(visit, move, '/reconciliation', body);
    }),
};
