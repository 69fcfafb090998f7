import { expect, it } from 'vitest';
import type { EntityName, Fields } from '../../../../src/model/entities.ts';
import { withRegister } from '../../../../src/store/register.ts';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, type ReportWorld, sectionOf, valueAt } from '../world.ts';

const DAYS = { from: '2025-09-01', to: '2025-10-31' };

async function add<N extends EntityName>(world: ReportWorld, entity: N, key: string, fields: Fields<N>) {
  const visit = { schoolId: world.schoolId, by: 'test', at: new Date(`${world.asOf}:00Z`) };
  const done = await withRegister(world.services.store, visit, (register) =>
    register.add(entity, key, fields, 'entered'),
  );
  if (!done.ok) throw new Error(done.error.code);
  return done.value.id;
}

/** Факультативы, кружки, достижения: no journal tells them, so the test enters some. */
export const extracurricular: FormCheck = (world) => {
  it('counts members once, groups by kind, achievements by level', async () => {
    const facts = factsOf(world());
    const scope = `municipality:${world().municipality}`;
    const before = sectionOf(await world().report('extracurricular', { ...DAYS, scope }), 'schools');
    const untold = onlyOf(before.rows, 'school');
    for (const key of ['club', 'covered', 'coverage', 'level_school'])
      expect(cellOf(before, untold, key).missing).toMatch(/^нет данных: /);

    const klass = onlyOf(
      world().year.classes.filter(({ name }) => name === '3а'),
      'class',
    );
    const members = facts.roster(klass.id, DAYS.to);
    const ids = await Promise.all(members.slice(0, 3).map((one) => world().studentId(one)));
    const clubs = [
      await add(world(), 'extracurricularGroup', 'chess', { name: 'Шахматы', kind: 'club', teacherId: null }),
      await add(world(), 'extracurricularGroup', 'robots', {
        name: 'Робототехника',
        kind: 'elective',
        teacherId: null,
      }),
    ];
    for (const [index, groupId] of clubs.entries())
      for (const studentId of ids.slice(index))
        await add(world(), 'extracurricularMembership', `${index}/${studentId}`, {
          studentId,
          groupId,
          fromDay: '2025-09-10',
          toDay: null,
        });
    await add(world(), 'achievement', 'prize', {
      studentId: ids[0] ?? '',
      date: '2025-10-02',
      title: 'Олимпиада по математике',
      level: 'municipal',
      result: 'призёр',
    });

    const wide = sectionOf(await world().report('extracurricular', { ...DAYS, scope }), 'schools');
    const row = onlyOf(wide.rows, 'school');
    const all = world().year.classes.flatMap(({ id }) => facts.roster(id, DAYS.to)).length;
    expect(
      ['elective', 'club', 'extracurricular', 'covered', 'level_municipal', 'level_school'].map((key) =>
        valueAt(wide, row, key),
      ),
    ).toEqual([1, 1, 0, 3, 1, 0]);
    expect(valueAt(wide, row, 'coverage')).toBeCloseTo((3 / all) * 100, 8);
    const own = sectionOf(await world().report('extracurricular', DAYS), 'circles');
    expect(own.rows.filter(({ kind }) => kind === 'row').map((one) => valueAt(own, one, 'members'))).toEqual([
      2, 3,
    ]);
  });
};
