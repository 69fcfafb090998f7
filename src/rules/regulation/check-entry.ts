import type { Diagnostic } from '../../model/diagnostic.ts';
import type { AnyKind } from '../kind.ts';
import type { Entry } from '../regulation.ts';
import type { Fault } from './file.ts';
import { nearestHint } from './nearest.ts';
import { parameterNames, parametersWith, parsedParameters, topicOf } from './parameters.ts';
import { schemaFaults } from './schema-faults.ts';

/** An entry that could be read, with what is wrong with it. `topic` is null while it is not known. */
export interface CheckedEntry {
  readonly index: number;
  readonly entry: Entry;
  readonly topic: string | null;
  readonly kind: AnyKind | null;
  readonly faults: readonly Diagnostic[];
}

type Choice = NonNullable<Entry['choice']>;

function unknownParameters(given: Record<string, unknown>, kind: AnyKind, path: PropertyKey[], fault: Fault) {
  const names = parameterNames(kind);
  return Object.keys(given)
    .filter((name) => names !== null && !names.includes(name))
    .map((name) =>
      fault(
        'regulation.unknown_parameter',
        [...path, name],
        `The kind «${kind.name}» has no parameter «${name}».`,
        nearestHint(name, names ?? []),
      ),
    );
}

/** What the kind's own schema refuses. A parameter that is not there is told by {@link unknownParameters}. */
function parameterFaults(
  entry: Entry,
  kind: AnyKind,
  option: string | null,
  path: PropertyKey[],
  fault: Fault,
) {
  const parsed = kind.params.safeParse(parametersWith(entry, option), { reportInput: true });
  if (parsed.success) return [];
  const names = parameterNames(kind);
  const issues = parsed.error.issues.filter(
    ({ code, path: within }) => code !== 'unrecognized_keys' || within.length > 0 || names === null,
  );
  return schemaFaults(issues, path, () => [], fault, 'regulation.parameter_invalid');
}

function choiceShape(
  choice: Choice,
  entry: Entry,
  kind: AnyKind,
  path: PropertyKey[],
  fault: Fault,
): Diagnostic[] {
  const options = Object.keys(choice.options);
  const names = parameterNames(kind);
  const wrong = (at: string, message: string, hint: string) =>
    fault('regulation.choice_invalid', [...path, at], message, hint);
  return [
    ...(options.length < 2 ? [wrong('options', 'A choice needs at least two options.', 'Name them.')] : []),
    ...(names && !names.includes(choice.parameter)
      ? [
          wrong(
            'parameter',
            `The kind «${kind.name}» has no parameter «${choice.parameter}».`,
            nearestHint(choice.parameter, names),
          ),
        ]
      : []),
    ...(choice.parameter in entry.parameters
      ? [wrong('parameter', `«${choice.parameter}» is given as well.`, 'Take it out of the parameters.')]
      : []),
    ...(choice.default !== null && !options.includes(choice.default)
      ? [wrong('default', `«${choice.default}» is not an option.`, nearestHint(choice.default, options))]
      : []),
  ];
}

function choiceFaults(
  choice: Choice,
  entry: Entry,
  kind: AnyKind,
  path: PropertyKey[],
  fault: Fault,
): Diagnostic[] {
  const shape = choiceShape(choice, entry, kind, path, fault);
  if (shape.length > 0) return shape;
  const options = Object.keys(choice.options);
  const refused = options.flatMap((option) =>
    parameterFaults(entry, kind, option, [...path, 'options', option], fault).map((told) => ({
      ...told,
      code: 'regulation.choice_invalid',
    })),
  );
  if (refused.length > 0) return refused;
  const topics = new Set(
    options.map((option) => kind.topic(kind.params.parse(parametersWith(entry, option)))),
  );
  if (topics.size === 1) return [];
  const hint = 'Options may differ in how much, not in what they are about: make entries of them.';
  return [
    fault('regulation.choice_invalid', [...path, 'options'], 'The options are about different things.', hint),
  ];
}

function ownFaults(entry: Entry, path: PropertyKey[], fault: Fault): Diagnostic[] {
  const { from, to, recommendation, effect } = entry;
  return [
    ...(from && to && from > to
      ? [
          fault(
            'regulation.impossible_dates',
            [...path, 'to'],
            `It ends (${to}) before it begins (${from}).`,
            'Swap them.',
          ),
        ]
      : []),
    ...(recommendation && effect !== 'report'
      ? [
          fault(
            'regulation.recommendation_effect',
            [...path, 'effect'],
            `A recommendation cannot ${effect}: it is no duty.`,
            'Write effect: report.',
          ),
        ]
      : []),
  ];
}

/** An effect that the kind has no way to: it would be promised and never come. */
function effectFaults({ effect }: Entry, kind: AnyKind, path: PropertyKey[], fault: Fault): Diagnostic[] {
  if (effect === 'report' || effect === kind.effect) return [];
  const message = `Nothing can ${effect} by the kind «${kind.name}».`;
  const hint = `Write effect: ${['report', ...(kind.effect ? [kind.effect] : [])].join(' or ')}.`;
  return [fault('regulation.effect_impossible', [...path, 'effect'], message, hint)];
}

/** The same where only the parameters tell. */
function carryFaults(entry: Entry, kind: AnyKind, path: PropertyKey[], fault: Fault): Diagnostic[] {
  if (entry.effect === 'report' || !kind.carries) return [];
  if (parsedParameters(entry, kind).every((one) => kind.carries?.(one))) return [];
  const message = `Nothing can ${entry.effect} by the kind «${kind.name}» with these parameters.`;
  return [fault('regulation.effect_impossible', [...path, 'effect'], message, 'Write effect: report.')];
}

/** Holds one entry against its kind. */
export function checkEntry(
  index: number,
  entry: Entry,
  kinds: readonly AnyKind[],
  fault: Fault,
): CheckedEntry {
  const path = ['entries', index];
  const own = ownFaults(entry, path, fault);
  const kind = kinds.find(({ name }) => name === entry.kind);
  if (!kind) {
    const names = kinds.map(({ name }) => name);
    const told = fault(
      'regulation.unknown_kind',
      [...path, 'kind'],
      `There is no kind «${entry.kind}».`,
      nearestHint(entry.kind, names),
    );
    return { index, entry, topic: null, kind: null, faults: [...own, told] };
  }
  const { choice } = entry;
  const faults = [
    ...effectFaults(entry, kind, path, fault),
    ...unknownParameters(entry.parameters, kind, [...path, 'parameters'], fault),
    ...(choice
      ? choiceFaults(choice, entry, kind, [...path, 'choice'], fault)
      : parameterFaults(entry, kind, null, [...path, 'parameters'], fault)),
  ];
  if (faults.length > 0) return { index, entry, topic: null, kind, faults: [...own, ...faults] };
  const uncarried = carryFaults(entry, kind, path, fault);
  return { index, entry, topic: topicOf(entry, kind), kind, faults: [...own, ...uncarried] };
}
