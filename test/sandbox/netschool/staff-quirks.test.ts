import { load } from 'cheerio';
import { afterEach, describe, expect, it } from 'vitest';
import { type NetschoolSimulator, type Quirks, startNetschool } from '../../../sandbox/netschool/index.ts';
import { logIn, type TestClient } from './client.ts';
import { reportPage } from './report-page.ts';
import { classId, municipality, student, year } from './truth.ts';

let simulator: NetschoolSimulator;
afterEach(() => simulator.close());

const idOf = (): string => String(simulator.ids.user({ school: 1, kind: 'student', id: student.id }));

/** The texts of a report's cells. */
const cellsOf = (page: string): string[] => {
  const $ = load(page);
  return $('.table-print td')
    .toArray()
    .map((cell) => $(cell).text().trim());
};

describe('what staff accounts read', () => {
  const period = `${year.startDay}T00:00 - ${year.endDay}T00:00`;

  async function startStaff(quirks: Partial<Quirks>): Promise<TestClient> {
    simulator = await startNetschool({ municipality, profile: '5.30', quirks });
    return logIn(simulator, simulator.account('deputy'));
  }

  it.each([true, false])('has marks outside the scale in reports (%s)', async (markOutsideScale) => {
    const client = await startStaff({ markOutsideScale });
    const asked = { SID: idOf(), period };
    const total = cellsOf(await reportPage(simulator, client, 'studenttotal', asked));
    expect(total.some((text) => text.split(' ').includes('7'))).toBe(markOutsideScale);
    const groups = year.groups.filter((group) => group.classId === classId);
    const grades: string[] = [];
    for (const { id } of groups.slice(0, 4)) {
      const SGID = String(simulator.ids.group(1, id));
      const chosen = { ...asked, PCLID_IUP: `${simulator.ids.class(1, classId)}_0`, SGID };
      grades.push(...cellsOf(await reportPage(simulator, client, 'studentgrades', chosen)));
    }
    expect(grades.includes('7')).toBe(markOutsideScale);
    expect(grades.includes('5')).toBe(true);
  });

  it.each([true, false])('has lessons on a holiday and outside the year (%s)', async (isStray) => {
    const client = await startStaff({ lessonOnHoliday: isStray, dateOutsideYear: isStray });
    const query = `classId=${simulator.ids.class(1, classId)}&start=${year.startDay}&end=${year.endDay}`;
    const answer = await client.get(`/webapi/schedule/classmeetings?${query}`);
    const days = (answer.json as { day: string }[]).map(({ day }) => day.slice(0, 10));
    const isBreak = (day: string) => year.breaks.some(({ startDay }) => startDay === day);
    expect(days.some((day) => day < year.startDay)).toBe(isStray);
    expect(days.some(isBreak)).toBe(isStray);
    expect(days.length).toBeGreaterThan(100);
  });
});
