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

const fault = (code: string, place: string, message: string, hint: string): Diagnostic => ({
  code: `regulation.${code}`,
  place,
  message,
  hint,
});

const UNKNOWN_SCHOOL = fault(
  'unknown_school',
  'school',
  'There is no school of this id.',
  'See: peremena connections list',
);

/** What is in force for a school on a day: by topic, with what each entry stands above. */
export async function inForce(
  { store, library, kinds }: AdoptDeps,
  schoolId: string,
  day: string,
): Promise<EffectiveEntry[]> {
  const adoptions = await listAdoptions(store, schoolId);
  return effectiveEntries({ regulations: library.regulations, adoptions, day }, kinds);
}

function datesFault({ from, to }: Adoption): Diagnostic | null {
  const wrong = [from, to].find((day) => day !== null && !isDay(day));
  if (wrong === undefined) return null;
  return fault('impossible_dates', 'from, to', 'There is no such day.', 'Write days as 2025-09-01.');
}

/** Says that a school keeps to an act, or keeps to it otherwise than before from the same day. Refused: all faults. */
export async function adopt(
  deps: AdoptDeps,
  { schoolId, adoption, now, by }: AdoptRequest,
): Promise<Result<EffectiveEntry[], readonly Diagnostic[]>> {
  const { store, library, kinds } = deps;
  const wrong = datesFault(adoption);
  if (wrong) return err([wrong]);
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
