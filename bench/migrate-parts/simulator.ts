/**
 * A journal in a process of its own, so that what it needs is not counted as ours: `netschool` or `dnevnik` with the
 * days that are moved in it, or `empty`, the school that it moves to. Prints how it is reached.
 */
import { startDnevnik } from '../../sandbox/dnevnik/index.ts';
import { startNetschool } from '../../sandbox/netschool/index.ts';
import { makeMunicipality } from '../../sandbox/school-year/index.ts';
import { addDays } from '../../src/model/dates.ts';
import type { SimulatorCard } from './card.ts';

/** How many days are moved; 0: the first half-year. */
const [, , which = '', students = '', days = '0'] = process.argv;
const municipality = makeMunicipality({ seed: 1, schools: 1, studentsPerSchool: Number(students) });
const year = municipality.school(1);
const halfYear = year.terms[1]?.endDay ?? year.endDay;
const range = {
  from: year.startDay,
  to: days === '0' ? halfYear : addDays(year.startDay, Number(days) - 1),
};
const asOf = `${range.to}T18:00`;
const pace = { requestsPerSecond: 10_000, concurrency: 4 };

async function netschool(): Promise<SimulatorCard> {
  const simulator = await startNetschool({ municipality, profile: '5.47', asOf });
  const { login, password } = simulator.account('admin', 1);
  const [school] = simulator.schools;
  const settings = {
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    mode: 'staff',
    accounts: [{ login, password }],
    // Works of lessons, which marks refer to.
    details: 'full',
    ...pace,
  };
  return { system: 'netschool', range, settings };
}

async function dnevnik(empty: boolean): Promise<SimulatorCard> {
  const simulator = await startDnevnik({ municipality, profile: 'school.mosreg.ru', asOf, empty });
  const [school] = simulator.schools;
  const settings = {
    host: simulator.profile,
    baseUrl: simulator.baseUrl,
    schoolId: String(school?.id),
    timeZone: school?.timeZone,
    mode: 'staff',
    tokens: [simulator.tokens.admin],
    attendance: { Pass: { status: 'absent', reason: 'excused' } },
    writes: 'unconfirmed',
    ...pace,
  };
  return { system: 'dnevnik', range, settings };
}

const card = which === 'netschool' ? await netschool() : await dnevnik(which === 'empty');
console.log(JSON.stringify(card));

// Ends in order, so that a profile of it is kept.
process.once('SIGINT', () => process.exit(0));
