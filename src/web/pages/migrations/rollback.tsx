import type { VNode } from 'preact';
import type { TargetDeclaration } from '../../../adapters/target.ts';
import { tallyTransfer } from '../../../store/transfer/tallies.ts';
import { countEnds } from '../../../sync/migrate/ends.ts';
import { declarationOf } from '../../../sync/migrate/service/ends.ts';
import { type Page, type PageReply, trouble, type Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { counted, numberText } from '../../parts/words.ts';
import { actorOf, isUnderway, type Move, withMove } from './find.ts';
import { movePage, refused, stepHref } from './frame.tsx';

/** Rows that the target keeps, though they were to be taken back. */
const STAYS = 'target.stays';

async function Told(visit: Visit, { view }: Move, declaration: TargetDeclaration | null): Promise<VNode> {
  const tallies = await tallyTransfer(visit.deps.store, view.transfer);
  const { arrived, changed } = Object.values(countEnds(tallies)).reduce(
    (sum, ends) => ({ arrived: sum.arrived + ends.arrived, changed: sum.changed + ends.changed }),
    { arrived: 0, changed: 0 },
  );
  const stays = tallies.reduce((sum, { reason, rows }) => (reason?.includes(STAYS) ? sum + rows : sum), 0);
  return (
    <>
      <p>
        Откат забирает из нового журнала то, что записал этот перенос, и только это: бывшее там до него не
        трогается. В старом журнале ничего не меняется.
      </p>
      {view.transfer.state === 'rolled_back' ? (
        <p class="done" role="status">
          <strong>Перенос отменён.</strong>{' '}
          {stays > 0 &&
            `В новом журнале осталось: ${counted(stays, 'строка', 'строки', 'строк')}. Это уроки, они стоят в его собственном расписании; их темы чистят вручную. `}
          Чтобы перенести снова, начните новый перенос.
        </p>
      ) : (
        <p>
          Сейчас в новом журнале от этого переноса и сопоставлено с ним: {numberText(arrived + changed)}{' '}
          строк.
        </p>
      )}
      {declaration && !declaration.deletes && (
        <p class="alert">
          Этот журнал не даёт удалить записанное. Вместо отката список того, что в нём стоит, — на странице{' '}
          <a href={`/migrations/${view.transfer.transferId}/rows?end=arrived`}>строк переноса</a>: удалить их
          можно только вручную.
        </p>
      )}
    </>
  );
}

const Confirm = ({ visit, move: { view } }: { readonly visit: Visit; readonly move: Move }): VNode => (
  <form action={stepHref(view, '/rollback')} method="post" class="form">
    <Csrf visit={visit} />
    <label class="check">
      <input type="checkbox" name="confirmed" value="yes" required />
      <span>
        Да, убрать из нового журнала всё, что записал перенос № {view.transfer.transferId}. Подписанный акт
        после этого говорит о том, чего уже нет.
      </span>
    </label>
    <div class="actions">
      <button type="submit" class="danger" disabled={isUnderway(view)}>
        Откатить перенос
      </button>
    </div>
  </form>
);

/** Step 7: what was written is taken back, where a person says so. */
export const moveRollback: Page = {
  method: 'get',
  path: '/migrations/:moveId/rollback',
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async (move) => {
      const { transfer } = move.view;
      const declaration = await declarationOf(visit.deps.migrations.deps, transfer);
      const may = visit.may('migrations.write') && transfer.state !== 'rolled_back' && declaration?.deletes;
      const body = (
        <>
          {await Told(visit, move, declaration)}
          {may && <Confirm visit={visit} move={move} />}
        </>
      );
      return movePage(visit, move, '/rollback', body);
    }),
};

const NOT_CONFIRMED = trouble(
  422,
  'Откат не подтверждён',
  'Не отмечено, что записанное нужно убрать. Ничего не изменено.',
  'Вернитесь назад, поставьте отметку и отправьте форму ещё раз.',
);

/** Takes back what was written. */
export const rollBack: Page = {
  method: 'post',
  path: '/migrations/:moveId/rollback',
  access: { scope: 'migrations.write' },
  answer: (visit) =>
    withMove(visit, async ({ view }): Promise<PageReply> => {
      if (visit.form['confirmed'] !== 'yes') return NOT_CONFIRMED;
      const begun = await visit.deps.migrations.rollback(view, actorOf(visit));
      return begun.ok ? { kind: 'redirect', to: stepHref(view, '/rollback') } : refused(begun.error);
    }),
};
