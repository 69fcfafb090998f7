import type { ComponentChildren, VNode } from 'preact';

/** What stands where a list would: why it is empty, and what to do about it. */
export const Empty = ({ children }: { readonly children: ComponentChildren }): VNode => (
  <div class="empty">{typeof children === 'string' ? <p>{children}</p> : children}</div>
);
