import type { ComponentChildren, VNode } from 'preact';

/** The head of a page: its title, a line below it, and at the right what is chosen or done there. */
export const PageHead = ({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: ComponentChildren;
  readonly children?: ComponentChildren;
}): VNode => (
  <div class="page-head">
    <div>
      <h1>{title}</h1>
      {about !== undefined && <p>{about}</p>}
    </div>
    {children}
  </div>
);
