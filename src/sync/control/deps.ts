import type { AnyKind } from '../../rules/kind.ts';
import type { Store } from '../../store/open.ts';
import type { RegulationLibrary } from '../regulation-files.ts';
import type { Declared } from './sources.ts';

/** What the control of schools needs from outside itself. */
export interface ControlDeps {
  readonly store: Store;
  readonly library: RegulationLibrary;
  readonly kinds: readonly AnyKind[];
  /** What a source tells, by its adapter's declaration. */
  declaredOf(source: string): Declared;
  readonly log: (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;
}
