import { expect, it } from 'vitest';
import type { TruthGroup } from '../../../../sandbox/school-year/types.ts';
import { type Facts, factsOf, termMarkOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

const KINDS = {
  controlGiven: 'Контрольная работа',
  laboratoryGiven: 'Лабораторная работа',
  practicalGiven: 'Практическая работа',
};

function resultsOf(facts: Facts, group: TruthGroup, on: ReadonlySet<number>) {
  const students = facts.members(group.id, facts.term.endDay).filter(({ id }) => on.has(id));
  const values = students.map((one) => termMarkOf(facts, one, group.subjectId));
  const count = (value: string): number => values.filter((one) => one === value).length;
  return {
    students: students.length,
    n5: count('5'),
    n4: count('4'),
    n3: count('3'),
    n2: count('2') + count('1'),
    notAssessed: count('н/а'),
    exempt: count('осв'),
  };
}

/** Отчёт учителя-предметника. */
export const subjectTeacherReport: FormCheck = (world) => {
  it('has results, hours and works of every group', async () => {
    const facts = factsOf(world());
    const { year, gaps, asOf } = world();
    const report = await world().report('subject-teacher-report', TERM);
    let groups = 0;
    for (const klass of facts.settled) {
      const on = new Set(facts.roster(klass.id, facts.term.endDay).map(({ id }) => id));
      for (const group of facts.groupsOf(klass.id)) {
        const place = [
          klass.name,
          facts.subject(group.subjectId),
          group.part === null ? '' : String(group.part),
        ];
        const found = report.sections.flatMap((section) =>
          section.rows
            .filter((row) =>
              ['class', 'subject', 'group'].every(
                (key, at) => (valueAt(section, row, key) ?? '') === place[at],
              ),
            )
            .map((row) => ({ section, row })),
        );
        const truth = resultsOf(facts, group, on);
        const own = found.filter(({ section, row }) => valueAt(section, row, 'students') !== 0);
        const held = facts.lessons.filter(({ lesson }) => lesson.groupId === group.id);
        // A diary knows nothing of a group that has had no lesson yet.
        if (held.length === 0 && own.length === 0) continue;
        expect(own.length, place.join('/')).toBe(truth.students > 0 ? 1 : 0);
        const [lead] = own;
        if (!lead) continue;
        groups += 1;
        const value = (key: string) => valueAt(lead.section, lead.row, key);
        const shown = Object.fromEntries(Object.keys(truth).map((key) => [key, value(key)]));
        expect({ place, ...shown }).toEqual({ place, ...truth });
        const { n5, n4, n3, n2, notAssessed } = truth;
        const assessed = n5 + n4 + n3 + n2 + notAssessed;
        if (assessed === 0) expect(value('passRate')).toBeNull();
        else expect(value('passRate')).toBeCloseTo(((n5 + n4 + n3) / assessed) * 100, 8);
        const hours = found.reduce(
          (sum, one) => sum + Number(valueAt(one.section, one.row, 'hoursGiven')),
          0,
        );
        expect(hours, place.join('/')).toBe(held.length);
        for (const [key, name] of Object.entries(KINDS)) {
          if ('mark.assessmentId' in gaps) {
            expect(cellOf(lead.section, lead.row, key).missing).toMatch(/^нет данных: /);
            continue;
          }
          const works = held.flatMap(({ record }) =>
            record.works.filter(
              (work) =>
                work.enteredAt <= asOf &&
                year.workTypes.find(({ id }) => id === work.workTypeId)?.name === name,
            ),
          );
          expect(value(key), `${place.join('/')} ${name}`).toBe(works.length);
        }
        expect(cellOf(lead.section, lead.row, 'hoursPlanned').missing).toMatch(/^нет данных: /);
        expect(cellOf(lead.section, lead.row, 'lag').missing).toMatch(/^нет данных: /);
      }
    }
    expect(groups).toBeGreaterThan(10);
  });
};
