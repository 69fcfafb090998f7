import type { Page } from '../../page.ts';
import { probeSource, readSource, stopRun } from './actions.ts';
import { sourcePage } from './connection.tsx';
import { sourceList } from './list.tsx';
import { quarantinePage } from './quarantine.tsx';
import { runEvents, runPage } from './run.tsx';

/** «Источники». */
export const sourcePages: readonly Page[] = [
  sourceList,
  sourcePage,
  probeSource,
  readSource,
  runPage,
  runEvents,
  stopRun,
  quarantinePage,
];
