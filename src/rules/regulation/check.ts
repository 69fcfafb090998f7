import type { Diagnostic } from '../../model/diagnostic.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { AnyKind } from '../kind.ts';
import { entrySchema, type Regulation, regulationSchema, uncheckableSchema } from '../regulation.ts';
import { type CheckedEntry, checkEntry } from './check-entry.ts';
import { common } from './days.ts';
import { type Fault, faultAt, type RegulationFile } from './file.ts';
import { entriesMeet } from './parameters.ts';
import { schemaFaults } from './schema-faults.ts';

/** The fields that a part of a file may have. */
function fieldsAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'uncheckable') return Object.keys(uncheckableSchema.shape);
  if (path.includes('choice')) return ['parameter', 'options', 'default'];
  if (path[0] === 'readings') return ['lastDay'];
  return Object.keys(path[0] === 'entries' ? entrySchema.shape : regulationSchema.shape);
}

/** Entries are checked one by one, so that one that cannot be read does not hide what is wrong with the others. */
function readableEntries(raw: unknown, kinds: readonly AnyKind[], fault: Fault): CheckedEntry[] {
  const given: unknown = typeof raw === 'object' && raw !== null && 'entries' in raw ? raw.entries : [];
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown, index) => {
    const parsed = entrySchema.safeParse(one);
    return parsed.success ? [checkEntry(index, parsed.data, kinds, fault)] : [];
  });
}

function pairs<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((left, index) => all.slice(index + 1).map((right): [T, T] => [left, right]));
}

const meet = (left: CheckedEntry, right: CheckedEntry): boolean =>
  left.kind !== null && entriesMeet(left.entry, right.entry, left.kind);

const duplicateFaults = (entries: readonly CheckedEntry[], fault: Fault): Diagnostic[] =>
  pairs(entries)
    .filter(([left, right]) => left.entry.id === right.entry.id)
    .map(([, { index, entry }]) =>
      fault(
        'regulation.duplicate_entry',
        ['entries', index, 'id'],
        `The id «${entry.id}» is taken.`,
        'Give it another id.',
      ),
    );

/** Two entries of one topic that are in force on one day: nobody could say which holds. */
const winnerFaults = (entries: readonly CheckedEntry[], fault: Fault): Diagnostic[] =>
  pairs(entries.filter(({ entry, topic }) => entry.inForce && topic !== null))
    .filter(([left, right]) => left.topic === right.topic && common(left.entry, right.entry))
    .map(([left, right]) =>
      fault(
        'regulation.two_winners',
        ['entries', right.index],
        `«${left.entry.id}» (${left.entry.clause}) and «${right.entry.id}» (${right.entry.clause}) are both in force.`,
        'Where the act contradicts itself write inForce: false at one of them; otherwise give them dates that do not meet.',
      ),
    );

/** A general entry beside a narrower one: both would be held against one record, with two answers. */
const overlapFaults = (entries: readonly CheckedEntry[], fault: Fault): Diagnostic[] =>
  pairs(entries.filter(({ entry, topic }) => entry.inForce && topic !== null))
    .filter(([left, right]) => left.topic !== right.topic && common(left.entry, right.entry))
    .filter(([left, right]) => left.kind === right.kind && meet(left, right))
    .map(([left, right]) =>
      fault(
        'regulation.overlapping',
        ['entries', right.index, 'parameters'],
        `«${left.entry.id}» (${left.entry.clause}) and «${right.entry.id}» (${right.entry.clause}) both hold for some records.`,
        'Exclude at the wider one what the narrower is about: exceptWorkTypes, grades or subjects that do not meet.',
      ),
    );

/** A second reading is kept beside the one in force; alone it would only be a clause that nobody checks. */
const readingFaults = (entries: readonly CheckedEntry[], fault: Fault): Diagnostic[] =>
  entries
    .filter(({ entry, topic }) => !entry.inForce && topic !== null)
    .filter(({ topic }) => !entries.some((other) => other.entry.inForce && other.topic === topic))
    .map(({ index, entry }) =>
      fault(
        'regulation.lonely_reading',
        ['entries', index, 'inForce'],
        `«${entry.id}» is not in force, and nothing is in its place.`,
        'Put the reading that is in force beside it, or take the clause to «uncheckable» with the reason.',
      ),
    );

/** An act that ends before it begins, and entries outside the life of their act. */
function dateFaults(regulation: Regulation, fault: Fault): Diagnostic[] {
  if (!common(regulation)) {
    return [
      fault('regulation.impossible_dates', ['to'], 'The act ends before it begins.', 'Swap «from» and «to».'),
    ];
  }
  return regulation.entries.flatMap((entry, index) =>
    common(entry) && !common(entry, regulation)
      ? [
          fault(
            'regulation.impossible_dates',
            ['entries', index],
            'It only holds when the act does not.',
            'Mend its dates.',
          ),
        ]
      : [],
  );
}

const nameFaults = ({ id }: Regulation, file: RegulationFile, fault: Fault): Diagnostic[] =>
  file.name === `${id}.yaml`
    ? []
    : [
        fault(
          'regulation.id_mismatch',
          ['id'],
          `The id «${id}» is not the name of the file.`,
          `Name the file ${id}.yaml.`,
        ),
      ];

/** Checks what was read from one file; gives the regulation, or everything that is wrong with it. */
export function checkRegulation(
  raw: unknown,
  file: RegulationFile,
  kinds: readonly AnyKind[],
): Result<Regulation, Diagnostic[]> {
  const fault = faultAt(file);
  const parsed = regulationSchema.safeParse(raw, { reportInput: true });
  const entries = readableEntries(raw, kinds, fault);
  const faults = [
    ...(parsed.success
      ? [...nameFaults(parsed.data, file, fault), ...dateFaults(parsed.data, fault)]
      : schemaFaults(parsed.error.issues, [], fieldsAt, fault)),
    ...entries.flatMap((entry) => entry.faults),
    ...duplicateFaults(entries, fault),
    ...winnerFaults(entries, fault),
    ...overlapFaults(entries, fault),
    ...readingFaults(entries, fault),
  ];
  return parsed.success && faults.length === 0 ? ok(parsed.data) : err(faults);
}

/** Checks what a regulation stands on: files that are there, and of a level below its own. */
export function checkExtends(
  { id, level, extends: bases }: Regulation,
  all: readonly Regulation[],
  file: RegulationFile,
): Diagnostic[] {
  const fault = faultAt(file);
  return bases.flatMap((name, index) => {
    const base = all.find((one) => one.id === name);
    if (!base) {
      return [
        fault(
          'regulation.unknown_extends',
          ['extends', index],
          `There is no regulation «${name}».`,
          'See: peremena regulations list.',
        ),
      ];
    }
    return level === 'school' && base.level === 'region'
      ? []
      : [
          fault(
            'regulation.unknown_extends',
            ['extends', index],
            `«${id}» (${level}) cannot stand on «${name}» (${base.level}).`,
            'A school stands on its region; the federal file holds for everybody without being named.',
          ),
        ];
  });
}
