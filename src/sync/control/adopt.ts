import { type Day, dayIn, isDay } from '../../model/dates.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { School } from '../../model/school.ts';
import { checkAdoption } from '../../rules/regulation/adoption.ts';
import { effectiveEntries } from '../../rules/regulation/cascade.ts';
import type { Adoption, EffectiveEntry } from '../../rules/regulation.ts';
import { listAdoptions, withAdoptions } from '../../store/adoptions.ts';
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
  /** `choices` null: those that were made before, where the same act is sent again from the same day. */
  readonly adoption: Omit<Adoption, 'choices'> & { readonly choices: Adoption['choices'] | null };
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

const NOT_ADOPTED: Diagnostic = {
  code: 'regulation.not_adopted',
  place: 'regulation, from',
  message: 'The school has not adopted this act from this day.',
  hint: 'See what it has adopted: peremena regulations in-force --school <id> --json',
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

/** What a school keeps to from now on, or from the act's first day on where that is still to come. */
export interface Adopted {
  readonly adoption: Adoption;
  /** Whether the choices are those that were made before: none were given this time. */
  readonly choicesKept: boolean;
  readonly entries: readonly EffectiveEntry[];
}

/** Everything is to be judged again, and what a run holds back meanwhile is what holds today. */
async function takeEffect(
  { store, library, kinds }: AdoptDeps,
  { schoolId, timeZone }: School,
  now: Date,
): Promise<Day> {
  const today = dayIn(now, timeZone);
  const adoptions = await listAdoptions(store, schoolId);
  const { regulations } = library;
  const entries = appliedEntries({ regulations, adoptions }, kinds, { from: today, to: today });
  await setClosing(store, schoolId, closingsOf(entries, today));
  await markDue(store, schoolId, [WHOLE_SCHOOL], now);
  return today;
}

const isSame = (left: Pick<Adoption, 'regulation' | 'from'>, right: Pick<Adoption, 'regulation' | 'from'>) =>
  left.regulation === right.regulation && left.from === right.from;

/**
 * Says that a school keeps to an act, or keeps to it otherwise than before from the same day. Refused: all faults.
 * Of several that adopt at once each sees what the one before it did.
 */
export async function adopt(
  deps: AdoptDeps,
  { schoolId, adoption: asked, now, by }: AdoptRequest,
): Promise<Result<Adopted, readonly Diagnostic[]>> {
  const { store, library, kinds } = deps;
  const { from, to } = asked;
  if (!isDay(from) || (to !== null && !isDay(to))) return err([IMPOSSIBLE_DAY]);
  const school = await getSchool(store, schoolId);
  if (!school) return err([UNKNOWN_SCHOOL]);
  const { regulations } = library;
  const done = await withAdoptions(store, schoolId, async (book) => {
    const all = await book.list();
    const before = all.find((one) => isSame(one, asked));
    const adoption = { ...asked, choices: asked.choices ?? before?.choices ?? {} };
    const adoptions = all.filter((one) => one !== before);
    const faults = checkAdoption({ regulations, adoptions, adoption }, kinds);
    if (faults.length === 0) await book.put(adoption, { now, by });
    const choicesKept = asked.choices === null && Object.keys(adoption.choices).length > 0;
    return { adoption, choicesKept, faults };
  });
  const { adoption, choicesKept, faults } = done;
  if (faults.length > 0) return err(faults);
  const today = await takeEffect(deps, school, now);
  const entries = await inForce(deps, schoolId, from > today ? from : today);
  return ok({ adoption, choicesKept, entries });
}

/** Which adoption was a mistake. */
export interface RetractRequest extends Omit<AdoptRequest, 'adoption'> {
  readonly regulation: string;
  readonly from: string;
}

/** Takes back an adoption that was a mistake, as if it had never been: what holds today then. */
export async function retractAdoption(
  deps: AdoptDeps,
  { schoolId, regulation, from, now, by }: RetractRequest,
): Promise<Result<readonly EffectiveEntry[], readonly Diagnostic[]>> {
  const school = await getSchool(deps.store, schoolId);
  if (!school) return err([UNKNOWN_SCHOOL]);
  const taken = await withAdoptions(deps.store, schoolId, async (book) => {
    const found = (await book.list()).find((one) => isSame(one, { regulation, from }));
    if (found) await book.retract(found, { now, by });
    return found !== undefined;
  });
  if (!taken) return err([NOT_ADOPTED]);
  return ok(await inForce(deps, schoolId, await takeEffect(deps, school, now)));
}
