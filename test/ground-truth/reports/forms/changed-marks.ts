import { expect, it } from 'vitest';
import { markAt } from '../../../../sandbox/school-year/types.ts';
import { factsOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { cellOf, LOOKS, sectionOf, studentName, valueAt } from '../world.ts';

/** Информация об изменении отметок. */
export const changedMarks: FormCheck = (world) => {
  it('has every mark that was another one at the look before', async () => {
    const facts = factsOf(world());
    const { year, wording } = world();
    const report = await world().report('changed-marks', { from: '2025-09-01', to: '2025-10-31' });
    const section = sectionOf(report, 'changes');
    // A value that the journal shows as no mark, or as two, comes and goes as other rows.
    const one = (value: string | null): string | null => {
      const told = value === null ? [] : wording.marks(value);
      return told.length === 1 ? (told[0] ?? null) : null;
    };
    const truth = facts.lessons.flatMap(({ lesson, record }) =>
      record.marks.flatMap((mark) => {
        const [was, became] = LOOKS.map((look) => one(markAt(mark, look)));
        const student = year.students.find(({ id }) => id === mark.studentId);
        const isHere = facts
          .roster(lesson.classId, LOOKS[1].slice(0, 10))
          .some(({ id }) => id === student?.id);
        if (!was || !became || was === became || !student || !isHere) return [];
        const name = `${student.lastName} ${student.firstName}`;
        return [`${lesson.date} ${name} ${facts.subject(lesson.subjectId)}: ${was} → ${became}`];
      }),
    );
    const shown = section.rows
      .filter((row) => valueAt(section, row, 'lessonDay') !== null)
      .map((row) => {
        const text = (key: string): string => String(valueAt(section, row, key));
        return `${text('lessonDay')} ${studentName(text('student'))} ${text('subject')}: ${text('was')} → ${text('became')}`;
      });
    expect(truth.length).toBeGreaterThan(3);
    for (const line of truth) expect(shown).toContain(line);
    const more = shown.filter((line) => !truth.includes(line) && !line.includes('нет'));
    expect(more.length).toBeLessThanOrEqual(truth.length);
    for (const row of section.rows) {
      expect(cellOf(section, row, 'number').drill).toMatchObject({ of: 'changes' });
      if ('mark.teacherId' in world().gaps)
        expect(cellOf(section, row, 'who').missing).toMatch(/^нет данных: /);
    }
  });

  it('says between which days of reading it happened where the source tells no moment', async () => {
    const report = await world().report('changed-marks', { from: '2025-09-01', to: '2025-10-31' });
    const section = sectionOf(report, 'changes');
    const when = section.rows.map((row) => String(valueAt(section, row, 'when')));
    if ('mark.changedAt' in world().gaps) expect(new Set(when)).toEqual(new Set(['08.10.2025 – 31.10.2025']));
    else expect(when.every((text) => /^\d\d\.10\.2025$|–/.test(text))).toBe(true);
  });
};
