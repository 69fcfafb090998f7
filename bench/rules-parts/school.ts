import { entityNames } from '../../src/model/entities.ts';
import { kinds } from '../../src/rules/kinds/index.ts';
import { putAdoption } from '../../src/store/adoptions.ts';
import type { Store } from '../../src/store/open.ts';
import type { ControlDeps } from '../../src/sync/control/deps.ts';
import { controlSchool } from '../../src/sync/control/evaluate-school.ts';
import { readRegulations, regulationsFolder } from '../../src/sync/regulation-files.ts';
import { SCHOOL } from './seed.ts';

/** The act of the bench, beside the federal norms. */
const ACT = 'podolsk-12';

/** After the year: everything that can be due is. */
export const NOW = new Date('2026-06-10T09:00:00Z');

/** A source that tells everything, so that every rule is evaluated. */
const EVERYTHING = { gives: new Set<string>(entityNames), gaps: {} };

/** Has the school keep to the act. */
export async function controlled(store: Store): Promise<ControlDeps> {
  const library = await readRegulations(regulationsFolder, kinds);
  const act = library.regulations.find(({ id }) => id === ACT);
  if (!act) throw new Error(`the regulation ${ACT} is not in order`);
  const choices = Object.fromEntries(
    act.entries.flatMap(({ id, choice }) => (choice ? [[id, Object.keys(choice.options)[1] ?? '']] : [])),
  );
  const adoption = { regulation: ACT, from: '2025-08-25', to: null, choices };
  await putAdoption(store, SCHOOL, adoption, { now: NOW, by: 'bench' });
  return { store, library, kinds, declaredOf: () => EVERYTHING, log: () => undefined };
}

/** Evaluates the school; a full evaluation or what is due. */
export async function evaluate(deps: ControlDeps, what: 'full' | 'run') {
  const report = await controlSchool(deps, { schoolId: SCHOOL, now: NOW, what });
  if (!report) throw new Error('the school of the bench is not there');
  return report;
}
