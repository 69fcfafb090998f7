import { expect, it } from 'vitest';
import { enterInto } from '../../../../src/sync/registers/enter.ts';
import { factsOf, onlyOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, type ReportWorld, sectionOf, valueAt } from '../world.ts';

/** Enters that a lesson which is told was given by somebody else. */
async function enterOne({ services, schoolId, asOf }: ReportWorld): Promise<void> {
  const { rows } = await services.store.pool.query<{ id: string; staff: string }>(
    `select l.id, (select id from staff s where s.school_id = l.school_id order by id limit 1) as staff
     from lesson l where l.school_id = $1 and l.date = '2025-09-16' and l.class_id is not null and l.deleted_at is null
     order by l.id limit 1`,
    [schoolId],
  );
  const { id, staff } = onlyOf(rows, 'lessons');
  const visit = { schoolId, by: 'test', at: new Date(`${asOf}:00Z`) };
  const input = {
    lessonId: id,
    absentTeacherId: null,
    substituteTeacherId: staff,
    plannedSubjectId: null,
    reason: 'курсы',
    key: 'sub-1',
  };
  const done = await enterInto(services.store, visit, 'substitutions', input);
  if (!done.ok) throw new Error(done.error.code);
}

/** Журнал замещения уроков. */
export const substitutionRegister: FormCheck = (world) => {
  it('has every substitution that was written down, with its hours by teacher', async () => {
    const facts = factsOf(world());
    const { year, gaps, asOf } = world();
    const days = { from: facts.term.startDay, to: facts.term.endDay };
    if ('substitution' in gaps) {
      const before = sectionOf(await world().report('substitution-register', days), 'lessons');
      expect(before.empty).toMatch(/^нет данных: /);
      await enterOne(world());
      const report = await world().report('substitution-register', days);
      const after = sectionOf(report, 'lessons');
      const row = onlyOf(after.rows, 'substitutions');
      expect(valueAt(after, row, 'date')).toBe('2025-09-16');
      expect(valueAt(after, row, 'reason')).toBe('курсы');
      const teachers = sectionOf(report, 'teachers');
      expect(valueAt(teachers, onlyOf(teachers.rows, 'teachers'), 'hours')).toBe(1);
      return;
    }
    const truth = year.classes.flatMap(({ id, name }) =>
      [...Array(70).keys()]
        .map((nth) => new Date(Date.parse(days.from) + nth * 86_400_000).toISOString().slice(0, 10))
        .filter((day) => day <= days.to)
        .flatMap((day) => year.lessonsOn(id, day))
        .filter(({ substitution }) => substitution?.recordedAt != null && substitution.recordedAt <= asOf)
        .map(({ date, number, subjectId, substitution }) =>
          [date, name, number, facts.subject(subjectId), substitution?.reason].join(' '),
        ),
    );
    const section = sectionOf(await world().report('substitution-register', days), 'lessons');
    const said = section.rows.map((row) =>
      ['date', 'class', 'number', 'subject', 'reason'].map((key) => valueAt(section, row, key)).join(' '),
    );
    expect(truth.length).toBeGreaterThan(3);
    expect(said.sort()).toEqual(truth.sort());
    const scope = `municipality:${world().municipality}`;
    const wide = sectionOf(await world().report('substitution-register', { ...days, scope }), 'schools');
    expect(cellOf(wide, onlyOf(wide.rows, 'school'), 'hours').value).toBe(truth.length);
  });
};
