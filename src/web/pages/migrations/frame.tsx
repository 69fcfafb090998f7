import type { ComponentChildren, VNode } from 'preact';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { MigrationView } from '../../../sync/migrate/service/migrations.ts';
import type { PageReply, Visit } from '../../page.ts';
import { Badge } from '../../parts/badge.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Live, type LiveState, stepsText } from '../../parts/live.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { fromText, isUnderway, type Move } from './find.ts';
import { activityTitles, brokenTitle, moveStates, refusalWords } from './words.ts';

const STEPS = [
  { path: '', title: 'Обзор' },
  { path: '/mapping', title: 'Соответствия' },
  { path: '/dry-run', title: 'Пробный прогон' },
  { path: '/run', title: 'Перенос' },
  { path: '/reconciliation', title: 'Сверка' },
  { path: '/act', title: 'Акт' },
  { path: '/rollback', title: 'Откат' },
] as const;

/** A step of a move, by its address. */
export type StepPath = (typeof STEPS)[number]['path'];

/** The address of a step. */
export const stepHref = ({ transfer }: MigrationView, path: StepPath): string =>
  `/migrations/${transfer.transferId}${path}`;

function isPast({ transfer }: MigrationView, path: StepPath): boolean {
  if (path === '') return transfer.plannedAt !== null;
  if (path === '/run') return transfer.state === 'done';
  if (path === '/reconciliation') return transfer.reconciliation !== null;
  return path === '/rollback' && transfer.state === 'rolled_back';
}

const Steps = ({ view, step }: { readonly view: MigrationView; readonly step: StepPath }): VNode => (
  <nav aria-label="Шаги переноса">
    <ol class="steps">
      {STEPS.map(({ path, title }) => (
        <li key={path}>
          <a
            href={stepHref(view, path)}
            class={isPast(view, path) ? 'past' : undefined}
            aria-current={path === step ? 'step' : undefined}
          >
            {title}
          </a>
        </li>
      ))}
    </ol>
  </nav>
);

const leftText = (leftMs: number | null): string =>
  leftMs === null || leftMs <= 0 ? '' : `, осталось около ${Math.ceil(leftMs / 60_000)} мин`;

/** How far what is under way is. */
export function liveOf({ activity }: MigrationView): LiveState {
  const progress = activity?.progress;
  if (!progress) return { done: 0, total: 0, text: 'Идёт' };
  const { done, total, leftMs } = progress;
  return { done, total, text: `${stepsText(done, total)} строк${leftText(leftMs)}` };
}

const Underway = ({ visit, view }: { readonly visit: Visit; readonly view: MigrationView }): VNode | null => {
  const { activity, transfer } = view;
  if (!activity) return null;
  if (isUnderway(view)) {
    const events = `/migrations/${transfer.transferId}/events`;
    return (
      <Live title={activityTitles[activity.kind]} state={liveOf(view)} events={events} here={visit.here} />
    );
  }
  const { error } = activity;
  return error && <Failure failure={error} words={refusalWords(error)} title={brokenTitle(activity)} />;
};

/** What a page of a move says first: what is under way of it, and what has gone wrong last. */
const Told = ({ visit, view }: { readonly visit: Visit; readonly view: MigrationView }): VNode => {
  const { transfer, activity } = view;
  const alone = activity === null && transfer.error ? transfer.error : null;
  return (
    <>
      <Underway visit={visit} view={view} />
      {alone && <Failure failure={alone} words={refusalWords(alone)} />}
    </>
  );
};

/** A page of a move: its head, its steps, what is under way, and what is of this step. */
export function movePage(
  visit: Visit,
  { view, school, to }: Move,
  step: StepPath,
  children: ComponentChildren,
  status = 200,
): PageReply {
  const { transferId, source, state } = view.transfer;
  const isRun = isUnderway(view) && view.activity?.kind === 'run';
  const { tone, title } = moveStates[isRun ? 'running' : state];
  const stepTitle = STEPS.find(({ path }) => path === step)?.title ?? '';
  return {
    kind: 'page',
    status,
    title: `${stepTitle}: перенос № ${transferId}`,
    trail: [{ title: 'Перенос журнала', href: '/migrations' }],
    body: (
      <>
        <PageHead
          title={`Перенос № ${transferId}`}
          about={`${school.name}: ${fromText(visit, source)} → ${to}`}
        >
          <Badge tone={tone}>{title}</Badge>
        </PageHead>
        <Steps view={view} step={step} />
        <Told visit={visit} view={view} />
        {children}
      </>
    ),
  };
}

/** What was refused, as a page of its own. */
export function refused(wrong: Diagnostic): PageReply {
  const { happened, next } = refusalWords(wrong);
  return { kind: 'trouble', trouble: { status: 409, title: 'Не начато', happened, next } };
}
