import type { Closings } from './closings.ts';
import type { Touched } from './touched.ts';

/** What is looked at as rows are written: what may have to wait, and what is to be evaluated again. */
export interface Watch {
  readonly closings: Closings;
  readonly touched: Touched;
}
