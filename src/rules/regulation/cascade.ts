import type { Day } from '../../model/dates.ts';
import type { AnyKind } from '../kind.ts';
import { type Adoption, type EffectiveEntry, type Entry, levels, type Regulation } from '../regulation.ts';
import { common, holdsOn, type Span } from './days.ts';
import { parametersWith, topicOf } from './parameters.ts';

/** An entry that reaches a school, and for which days. */
export interface Reach {
  readonly regulation: Regulation;
  readonly entry: Entry;
  readonly kind: AnyKind;
  readonly topic: string;
  readonly days: Span;
  /** The adoption that brought it; null for the federal file. */
  readonly adoption: Adoption | null;
}

function entriesOf(
  regulation: Regulation,
  span: Span,
  adoption: Adoption | null,
  kinds: readonly AnyKind[],
): Reach[] {
  return regulation.entries.flatMap((entry) => {
    const days = common(regulation, entry, span);
    const kind = kinds.find(({ name }) => name === entry.kind);
    if (!kind) throw new Error(`${regulation.id}/${entry.id} was never checked: no kind «${entry.kind}»`);
    return days ? [{ regulation, entry, kind, topic: topicOf(entry, kind), days, adoption }] : [];
  });
}

/** Everything that an adoption brings: the act itself and the files that it stands on, on the days of both. */
export function reachOf(
  adoption: Adoption,
  regulations: readonly Regulation[],
  kinds: readonly AnyKind[],
): Reach[] {
  const act = regulations.find(({ id }) => id === adoption.regulation);
  const span = act ? common(act, adoption) : null;
  if (!act || !span) return [];
  const bases = regulations.filter(({ id }) => act.extends.includes(id));
  return [act, ...bases].flatMap((regulation) => entriesOf(regulation, span, adoption, kinds));
}

const weightOf = ({ regulation }: Reach): number => levels.indexOf(regulation.level);

/**
 * The most specific first. Two of one level are refused at adoption; should the files have changed since, the later
 * act wins, and in the end the name decides: the same answer whatever the order of files.
 */
function bySpecificity(left: Reach, right: Reach): number {
  const later = (right.regulation.date ?? '').localeCompare(left.regulation.date ?? '');
  const named = `${left.regulation.id}/${left.entry.id}`.localeCompare(
    `${right.regulation.id}/${right.entry.id}`,
  );
  return weightOf(right) - weightOf(left) || later || named;
}

/** Whether the school adopted the file itself; otherwise it came along with an act that stands on it. */
const isOwn = ({ regulation, adoption }: Reach): boolean => adoption?.regulation === regulation.id;

type Chosen = { readonly option: string | null } | { readonly unchosen: string };

function chosenOption(reach: Reach): Chosen {
  const { entry, adoption } = reach;
  const { choice } = entry;
  if (!choice) return { option: null };
  const options = Object.keys(choice.options);
  const asked = isOwn(reach) ? adoption?.choices[entry.id] : undefined;
  if (asked !== undefined && options.includes(asked)) return { option: asked };
  const list = options.map((name) => `«${name}»`).join(', ');
  if (asked !== undefined) {
    return { unchosen: `Варианта «${asked}» в ${entry.clause} больше нет. Выберите один из: ${list}.` };
  }
  if (choice.default !== null) return { option: choice.default };
  return { unchosen: `${entry.clause} оставляет выбор школе, и он не сделан. Выберите один из: ${list}.` };
}

function effective(winner: Reach, losers: readonly Reach[], readings: readonly Reach[]): EffectiveEntry {
  const { id, level, title, number, date, readings: read } = winner.regulation;
  const chosen = chosenOption(winner);
  const told = ({ regulation, entry }: Reach) => ({
    regulation: regulation.id,
    entry: entry.id,
    clause: entry.clause,
  });
  return {
    regulation: { id, level, title, number, date, readings: read },
    entry: winner.entry,
    parameters:
      'option' in chosen ? winner.kind.params.parse(parametersWith(winner.entry, chosen.option)) : null,
    topic: winner.topic,
    unchosen: 'unchosen' in chosen ? chosen.unchosen : null,
    over: [
      ...losers.map((one) => ({ ...told(one), why: 'less_specific' as const })),
      ...readings.map((one) => ({ ...told(one), why: 'other_reading' as const })),
    ],
  };
}

/** An entry that comes by two ways (a region that two acts stand on) is one; what is adopted itself has the choices. */
function unique(all: readonly Reach[]): Reach[] {
  const known = new Map<string, Reach>();
  for (const one of all) {
    const name = `${one.regulation.id}/${one.entry.id}`;
    if (!known.has(name) || isOwn(one)) known.set(name, one);
  }
  return [...known.values()];
}

/**
 * What a school keeps to on a day: the federal file always, then the regions' files that its acts stand on, then
 * its acts. Of entries about one topic the most specific wins and says what it stands above. Regulations are
 * checked ones; an adoption of an act that does not hold on that day gives nothing. Sorted by topic.
 */
export function effectiveEntries(
  asked: { regulations: readonly Regulation[]; adoptions: readonly Adoption[]; day: Day },
  kinds: readonly AnyKind[],
): EffectiveEntry[] {
  const { regulations, adoptions, day } = asked;
  const always = regulations.filter(({ level }) => level === 'federal');
  const reached = [
    ...always.flatMap((regulation) => entriesOf(regulation, { from: day, to: day }, null, kinds)),
    ...adoptions.flatMap((adoption) => reachOf(adoption, regulations, kinds)),
  ];
  const all = unique(reached.filter(({ days }) => holdsOn(days, day)));
  const topics = [...new Set(all.map(({ topic }) => topic))].sort();
  const sorted = all.sort(bySpecificity);
  return topics.flatMap((topic) => {
    const about = sorted.filter((one) => one.topic === topic);
    const [winner, ...losers] = about.filter(({ entry }) => entry.inForce);
    const readings = about.filter((one) => !one.entry.inForce && one.regulation === winner?.regulation);
    return winner ? [effective(winner, losers, readings)] : [];
  });
}
