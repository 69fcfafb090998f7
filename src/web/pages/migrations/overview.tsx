import type { VNode } from 'preact';
import { entityNames } from '../../../model/entities.ts';
import { getMappingHead } from '../../../store/transfer/mappings.ts';
import { reasonText } from '../../../sync/migrate/act/reason-text.ts';
import { dayText, entityTitles } from '../../../sync/migrate/act/words.ts';
import { type FateCounts, type Inventory, readInventory } from '../../../sync/migrate/inventory.ts';
import { declarationOf } from '../../../sync/migrate/service/ends.ts';
import type { Page, Visit } from '../../page.ts';
import { Empty } from '../../parts/empty.tsx';
import { type Figure, Figures } from '../../parts/figures.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { type Move, withMove } from './find.ts';
import { movePage, stepHref } from './frame.tsx';
import { HeldStudents, heldOf } from './held.tsx';
import { readNames } from './names.ts';
import { Places } from './places.tsx';
import { Plan } from './plan.tsx';

const FATES = ['rows', 'arrive', 'change', 'hold', 'leave', 'gone'] as const;

function sumOf(entities: Inventory['entities']): FateCounts {
  const sum = { rows: 0, arrive: 0, change: 0, hold: 0, leave: 0, gone: 0 };
  for (const counts of Object.values(entities)) for (const fate of FATES) sum[fate] += counts[fate];
  return sum;
}

const FATE_TITLES = {
  rows: 'В старом журнале',
  arrive: 'Перенесётся',
  change: 'Изменится по правилам',
  hold: 'Удержано',
  leave: 'Оставлено',
  gone: 'Будет убрано',
} as const;

const figuresOf = (sum: FateCounts): readonly Figure[] =>
  FATES.map((fate) => ({ title: FATE_TITLES[fate], value: numberText(sum[fate]) }));

type Row = FateCounts & { readonly title: string };

const COLUMNS: readonly TableColumn<Row>[] = [
  { key: 'title', title: 'Вид сведений', cell: ({ title }) => title },
  ...FATES.map(
    (fate): TableColumn<Row> => ({
      key: fate,
      title: FATE_TITLES[fate],
      number: true,
      cell: (row) => (row[fate] === 0 ? <span class="missing">0</span> : numberText(row[fate])),
    }),
  ),
];

const Counts = ({ entities }: Pick<Inventory, 'entities'>): VNode => {
  const rows = entityNames.flatMap((name) => {
    const counts = entities[name];
    return counts ? [{ ...counts, title: entityTitles[name] }] : [];
  });
  const sum = sumOf(entities);
  return (
    <section class="section" aria-labelledby="counts">
      <h2 id="counts">Сколько чего и что с этим будет</h2>
      <DataTable
        caption="Строки старого журнала по видам сведений: четыре числа складываются в первое"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ title }) => title}
        empty="В этих днях в старом журнале ничего нет."
        foot={['Всего', ...FATES.map((fate) => numberText(sum[fate]))]}
      />
    </section>
  );
};

const Reasons = ({ reasons }: Pick<Inventory, 'reasons'>): VNode => (
  <section class="section" aria-labelledby="reasons">
    <h2 id="reasons">Почему не всё просто перенесётся</h2>
    <DataTable
      caption="Причины; строка с двумя причинами стоит в обеих"
      columns={[
        { key: 'why', title: 'Причина', cell: ([reason]) => reasonText(reason) },
        { key: 'rows', title: 'Строк', number: true, cell: ([, rows]) => numberText(rows) },
      ]}
      rows={Object.entries(reasons).sort(([, left], [, right]) => right - left)}
      keyOf={([reason]) => reason}
      empty="Всё перенесётся как есть."
    />
  </section>
);

const TOO_OLD = 'transfer.too_old';

/** What stands between the plan and the run. */
const NextStep = ({
  move: { view },
  inventory,
  questions,
  isPlanned,
}: {
  readonly move: Move;
  readonly inventory: Inventory;
  readonly questions: number;
  readonly isPlanned: boolean;
}): VNode => {
  const tooOld = inventory.reasons[TOO_OLD] ?? 0;
  return (
    <div class="next-step">
      {tooOld > 0 && (
        <p>
          <strong>
            {counted(tooOld, 'строка', 'строки', 'строк')} за дни, которые новый журнал уже закрыл для правки.
          </strong>{' '}
          Они останутся в старом. Чтобы перенести и их, попросите открыть правку за эти дни и пересчитайте
          план.
        </p>
      )}
      {questions > 0 ? (
        <p>
          <strong>Дальше — вопросы: {numberText(questions)}.</strong> Пока на них нет ответа, перенос не
          начать. <a href={stepHref(view, '/mapping')}>Ответить</a>
        </p>
      ) : isPlanned && view.transfer.state === 'done' ? (
        <p>
          <strong>Перенесено всё, что в плане.</strong> Дальше —{' '}
          <a href={stepHref(view, '/reconciliation')}>сверка</a> и <a href={stepHref(view, '/act')}>акт</a>.
          Пока школа работает в старом журнале, пересчитывайте план и{' '}
          <a href={stepHref(view, '/run')}>доносите новое</a>.
        </p>
      ) : isPlanned ? (
        <p>
          <strong>Вопросов нет.</strong> Дальше — <a href={stepHref(view, '/dry-run')}>пробный прогон</a> или
          сразу <a href={stepHref(view, '/run')}>перенос</a>.
        </p>
      ) : (
        <p>
          <strong>Ответы изменились после плана.</strong> Пересчитайте его, чтобы можно было переносить.
        </p>
      )}
    </div>
  );
};

const Facts = ({ move: { view, school } }: { readonly move: Move }): VNode => {
  const { transfer } = view;
  return (
    <dl class="pairs">
      <dt>Дни</dt>
      <dd>
        с {dayText(transfer.fromDay)} по {dayText(transfer.toDay)}
      </dd>
      <dt>Получит данные</dt>
      <dd>{transfer.operator}</dd>
      <dt>День перехода</dt>
      <dd>{transfer.switchDay ? dayText(transfer.switchDay) : 'не назван'}</dd>
      <dt>План</dt>
      <dd>
        {transfer.plannedAt
          ? `№ ${transfer.planNo}, составлен ${momentText(transfer.plannedAt, school.timeZone)}`
          : 'не составлен до конца'}
      </dd>
    </dl>
  );
};

async function overviewBody(visit: Visit, move: Move): Promise<VNode> {
  const { store } = visit.deps;
  const { transfer } = move.view;
  const inventory = await readInventory(store, transfer);
  const head = await getMappingHead(store, transfer);
  const held = await heldOf(visit, move, inventory.held);
  const isPlanned =
    transfer.plannedAt !== null && (head === null || head.version === transfer.mappingVersion);
  const questions = Math.max(inventory.questions, head?.questions ?? 0);
  return (
    <>
      {transfer.plannedAt !== null && (
        <NextStep
          move={move}
          inventory={inventory}
          questions={head ? head.questions : questions}
          isPlanned={isPlanned}
        />
      )}
      <Facts move={move} />
      {inventory.places.length === 0 ? (
        <div class="section">
          <Empty>
            План ещё не составлен: как только он будет готов, здесь встанет, что станет с каждой строкой.
          </Empty>
        </div>
      ) : (
        <>
          <div class="section">
            <Figures figures={figuresOf(sumOf(inventory.entities))} />
          </div>
          <Counts entities={inventory.entities} />
          <Reasons reasons={inventory.reasons} />
        </>
      )}
      <Plan
        visit={visit}
        move={move}
        reasons={inventory.reasons}
        declaration={await declarationOf(visit.deps.migrations.deps, transfer)}
      />
      <HeldStudents visit={visit} view={move.view} held={held} />
      <Places visit={visit} move={move} places={inventory.places} names={await readNames(visit, move)} />
    </>
  );
}

/** Step 1: what becomes of how many rows, and why. */
export const moveOverview: Page = {
  method: 'get',
  path: '/migrations/:moveId',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => movePage(visit, move, '', await overviewBody(visit, move))),
};
