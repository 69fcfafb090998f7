import type { Day } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EntityName, Fields } from '../model/entities.ts';
import type { Observed } from '../model/observation.ts';
import type { PullEvent } from './contract.ts';
import type { LooseList } from './contract-broken.ts';

/** A record. */
export const row = <N extends EntityName>(key: string, place: string, data: Fields<N>): Observed<N> => ({
  key,
  place,
  data,
});

/** A batch; nothing for no records. */
export function* records<N extends EntityName>(entity: N, rows: Iterable<Observed<N>>): Generator<PullEvent> {
  const list = [...rows];
  if (list.length > 0) yield { kind: 'records', entity, records: list };
}

export const covered = (
  entity: EntityName,
  owner: string | null = null,
  days: { readonly from: Day; readonly to: Day } | null = null,
): PullEvent => ({ kind: 'covered', entity, owner, from: days?.from ?? null, to: days?.to ?? null });

/** A record that could not be understood. */
export interface Reject {
  readonly entity: EntityName;
  readonly key: string | null;
  readonly diagnostic: Diagnostic;
  readonly raw: unknown;
}

export function* rejected(rejects: Iterable<Reject>): Generator<PullEvent> {
  for (const reject of rejects) yield { kind: 'rejected', ...reject };
}

/** The broken rows of a list, as records of `entity`. */
export const rejectsOf = (entity: EntityName, list: LooseList<unknown>): Reject[] =>
  list.rejects.map(({ diagnostic, raw }) => ({ entity, key: null, diagnostic, raw }));

export const outsideScale = (place: string, scaleMax: number): Diagnostic => ({
  code: 'mark.outside_scale',
  place,
  message: `the mark is neither on the scale 1…${scaleMax} nor in the dictionary of marks`,
  hint: 'Correct the mark in the journal, or name the top of the scale in the settings.',
});

export const outsideYear = (place: string): Diagnostic => ({
  code: 'record.outside_year',
  place,
  message: 'the date is outside the academic year, or is none',
  hint: 'Correct the date in the journal.',
});

export const unknownWorkType = (place: string): Diagnostic => ({
  code: 'record.unknown_work_type',
  place,
  message: 'the work type is not in the dictionary of types; the works stay, without it',
  hint: 'Look at the dictionary of assignment types in the journal.',
});

/** Keys made unique: the second of the same gets `/2`. */
export function uniqueKeys(): (key: string) => string {
  const seen = new Map<string, number>();
  return (key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}/${count}`;
  };
}
