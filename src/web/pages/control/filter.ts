import { z } from 'zod';
import { isDay } from '../../../model/dates.ts';
import { findingStates } from '../../../store/findings.ts';
import type { FindingFilter } from '../../../store/read/findings.ts';
import type { FindingGrouping } from '../../../store/read/web/finding-groups.ts';
import type { Fields } from '../../page.ts';

/** What the list of findings is narrowed to, as it stands in the address. */
export interface AskedFindings {
  readonly by: FindingGrouping;
  /** What people chose; what is not known is left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly filter: FindingFilter;
  /** Two days that are no period. */
  readonly isReversed: boolean;
}

const GROUPINGS = ['clause', 'teacher', 'class'] as const;
const STATES: readonly string[] = ['all', 'current', ...findingStates];
const NAMES = [
  'state',
  'severity',
  'verdict',
  'class',
  'teacher',
  'regulation',
  'clause',
  'from',
  'to',
] as const;
const WORD_LONGEST = 200;

const CHECKS: Readonly<Record<(typeof NAMES)[number], (text: string) => boolean>> = {
  state: (text) => STATES.includes(text),
  severity: (text) => ['error', 'warning', 'info'].includes(text),
  verdict: (text) => ['violated', 'not_evaluable'].includes(text),
  class: (text) => z.uuid().safeParse(text).success,
  teacher: (text) => z.uuid().safeParse(text).success,
  regulation: (text) => text.length <= WORD_LONGEST,
  clause: (text) => text.length <= WORD_LONGEST,
  from: isDay,
  to: isDay,
};

/** Reads the filters of an address; what makes no sense does not narrow. */
export function askedFindings(query: Fields): AskedFindings {
  const known = Object.fromEntries(
    NAMES.map((name) => {
      const text = query[name];
      return [name, text !== undefined && text !== '' && CHECKS[name](text) ? text : undefined];
    }),
  );
  const { state = 'current' } = known;
  const filter = {
    ...{ student: null, subject: null, rule: null, kind: null, entry: null, term: null },
    class: known['class'] ?? null,
    teacher: known['teacher'] ?? null,
    regulation: known['regulation'] ?? null,
    clause: known['clause'] ?? null,
    state: state === 'all' ? null : state,
    verdict: known['verdict'] ?? null,
    severity: known['severity'] ?? null,
    from: known['from'] ?? null,
    to: known['to'] ?? null,
  };
  const by = GROUPINGS.find((one) => one === query['by']) ?? 'clause';
  const isReversed = filter.from !== null && filter.to !== null && filter.to < filter.from;
  return { by, query: known, filter, isReversed };
}
