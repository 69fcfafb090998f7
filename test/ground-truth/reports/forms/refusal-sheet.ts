import { expect, it } from 'vitest';
import { enterRefusal } from '../../../../src/sync/registers/refusals.ts';
import { factsOf, onlyOf, weightedMeanOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, valueAt } from '../world.ts';

const SEPTEMBER = { from: '2025-09-01', to: '2025-09-30' };

/** Сводка для родителей, отказавшихся от электронной формы. */
export const refusalSheet: FormCheck = (world) => {
  it('has nobody while there is no refusal, and then the month of whoever refused', async () => {
    const facts = factsOf(world());
    const { services, schoolId } = world();
    const before = await world().report('refusal-sheet', SEPTEMBER);
    expect(before.sections.map(({ rows }) => rows.length)).toEqual([0]);

    const klass = onlyOf(
      facts.classes.filter(({ grade }) => grade === 3),
      'third grades',
    );
    const student = facts.roster(klass.id, '2025-09-30').find(({ enrolments }) => enrolments.length === 1);
    if (!student) throw new Error('nobody stayed in the class');
    const entered = await enterRefusal(
      services.store,
      { schoolId, by: 'test', at: new Date('2025-10-31T12:00:00Z') },
      {
        studentId: await world().studentId(student),
        fromDay: '2025-09-10',
        toDay: null,
        document: 'З-1',
        key: null,
      },
    );
    expect(entered.ok).toBe(true);

    const report = await world().report('refusal-sheet', SEPTEMBER);
    const section = onlyOf(report.sections, 'sheets');
    expect(section.title).toContain(`${student.lastName} ${student.firstName}`);
    const inMonth = ({ date }: { readonly date: string }): boolean => date <= SEPTEMBER.to;
    let marks = 0;
    for (const subjectId of new Set(facts.groupsOf(klass.id).map((group) => group.subjectId))) {
      const subject = facts.subject(subjectId);
      const row = onlyOf(
        section.rows.filter(({ key }) => key === subject),
        subject,
      );
      const own = facts.marks.filter(
        (mark) => mark.studentId === student.id && mark.subjectId === subjectId && inMonth(mark),
      );
      const held = facts.lessons.filter(
        ({ lesson }) =>
          lesson.subjectId === subjectId &&
          inMonth(lesson) &&
          facts.members(lesson.groupId, lesson.date).some(({ id }) => id === student.id),
      );
      const away = facts.absences.filter(
        (one) => one.studentId === student.id && one.subjectId === subjectId && inMonth(one),
      );
      expect(valueAt(section, row, 'lessons'), subject).toBe(held.length);
      expect(valueAt(section, row, 'missed')).toBe(away.filter(({ status }) => status === 'absent').length);
      expect(valueAt(section, row, 'late')).toBe(away.filter(({ status }) => status === 'late').length);
      const text = String(valueAt(section, row, 'marks') ?? '');
      expect(text === '' ? 0 : text.split('), ').length, subject).toBe(own.length);
      marks += own.length;
      const numbers = own.flatMap((mark) => mark.numbers);
      const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
      if (numbers.length === 0) expect(valueAt(section, row, 'mean')).toBeNull();
      else expect(valueAt(section, row, 'mean')).toBeCloseTo(mean, 8);
      const cell = cellOf(section, row, 'weightedMean');
      if ('mark.assessmentId' in world().gaps) expect(cell.missing).toMatch(/^нет данных: /);
      else if (numbers.length > 0) expect(cell.value).toBeCloseTo(weightedMeanOf(own) ?? 0, 8);
    }
    expect(marks).toBeGreaterThan(5);
  });
};
