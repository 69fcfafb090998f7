import type { Page } from '../../page.ts';
import { actFiles, moveAct } from './act.tsx';
import { moveEvents, stepActions } from './actions.tsx';
import { beginForm, beginMove } from './begin.tsx';
import { moveDryRun } from './dry-run.tsx';
import { moveList } from './list.tsx';
import { moveMapping } from './mapping.tsx';
import { answerQuestion, mappingFiles, sendMapping } from './mapping-actions.ts';
import { moveOverview } from './overview.tsx';
import { planMove } from './plan.tsx';
import { moveReconciliation } from './reconciliation.tsx';
import { moveRollback, rollBack } from './rollback.tsx';
import { moveRows } from './rows.tsx';
import { moveRun } from './run.tsx';

/** «Перенос журнала». What has a name of its own stands before what is any number. */
export const migrationPages: readonly Page[] = [
  moveList,
  beginForm,
  beginMove,
  moveOverview,
  planMove,
  moveMapping,
  answerQuestion,
  sendMapping,
  ...mappingFiles,
  moveDryRun,
  moveRun,
  moveRows,
  moveReconciliation,
  moveAct,
  ...actFiles,
  moveRollback,
  rollBack,
  ...stepActions,
  moveEvents,
];
