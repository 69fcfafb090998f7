/** A journal in a process of its own, so that what it needs is not counted as ours. Prints where it is. */
import { startNetschool } from '../../sandbox/netschool/index.ts';
import { makeMunicipality } from '../../sandbox/school-year/index.ts';

const municipality = makeMunicipality({ seed: 1, schools: 1, studentsPerSchool: Number(process.argv[2]) });
const simulator = await startNetschool({ municipality, profile: '5.47', asOf: '2025-10-27T18:00' });
const { login, password } = simulator.account('admin', 1);
const [school] = simulator.schools;
const [term] = municipality.school(1).terms;
console.log(
  JSON.stringify({
    from: term?.startDay,
    to: term?.endDay,
    settings: {
      baseUrl: simulator.baseUrl,
      schoolId: String(school?.id),
      timeZone: school?.timeZone,
      mode: 'staff',
      accounts: [{ login, password }],
      requestsPerSecond: 10_000,
      concurrency: 4,
    },
  }),
);
