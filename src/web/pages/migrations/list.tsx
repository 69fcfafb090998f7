import type { VNode } from 'preact';
import { listMoves, type MoveLine } from '../../../store/read/web/moves.ts';
import type { Page, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Badge } from '../../parts/badge.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { momentText, numberText } from '../../parts/words.ts';
import { fromText, toText } from './find.ts';
import { moveStates } from './words.ts';

const PAGE = 50;

const StateCell = ({ move: { state, questions } }: { readonly move: MoveLine }): VNode => (
  <>
    <Badge tone={moveStates[state].tone}>{moveStates[state].title}</Badge>
    {questions > 0 && state !== 'rolled_back' && (
      <span class="under">вопросов без ответа: {numberText(questions)}</span>
    )}
  </>
);

const columnsFor = (visit: Visit): readonly TableColumn<MoveLine>[] => [
  {
    key: 'number',
    title: '№',
    cell: ({ transferId }) => <a href={`/migrations/${transferId}`}>{transferId}</a>,
  },
  {
    key: 'school',
    title: 'Школа',
    cell: ({ schoolId, school }) => <a href={`/schools/${schoolId}`}>{school}</a>,
  },
  { key: 'from', title: 'Откуда', cell: ({ source }) => fromText(visit, source) },
  { key: 'to', title: 'Куда', cell: ({ target }) => toText(visit, target) },
  { key: 'state', title: 'Состояние', cell: (move) => <StateCell move={move} /> },
  {
    key: 'done',
    title: 'Записано строк',
    number: true,
    cell: ({ done, total }) => `${numberText(done)} из ${numberText(total)}`,
  },
  {
    key: 'created',
    title: 'Начат',
    cell: ({ createdAt, timeZone }) => <span class="nowrap">{momentText(createdAt, timeZone)}</span>,
  },
];

const NONE = (
  <>
    <p>Переносов ещё не было.</p>
    <p>
      Перенос берёт прочитанное из старого журнала, записывает в новый, читает записанное обратно, сравнивает
      и составляет акт сверки. В старый журнал ничего не пишется, а в новый — ничего до вашего решения.
    </p>
  </>
);

/** The moves of journals within reach. */
export const moveList: Page = {
  method: 'get',
  path: '/migrations',
  access: { scope: 'migrations.read' },
  answer: async (visit) => {
    const { deps, session, query } = visit;
    const after = /^\d{1,18}$/.test(query['after'] ?? '') ? (query['after'] ?? null) : null;
    const found = await listMoves(deps.database, session.person.reach, { after, limit: PAGE + 1 });
    const moves = found.slice(0, PAGE);
    const next =
      found.length > PAGE ? hrefOf('/migrations', { after: moves.at(-1)?.transferId ?? '' }) : null;
    const body = (
      <>
        <PageHead title="Перенос журнала" about="Из одного электронного журнала в другой, с доказательством">
          {visit.may('migrations.write') && (
            <a class="button primary" href="/migrations/new">
              Начать перенос
            </a>
          )}
        </PageHead>
        <DataTable
          caption="Переносы, последние сверху"
          columns={columnsFor(visit)}
          rows={moves}
          keyOf={({ transferId }) => transferId}
          empty={NONE}
        />
        <Pager next={next} first={after && '/migrations'} />
      </>
    );
    return { kind: 'page', title: 'Перенос журнала', body };
  },
};
