import { consentsOf } from './demo-consents.ts';
import { type DemoSchool, type DemoTarget, localOf, READ_AT, readingsIn } from './demo-school.ts';
import { startDnevnik } from './dnevnik/index.ts';
import type { DnevnikSimulator } from './dnevnik/types.ts';
import { makeMunicipality } from './school-year/index.ts';
import type { Municipality } from './school-year/types.ts';

/** Smaller than the others: everybody waits for the first start. */
const municipality = makeMunicipality({ seed: 2025, schools: 4, studentsPerSchool: 30, planted: true });

/** After the schools on the other vendor. */
const INDEX = 4;

/** What the administrator's token needs to read everything. */
function settingsOf(portal: DnevnikSimulator, index: number): Readonly<Record<string, unknown>> {
  const [school] = portal.schools;
  return {
    host: portal.profile,
    baseUrl: portal.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    mode: 'staff',
    tokens: [portal.account('admin', index).token],
    requestsPerSecond: 10_000,
    concurrency: 4,
  };
}

/** An empty «Школьный портал» with the school's people, for its administrator. */
export async function startTarget(
  of: Municipality,
  index: number,
  now: () => Date,
): Promise<{ readonly portal: DnevnikSimulator; readonly target: DemoTarget }> {
  const portal = await startDnevnik({
    municipality: of,
    schools: [index],
    profile: 'school.mosreg.ru',
    asOf: READ_AT[1],
    empty: true,
    now,
  });
  const settings = { ...settingsOf(portal, index), writes: 'unconfirmed' };
  return { portal, target: { suffix: 'portal', system: 'dnevnik', settings } };
}

/** Starts a small school whose journal has always been «Школьный портал». */
export async function startPortalSchool(now: () => Date): Promise<DemoSchool> {
  const portal = await startDnevnik({
    municipality,
    schools: [INDEX],
    profile: 'school.mosreg.ru',
    asOf: READ_AT[1],
    now,
  });
  const [school] = portal.schools;
  if (!school) throw new Error('a simulator without a school');
  const year = municipality.school(INDEX);
  const studentKeyOf = (id: number): string =>
    String(portal.ids.person({ school: INDEX, kind: 'student', id }));
  const asking = { today: READ_AT[0].slice(0, 10), movesTo: null };
  return {
    name: `school-${INDEX}`,
    system: 'dnevnik',
    school: { name: school.name, municipality: municipality.name, timeZone: school.timeZone },
    connections: () => [settingsOf(portal, INDEX)],
    studentKey: studentKeyOf(year.students[0]?.id ?? 0),
    regulation: 'podolsk-12',
    regulationFrom: year.startDay,
    choices: { 'edit-marks': 'Через 2 недели' },
    consents: consentsOf(year, asking, studentKeyOf),
    target: null,
    readings: readingsIn(school.timeZone),
    standAt: (moment) => portal.setAsOf(localOf(moment, school.timeZone)),
    close: () => portal.close(),
  };
}
