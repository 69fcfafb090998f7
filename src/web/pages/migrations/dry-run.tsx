import type { VNode } from 'preact';
import { entityNames } from '../../../model/entities.ts';
import { rowsById } from '../../../store/transfer/rows.ts';
import { reasonText } from '../../../sync/migrate/act/reason-text.ts';
import { entityTitles } from '../../../sync/migrate/act/words.ts';
import type { Foreseen, ForeseenGroup } from '../../../sync/migrate/service/foreseen.ts';
import { notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Empty } from '../../parts/empty.tsx';
import { DataTable, type TableColumn } from '../../parts/table.tsx';
import { counted, momentText, numberText } from '../../parts/words.ts';
import { StepButton } from './actions.tsx';
import { type Move, withMove } from './find.ts';
import { movePage, stepHref } from './frame.tsx';
import { readNames } from './names.ts';
import { RowTable, type ToldRow } from './row-table.tsx';
import { rowStateTitles } from './words.ts';

interface Numbered {
  readonly group: ForeseenGroup;
  readonly number: number;
}

const columnsFor = (path: string): readonly TableColumn<Numbered>[] => [
  { key: 'entity', title: 'Вид сведений', cell: ({ group }) => entityTitles[group.entity] },
  { key: 'state', title: 'Чем кончится', cell: ({ group }) => rowStateTitles[group.state] ?? group.state },
  {
    key: 'rows',
    title: 'Строк',
    number: true,
    cell: ({ group, number }) => (
      <a href={`${hrefOf(path, { group: number })}#rows`}>{numberText(group.rows)}</a>
    ),
  },
  { key: 'reason', title: 'Почему', cell: ({ group }) => (group.reason ? reasonText(group.reason) : '') },
];

const numbered = (groups: readonly ForeseenGroup[]): readonly Numbered[] =>
  groups
    .map((group, number) => ({ group, number }))
    .sort((left, right) => entityNames.indexOf(left.group.entity) - entityNames.indexOf(right.group.entity));

async function rowsOf(visit: Visit, { view }: Move, group: ForeseenGroup): Promise<readonly ToldRow[]> {
  const { entity, state, reason, first } = group;
  const known = await rowsById(visit.deps.store, view.transfer, entity, first);
  return first.flatMap((rowId) => {
    const row = known.get(rowId);
    return row ? [{ ...row, state, reason }] : [];
  });
}

const Group = async (visit: Visit, move: Move, group: ForeseenGroup): Promise<VNode> => {
  const rows = await rowsOf(visit, move, group);
  const names = await readNames(visit, move);
  return (
    <section class="section" aria-labelledby="rows">
      <h2 id="rows">
        {entityTitles[group.entity]}: {rowStateTitles[group.state] ?? group.state}
      </h2>
      {group.rows > rows.length && (
        <p class="note">
          Первые {rows.length} из {numberText(group.rows)}.
        </p>
      )}
      <RowTable rows={rows} names={names} caption="Строки пробного прогона" />
    </section>
  );
};

const ABOUT =
  'Пробный прогон проделывает весь путь переноса, кроме записи, и говорит о каждой строке, чем она кончится. Ни в один журнал ничего не пишется. Настоящий перенос сделает то же, если журналы за это время не изменятся.';

const Told = ({
  move: { view, school },
  foreseen,
}: {
  readonly move: Move;
  readonly foreseen: Foreseen;
}): VNode => (
  <section class="section" aria-labelledby="told">
    <h2 id="told">Что сделает перенос</h2>
    <p class="note">
      Прогон {momentText(foreseen.at, school.timeZone)} по плану № {foreseen.planNo},{' '}
      {counted(
        foreseen.groups.reduce((sum, { rows }) => sum + rows, 0),
        'строка',
        'строки',
        'строк',
      )}
      .{foreseen.planNo !== view.transfer.planNo && ' План с тех пор пересчитан: прогоните ещё раз.'}
    </p>
    <DataTable
      caption="Сколько строк чем кончится и почему"
      columns={columnsFor(stepHref(view, '/dry-run'))}
      rows={numbered(foreseen.groups)}
      keyOf={({ number }) => String(number)}
      empty="Переносить нечего."
    />
  </section>
);

/** Step 3: what a run would do, without doing it. */
export const moveDryRun: Page = {
  method: 'get',
  path: '/migrations/:moveId/dry-run',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move): Promise<PageReply> => {
      const foreseen = visit.deps.migrations.foreseen(move.view.transfer.transferId);
      const asked = visit.query['group'];
      const group = asked === undefined ? undefined : foreseen?.groups[Number(asked)];
      if (asked !== undefined && !group) return notFound('строки прогона');
      const body = (
        <>
          <p>{ABOUT}</p>
          <div class="actions">
            <StepButton visit={visit} view={move.view} word="foresee" kind={foreseen ? '' : 'primary'}>
              {foreseen ? 'Прогнать ещё раз' : 'Прогнать без записи'}
            </StepButton>
          </div>
          {foreseen ? (
            <Told move={move} foreseen={foreseen} />
          ) : (
            <div class="section">
              <Empty>
                Прогона ещё не было. Он занимает столько же, сколько план: обычно до нескольких минут.
              </Empty>
            </div>
          )}
          {group && (await Group(visit, move, group))}
        </>
      );
      return movePage(visit, move, '/dry-run', body);
    }),
};
