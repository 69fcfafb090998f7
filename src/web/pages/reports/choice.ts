import { dayIn } from '../../../model/dates.ts';
import { termKeyText } from '../../../model/period.ts';
import { type AskedReport, parseScope, periodAsked, whereOf } from '../../../reports/asked.ts';
import { readTerms, type TermDays } from '../../../store/read/reports/scope.ts';
import type { Visit } from '../../page.ts';
import { groundOf } from './ground.ts';
import { chosenScope, type ScopeGroup, scopeGroups } from './scope-choice.ts';

/** What the choosers of the report pages show. */
export interface Choice {
  readonly groups: readonly ScopeGroup[];
  /** As it stands in an address. */
  readonly scope: string;
  readonly terms: readonly TermDays[];
  /** The term chosen, or the one that stands last where nothing is; null where two days are asked for. */
  readonly term: string | null;
}

/** Of no school in particular. */
const OFFICE_ZONE = 'Europe/Moscow';

/** Terms that are asked for within one another's years only: whatever is wrong with a period is the report's to say. */
function termChosen(asked: AskedReport, terms: readonly TermDays[], now: Date): string | null {
  const when = periodAsked(asked, terms, dayIn(now, OFFICE_ZONE));
  return when.ok && when.value.period.kind === 'term' ? termKeyText(when.value.period.term) : null;
}

/** Reads what can be chosen from, and what is. */
export async function readChoice(visit: Visit, asked: AskedReport): Promise<Choice> {
  const groups = await scopeGroups(visit, asked.scope);
  const scope = chosenScope(groups, asked.scope);
  const known = parseScope(scope) ?? ({ kind: 'region' } as const);
  const ground = groundOf(visit);
  const terms = await readTerms(ground.database, whereOf(ground, known));
  return { groups, scope, terms, term: termChosen(asked, terms, visit.now) };
}
