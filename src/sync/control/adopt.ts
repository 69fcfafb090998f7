import { dayIn, isDay } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checkAdoption } from '../../rules/regulation/adoption.ts';
import { effectiveEntries } from '../../rules/regulation/cascade.ts';
import type { Adoption, EffectiveEntry } from '../../rules/regulation.ts';
import { listAdoptions, putAdoption } from '../../store/adoptions.ts';
import { markDue, WHOLE_SCHOOL } from '../../store/control/due.ts';
import { setClosing } from '../../store/hold.ts';
import { getSchool } from '../../store/schools.ts';
import { appliedEntries } from './applied.ts';
import { closingsOf } from './closings.ts';
import type { ControlDeps } from './deps.ts';

/** What adopting needs of {@link ControlDeps}. */
export type AdoptDeps = Pick<ControlDeps, 'store' | 'library' | 'kinds'>;

/** That a school is to keep to an act. */
export interface AdoptRequest {
  readonly schoolId: string;
  readonly adoption: Adoption;
  readonly now: Date;
  /** The client of the API, or `cli`. */
  readonly by: string;
}

const IMPOSSIBLE_DAY: Diagnostic = {
  code: 'regulation.impossible_dates',
  place: 'from, to',
  message: 'There is no such day.',
  hint: 'Write days as 2025-09-01.',
};

const UNKNOWN_SCHOOL: Diagnostic = {
  code: 'regulation.unknown_school',
  place: 'school',
  message: 'There is no school of this id.',
  hint: 'See: peremena connections list',
};

/** What is in force for a school on a day: by topic, with what each entry stands above. */
export async function inForce(
  { store, library, kinds }: AdoptDeps,
  schoolId: string,
  day: string,
): Promise<EffectiveEntry[]> {
  const adoptions = await listAdoptions(store, schoolId);
  return effectiveEntries({ regulations: library.regulations, adoptions, day }, kinds);
}

/** Says that a school keeps to an act, or keeps to it otherwise than before from the same day. Refused: all faults. */
export async function adopt(
  deps: AdoptDeps,
  { schoolId, adoption, now, by }: AdoptRequest,
): Promise<Result<EffectiveEntry[], readonly Diagnostic[]>> {
  const { store, library, kinds } = deps;
  const { from, to } = adoption;
  if (!isDay(from) || (to !== null && !isDay(to))) return err([IMPOSSIBLE_DAY]);
  const school = await getSchool(store, schoolId);
  if (!school) return err([UNKNOWN_SCHOOL]);
  const others = (await listAdoptions(store, schoolId)).filter(
    ({ regulation, from }) => regulation !== adoption.regulation || from !== adoption.from,
  );
  const { regulations } = library;
  const faults = checkAdoption({ regulations, adoptions: others, adoption }, kinds);
  if (faults.length > 0) return err(faults);
  await putAdoption(store, schoolId, adoption, { now, by });
  const today = dayIn(now, school.timeZone);
  const adoptions = [...others, adoption];
  const entries = appliedEntries({ regulations, adoptions }, kinds, { from: today, to: today });
  await setClosing(store, schoolId, closingsOf(entries, today));
  await markDue(store, schoolId, [WHOLE_SCHOOL], now);
  return ok(await inForce(deps, schoolId, adoption.from > today ? adoption.from : today));
}
