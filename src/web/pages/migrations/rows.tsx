import type { VNode } from 'preact';
import { type EntityName, entityNames } from '../../../model/entities.ts';
import { nextRows } from '../../../store/transfer/pages.ts';
import { endStates, type RowState } from '../../../store/transfer/types.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import type { Page, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Pager } from '../../parts/pager.tsx';
import { withMove } from './find.ts';
import { movePage } from './frame.tsx';
import { readNames } from './names.ts';
import { RowTable } from './row-table.tsx';
import { rowStateTitles } from './words.ts';

const PAGE = 50;

/** What a list can be narrowed to: an end, or what has none yet, or what the source has no more. */
const ENDS: Readonly<Record<string, readonly RowState[]>> = {
  ...Object.fromEntries(endStates.map((end) => [end, [end]])),
  waiting: ['planned', 'writing'],
  gone: ['removed', 'stays'],
};

const END_TITLES: Readonly<Record<string, string>> = {
  ...rowStateTitles,
  waiting: 'ещё не перенесено',
  gone: 'в старом журнале больше нет',
};

const entityIn = (text: string | undefined): EntityName | null =>
  entityNames.find((name) => name === text) ?? null;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function afterOf(text: string | undefined) {
  const [name, rowId = ''] = (text ?? '').split('/');
  const entity = entityIn(name);
  return entity && UUID.test(rowId) ? { entity, rowId } : null;
}

const Filter = ({
  path,
  end,
  entity,
}: {
  readonly path: string;
  readonly end: string;
  readonly entity: EntityName | null;
}): VNode => (
  <form class="filters" action={path} method="get" data-auto="">
    <label>
      Вид сведений
      <select name="entity">
        <option value="">все</option>
        {entityNames.map((name) => (
          <option value={name} key={name} selected={name === entity}>
            {entityTitles[name]}
          </option>
        ))}
      </select>
    </label>
    <label>
      Чем кончилось
      <select name="end">
        <option value="">любое</option>
        {Object.keys(ENDS).map((one) => (
          <option value={one} key={one} selected={one === end}>
            {END_TITLES[one] ?? one}
          </option>
        ))}
      </select>
    </label>
    <button type="submit" data-auto-button="">
      Показать
    </button>
  </form>
);

const nextOf = (
  path: string,
  query: Visit['query'],
  last: { entity: EntityName; rowId: string } | undefined,
) =>
  last
    ? hrefOf(path, { end: query['end'], entity: query['entity'], after: `${last.entity}/${last.rowId}` })
    : null;

/** The rows of a move one by one, by their end. */
export const moveRows: Page = {
  method: 'get',
  path: '/migrations/:moveId/rows',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => {
      const { query, deps } = visit;
      const { transfer } = move.view;
      const path = `/migrations/${transfer.transferId}/rows`;
      const end = Object.hasOwn(ENDS, query['end'] ?? '') ? (query['end'] ?? '') : '';
      const entity = entityIn(query['entity']);
      const after = afterOf(query['after']);
      const behind = after !== null && entity !== null && after.entity !== entity ? null : after;
      const request = { entity, states: ENDS[end] ?? null, after: behind, limit: PAGE + 1 };
      const found = await nextRows(deps.store, transfer, request);
      const rows = found.slice(0, PAGE);
      const body = (
        <>
          <div class="page-head">
            <h2>Строки</h2>
            <Filter path={path} end={end} entity={entity} />
          </div>
          <RowTable rows={rows} names={await readNames(visit, move)} caption="Строки переноса" />
          <Pager
            next={found.length > PAGE ? nextOf(path, query, rows.at(-1)) : null}
            first={behind ? hrefOf(path, { end, entity }) : null}
          />
        </>
      );
      return movePage(visit, move, '/run', body);
    }),
};
