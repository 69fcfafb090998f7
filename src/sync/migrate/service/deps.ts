import type { Target } from '../../../adapters/target.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { TransferDeps } from '../deps.ts';

/** What whoever moves journals stands on: the command line, the API and the web alike. */
export interface MigrationDeps extends TransferDeps {
  /** Opens the settings of connections. */
  readonly settingsKey: Buffer;
  /** Every system that a school can be moved to, by its name. */
  readonly targets: Readonly<Record<string, Target>>;
  /** What people call a system. */
  readonly titleOf: (system: string) => string;
  /** Where packs and acts go that are asked for from afar: nobody who asks names a path. */
  readonly folder: string;
}

/** A refusal in front of a migration; `place` names the parameter. */
export const refusal = (
  code: Diagnostic['code'],
  place: string,
  message: string,
  hint: string,
): Diagnostic => ({ code, place, message, hint });
