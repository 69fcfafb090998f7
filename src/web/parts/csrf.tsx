import type { VNode } from 'preact';
import type { Visit } from '../page.ts';

/** What every form that is posted must bring. */
export const Csrf = ({ visit }: { readonly visit: Pick<Visit, 'session'> }): VNode => (
  <input type="hidden" name="csrf" value={visit.session.csrf} />
);
