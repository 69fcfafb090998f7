import type { Diagnostic } from '../../model/diagnostic.ts';
import type { AnyKind } from '../kind.ts';
import type { Adoption, Regulation } from '../regulation.ts';
import { type Reach, reachOf } from './cascade.ts';
import { common } from './days.ts';
import { nearestHint } from './nearest.ts';
import { entriesMeet } from './parameters.ts';

const fault = (code: string, place: string, message: string, hint: string): Diagnostic => ({
  code,
  place,
  message,
  hint,
});

function actFaults(
  { regulation, from, to }: Adoption,
  act: Regulation | undefined,
  ids: string[],
): Diagnostic[] {
  if (!act)
    return [
      fault(
        'regulation.unknown',
        'regulation',
        `There is no regulation «${regulation}».`,
        nearestHint(regulation, ids),
      ),
    ];
  if (act.level === 'federal') {
    return [
      fault(
        'regulation.not_adoptable',
        'regulation',
        'Federal norms hold without being adopted.',
        'Adopt the act of the school.',
      ),
    ];
  }
  if (to !== null && to < from) {
    return [
      fault(
        'regulation.impossible_dates',
        'to',
        `The adoption ends (${to}) before it begins (${from}).`,
        'Swap the dates.',
      ),
    ];
  }
  if (common(act, { from, to })) return [];
  const life = `${act.from ?? '…'} – ${act.to ?? '…'}`;
  return [
    fault(
      'regulation.impossible_dates',
      'from',
      `The act does not hold on any of these days, only ${life}.`,
      'Mend the dates.',
    ),
  ];
}

function choiceFaults(entryId: string, option: string, act: Regulation): Diagnostic[] {
  const place = `choices.${entryId}`;
  const open = act.entries.filter(({ choice }) => choice !== null);
  const choice = open.find(({ id }) => id === entryId)?.choice;
  if (!choice) {
    const hint =
      open.length > 0
        ? nearestHint(
            entryId,
            open.map(({ id }) => id),
          )
        : 'This act leaves no choice.';
    return [fault('regulation.choice_invalid', place, `«${entryId}» leaves nothing to choose.`, hint)];
  }
  const options = Object.keys(choice.options);
  if (options.includes(option)) return [];
  return [
    fault('regulation.choice_invalid', place, `«${option}» is not an option.`, nearestHint(option, options)),
  ];
}

const sameEntry = (left: Reach, right: Reach): boolean =>
  left.regulation.id === right.regulation.id && left.entry.id === right.entry.id;

const about = (left: Reach, right: Reach): boolean =>
  left.topic === right.topic || (left.kind === right.kind && entriesMeet(left.entry, right.entry, left.kind));

/** Whether nobody could say which of the two holds. A region that two acts stand on is no quarrel. */
function quarrel(left: Reach, right: Reach): boolean {
  return (
    about(left, right) &&
    left.regulation.level === right.regulation.level &&
    left.entry.inForce &&
    right.entry.inForce &&
    !sameEntry(left, right) &&
    common(left.days, right.days) !== null
  );
}

function quarrels(added: readonly Reach[], others: readonly Reach[]): Diagnostic[] {
  const told = ({ regulation, entry }: Reach) => `${regulation.id} ${entry.clause} (${entry.id})`;
  return added.flatMap((mine, index) =>
    [...others, ...added.slice(index + 1)]
      .filter((other) => quarrel(mine, other))
      .map((other) =>
        fault(
          'regulation.two_winners',
          'regulation',
          `${told(mine)} and ${told(other)} are about the same, of one level, and hold on the same days.`,
          'End the other adoption before this one begins, or leave this act out.',
        ),
      ),
  );
}

/**
 * Whether a school may keep to an act: everything that is wrong, or nothing. `adoptions` are its other ones, without
 * the one that is replaced.
 */
export function checkAdoption(
  asked: { regulations: readonly Regulation[]; adoptions: readonly Adoption[]; adoption: Adoption },
  kinds: readonly AnyKind[],
): Diagnostic[] {
  const { regulations, adoptions, adoption } = asked;
  const act = regulations.find(({ id }) => id === adoption.regulation);
  const ids = regulations.filter(({ level }) => level !== 'federal').map(({ id }) => id);
  const faults = actFaults(adoption, act, ids);
  if (!act || faults.length > 0) return faults;
  const twice = adoptions.find((other) => other.regulation === act.id && common(other, adoption));
  if (twice) {
    const hint = 'End that adoption first, or change its choices.';
    return [
      fault(
        'regulation.already_adopted',
        'regulation',
        `«${act.id}» is adopted from ${twice.from} already.`,
        hint,
      ),
    ];
  }
  const others = adoptions.flatMap((other) => reachOf(other, regulations, kinds));
  return [
    ...Object.entries(adoption.choices).flatMap(([entry, option]) => choiceFaults(entry, option, act)),
    ...quarrels(reachOf(adoption, regulations, kinds), others),
  ];
}
