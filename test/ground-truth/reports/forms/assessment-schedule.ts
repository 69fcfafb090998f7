import { expect, it } from 'vitest';
import { factsOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { sectionOf, valueAt } from '../world.ts';

/** График оценочных процедур. */
export const assessmentSchedule: FormCheck = (world) => {
  it('has every control work of a class in a subject on a day, once', async () => {
    const { year, gaps, asOf } = world();
    const facts = factsOf(world());
    const days = { from: facts.term.startDay, to: facts.term.endDay };
    const section = sectionOf(await world().report('assessment-schedule', days), 'tests');
    if ('assessment' in gaps) {
      expect(section.rows).toEqual([]);
      expect(section.empty).toMatch(/^нет данных: /);
      return;
    }
    const control = year.workTypes.find(({ name }) => name === 'Контрольная работа')?.id;
    const truth = new Set(
      facts.lessons
        .filter(({ record }) =>
          record.works.some(({ workTypeId, enteredAt }) => workTypeId === control && enteredAt <= asOf),
        )
        .map(({ lesson }) => {
          const klass = year.classes.find(({ id }) => id === lesson.classId);
          return `${lesson.date} ${klass?.name} ${facts.subject(lesson.subjectId)}`;
        }),
    );
    const said = section.rows.map((row) =>
      ['date', 'class', 'subject'].map((key) => valueAt(section, row, key)).join(' '),
    );
    expect(said.sort()).toEqual([...truth].sort());
    expect(said.length).toBeGreaterThan(10);
    const twice = section.rows.filter((row) =>
      String(valueAt(section, row, 'remark')).includes('в этот день'),
    );
    const perDay = new Map<string, number>();
    for (const one of truth) {
      const place = one.split(' ').slice(0, 2).join(' ');
      perDay.set(place, (perDay.get(place) ?? 0) + 1);
    }
    expect(twice.length).toBe(
      [...perDay.values()].filter((count) => count > 1).reduce((sum, one) => sum + one, 0),
    );
  });
};
