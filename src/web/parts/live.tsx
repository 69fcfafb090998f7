import type { VNode } from 'preact';
import { numberText } from './words.ts';

/** How far something is that goes on while it is looked at. */
export interface LiveState {
  readonly done: number;
  readonly total: number;
  /** What stands beside the bar. */
  readonly text: string;
}

/** «120 из 400», or that nothing can be said yet. */
export const stepsText = (done: number, total: number): string =>
  total > 0 ? `${numberText(done)} из ${numberText(total)}` : 'начинается';

/**
 * A bar that moves by itself where there is script: `events` is the address that tells how far it is, and the page is
 * shown anew at the end. Without script the link does it.
 */
export const Live = ({
  title,
  state: { done, total, text },
  events,
  here,
}: {
  readonly title: string;
  readonly state: LiveState;
  readonly events: string;
  readonly here: string;
}): VNode => (
  <div class="live" data-events={events} aria-live="polite">
    <p>
      <strong>{title}</strong> <span data-live-text="">{text}</span>
    </p>
    {total > 0 ? <progress max={total} value={done} aria-label={title} /> : <progress aria-label={title} />}
    <a href={here} data-live-reload="">
      Обновить
    </a>
  </div>
);

/** An event of such a bar. */
export const progressEvent = (state: LiveState): { readonly name: string; readonly data: string } => ({
  name: 'progress',
  data: JSON.stringify(state),
});

/** The last event: the page is to be shown anew. */
export const endEvent: { readonly name: string; readonly data: string } = { name: 'end', data: '{}' };
