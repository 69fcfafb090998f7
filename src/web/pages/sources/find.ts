import type { School } from '../../../model/school.ts';
import { type Connection, connectionOf, getConnection } from '../../../store/connections.ts';
import { isWithinReach } from '../../../store/read/schools.ts';
import { readSources, type SourceState } from '../../../store/read/web/sources.ts';
import { getRun, type Run } from '../../../store/runs.ts';
import { getSchool } from '../../../store/schools.ts';
import type { Visit } from '../../page.ts';

/** A connection with its school and how its readings went. */
export interface FoundSource {
  readonly connection: Connection;
  readonly school: School;
  readonly state: SourceState;
}

/** The school of an id, where it is within the viewer's reach. */
async function schoolWithin({ deps, session }: Visit, schoolId: string): Promise<School | null> {
  if (!(await isWithinReach(deps.database, schoolId, session.person.reach))) return null;
  return getSchool(deps.store, schoolId);
}

/** The connection that an address names; null where there is none within reach, or it is switched off. */
export async function findSource(visit: Visit): Promise<FoundSource | null> {
  const { deps, session, params } = visit;
  const connection = await getConnection(deps.store, params['connection'] ?? '');
  const school = connection && (await schoolWithin(visit, connection.schoolId));
  if (!connection || !school) return null;
  const states = await readSources(deps.database, session.person.reach, school.schoolId);
  const state = states.find((one) => one.connection === connection.name);
  return state ? { connection, school, state } : null;
}

/** A run with its school and the name of its connection. */
export interface FoundRun {
  readonly run: Run;
  readonly school: School;
  readonly connection: Connection | null;
}

/** The run that an address names; null where there is none within reach. */
export async function findRun(visit: Visit): Promise<FoundRun | null> {
  const { store } = visit.deps;
  const run = await getRun(store, visit.params['runId'] ?? '');
  const school = run && (await schoolWithin(visit, run.schoolId));
  if (!run || !school) return null;
  return { run, school, connection: await connectionOf(store, run) };
}
