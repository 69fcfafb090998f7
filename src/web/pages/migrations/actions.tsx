import type { ComponentChildren, VNode } from 'preact';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Result } from '../../../model/result.ts';
import type { Migrations, MigrationView } from '../../../sync/migrate/service/migrations.ts';
import type { Page, Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { endEvent, progressEvent } from '../../parts/live.tsx';
import { actorOf, findMove, isUnderway, withMove } from './find.ts';
import { liveOf, refused, type StepPath, stepHref } from './frame.tsx';

type Begin = (
  migrations: Migrations,
  view: MigrationView,
  by: string,
) => Promise<Result<MigrationView, Diagnostic>>;

const WRITE = { scope: 'migrations.write' } as const;

const step = (word: string, back: StepPath, begin: Begin, access: Page['access'] = WRITE): Page => ({
  method: 'post',
  path: `/migrations/:moveId/${word}`,
  access,
  answer: (visit) =>
    withMove(visit, async ({ view }) => {
      const begun = await begin(visit.deps.migrations, view, actorOf(visit));
      return begun.ok ? { kind: 'redirect', to: stepHref(view, back) } : refused(begun.error);
    }),
});

const NOT_RUNNING: Diagnostic = { code: 'transfer.not_running', place: '', message: '', hint: '' };

/** Steps that need nothing but to be begun. */
export const stepActions: readonly Page[] = [
  step('foresee', '/dry-run', (moves, view) => moves.foresee(view), { scope: 'migrations.read' }),
  step('start', '/run', (moves, view, by) => moves.run(view, by)),
  step('pause', '/run', async (moves, view, by) =>
    (await moves.pause(view, by)) ? { ok: true, value: view } : { ok: false, error: NOT_RUNNING },
  ),
  step('reconcile', '/reconciliation', (moves, view, by) => moves.reconcile(view, by)),
  step('make-act', '/act', (moves, view, by) => moves.act(view, by)),
];

/** A form of one button. */
export const StepButton = ({
  visit,
  view,
  word,
  children,
  kind = 'primary',
}: {
  readonly visit: Visit;
  readonly view: MigrationView;
  readonly word: string;
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'danger' | '';
}): VNode => (
  <form action={`/migrations/${view.transfer.transferId}/${word}`} method="post">
    <Csrf visit={visit} />
    <button type="submit" class={kind} disabled={isUnderway(view) && word !== 'pause'}>
      {children}
    </button>
  </form>
);

async function* eventsOf(visit: Visit) {
  for (;;) {
    let told: () => void = () => undefined;
    const change = new Promise<void>((resolve) => {
      told = resolve;
    });
    // Watched before it is looked at, so that nothing happens in between unheard.
    const unwatch = visit.deps.migrations.watch(visit.params['moveId'] ?? '', told);
    try {
      const move = await findMove(visit);
      if (!move || !isUnderway(move.view)) break;
      yield progressEvent(liveOf(move.view));
      await change;
    } finally {
      unwatch();
    }
  }
  yield endEvent;
}

/** How far what is under way of a move is, told as it goes on. */
export const moveEvents: Page = {
  method: 'get',
  path: '/migrations/:moveId/events',
  access: { scope: 'migrations.read' },
  answer: (visit) => withMove(visit, async () => ({ kind: 'events', events: eventsOf(visit) })),
};
