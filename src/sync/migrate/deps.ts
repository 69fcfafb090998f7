import type { Target, TargetDeclaration, TargetSession } from '../../adapters/target.ts';
import type { Store } from '../../store/open.ts';
import type { Mapping } from './resolve.ts';

/** What a transfer needs from outside itself. */
export interface TransferDeps {
  readonly store: Store;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;
}

/** Where a transfer goes. */
export interface TransferTarget {
  readonly target: Target;
  /** The connection's settings, opened; the target checks them itself. */
  readonly settings: unknown;
  readonly mapping: Mapping;
  readonly signal: AbortSignal;
}

/** Does work with an open session of the target, and always closes it. */
export async function withTarget<T>(
  { now, sleep, log }: TransferDeps,
  { target, settings, signal }: TransferTarget,
  work: (session: TargetSession) => Promise<T>,
): Promise<T> {
  const session = await target.open(settings, { now, sleep, log, signal });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What the target holds of this school, as its settings stand. */
export const declarationOf = ({
  target,
  settings,
}: Pick<TransferTarget, 'target' | 'settings'>): TargetDeclaration =>
  target.declarationFor?.(settings) ?? target.declaration;
