import type { TargetSession } from '../../adapters/target.ts';
import type { Transfer } from '../../store/transfer/types.ts';
import type { TransferDeps } from './deps.ts';
import type { JudgeGround } from './judge.ts';
import type { Patience } from './patience.ts';
import type { ProgressMeter } from './progress.ts';

/** What writing works with. */
export interface TransferWork {
  readonly deps: TransferDeps;
  readonly transfer: Transfer;
  readonly ground: JudgeGround;
  readonly session: TargetSession;
  readonly meter: ProgressMeter;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}
