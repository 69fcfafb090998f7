import { type DnevnikSimulator, startDnevnik } from '../../sandbox/dnevnik/index.ts';
import { makeMunicipality } from '../../sandbox/school-year/index.ts';
import type { SchoolYear } from '../../sandbox/school-year/types.ts';
import { addConnection } from '../../src/store/connections.ts';
import { LOOKS, type ReportWorld } from '../ground-truth/reports/world.ts';

/** The name of its connection. */
export const NEW = 'new';

/** The new journal knows nothing of one teacher: a question that only a person can answer. */
const withoutTeacher = (year: SchoolYear): SchoolYear => ({
  ...year,
  staff: year.staff.filter(({ id }) => id !== year.groups[0]?.teacherId),
});

/** Starts a journal that the school of a world may move to, and connects it. */
export async function startNewJournal({ services, schoolId }: ReportWorld): Promise<DnevnikSimulator> {
  const municipality = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 30, weeks: 9 });
  const options = { municipality, profile: 'school.mosreg.ru', empty: true, asOf: LOOKS[1] } as const;
  const simulator = await startDnevnik({ ...options, adjust: withoutTeacher });
  const [school] = simulator.schools;
  const settings = {
    mode: 'staff',
    host: simulator.profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    tokens: [simulator.tokens.admin],
    requestsPerSecond: 10_000,
    writes: 'unconfirmed',
  };
  const connection = { schoolId, name: NEW, system: 'dnevnik', mode: 'staff', rank: 1, settings };
  await addConnection(services.store, services.settingsKey, connection, services.run.now());
  return simulator;
}
