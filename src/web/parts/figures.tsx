import type { ComponentChildren, VNode } from 'preact';

/** One number with what it is of. */
export interface Figure {
  readonly title: string;
  readonly value: ComponentChildren;
  /** What it is out of, or since when. */
  readonly more?: string;
}

/** A few numbers at a glance. */
export const Figures = ({ figures }: { readonly figures: readonly Figure[] }): VNode => (
  <dl class="figures">
    {figures.map(({ title, value, more }) => (
      <div key={title}>
        <dt>{title}</dt>
        <dd>
          {value}
          {more !== undefined && <small> {more}</small>}
        </dd>
      </div>
    ))}
  </dl>
);
