import { expect, it } from 'vitest';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, sectionOf, valueAt } from '../world.ts';

const TERM = { term: '2025-quarter-1' };

/** Выполнение программы. */
export const programmeCompletion: FormCheck = (world) => {
  it('counts lessons given, planned to date, the lag and the hours of the plan', async () => {
    const { year, gaps, asOf } = world();
    const facts = factsOf(world());
    const section = sectionOf(await world().report('programme-completion', TERM), 'programme');
    // Where nobody tells dates, lessons of whoever changed class are told of the class that they are in now.
    const moved = year.movements.filter(({ kind }) => kind === 'transfer').map(({ toClassId }) => toClassId);
    const classes = facts.classes.filter(({ id }) => facts.dated || !moved.includes(id));
    expect(classes.length).toBeGreaterThan(1);
    for (const { id, name } of classes) {
      const row = onlyOf(
        section.rows.filter(({ key }) => key === name),
        name,
      );
      const own = facts.lessons.filter(({ lesson }) => lesson.classId === id);
      expect(valueAt(section, row, 'given'), name).toBe(own.length);
      const planned = cellOf(section, row, 'planned');
      if ('lessonPlanEntry' in gaps) {
        expect(planned.missing).toMatch(/^нет данных: /);
        expect(cellOf(section, row, 'covered').missing).toMatch(/^нет данных: /);
        continue;
      }
      const days = new Set(own.map(({ lesson }) => lesson.date)).size;
      const hours = facts.groupsOf(id).reduce((sum, { weeklyHours }) => sum + weeklyHours, 0);
      const plan = (hours * days) / year.weekDays;
      expect(planned.value).toBeCloseTo(plan, 8);
      expect(valueAt(section, row, 'completion')).toBeCloseTo((own.length / plan) * 100, 8);
      expect(valueAt(section, row, 'lag')).toBeCloseTo(plan - own.length, 8);
      const covered = new Set(
        own
          .filter(({ record }) => record.topicEnteredAt !== null && record.topicEnteredAt <= asOf)
          .map(({ lesson, record }) => `${lesson.groupId} ${record.planOrdinal}`),
      ).size;
      expect(valueAt(section, row, 'covered')).toBe(covered);
      const whole = facts.groupsOf(id).reduce((sum, group) => sum + year.planOf(group.id).length, 0);
      expect(valueAt(section, row, 'plan')).toBe(whole);
      expect(valueAt(section, row, 'coveredShare')).toBeCloseTo((covered / whole) * 100, 8);
    }
  });
};
