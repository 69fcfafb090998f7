import { expect, it } from 'vitest';
import type { TruthStudent } from '../../../../sandbox/school-year/types.ts';
import { absencesIn, factsOf, onlyOf, termMarkOf } from '../facts.ts';
import type { FormCheck } from '../suite.ts';
import { studentName, valueAt } from '../world.ts';

const nameOf = ({ lastName, firstName }: TruthStudent): string => `${lastName} ${firstName}`;

/** Сводная ведомость. */
export const classSummarySheet: FormCheck = (world) => {
  it('has every student of every class with the marks for the term and what was missed', async () => {
    const facts = factsOf(world());
    const report = await world().report('class-summary-sheet', { term: '2025-quarter-1' });
    expect(report.sections.map(({ key }) => key)).toEqual(facts.classes.map(({ name }) => name));
    let compared = 0;
    for (const klass of facts.classes) {
      const section = onlyOf(
        report.sections.filter(({ key }) => key === klass.name),
        klass.name,
      );
      const students = facts.roster(klass.id, facts.term.endDay);
      const absences = absencesIn(facts, klass.id);
      const isSettled = facts.settled.includes(klass);
      const subjects = [...new Set(facts.groupsOf(klass.id).map(({ subjectId }) => subjectId))];
      // Two students of a class may have one name: lines are compared, not cells.
      const truth = students.map((student) => {
        const missed = absences.filter(
          (one) => one.studentId === student.id && one.status === 'absent',
        ).length;
        const marks = subjects.map((id) => termMarkOf(facts, student, id) ?? '');
        compared += marks.filter((mark) => mark !== '').length;
        return [nameOf(student), isSettled ? missed : '', ...marks].join('|');
      });
      const shown = section.rows.map((row) => {
        const marks = subjects.map((id) => {
          const at = section.columns.findIndex(
            ({ key }) => key === `${facts.subject(id)}/2025-quarter-1/term`,
          );
          return row.cells[at]?.value ?? '';
        });
        const missed = isSettled ? valueAt(section, row, 'missed') : '';
        return [studentName(String(valueAt(section, row, 'student'))), missed, ...marks].join('|');
      });
      expect(shown.sort()).toEqual(truth.sort());
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('of the year has all terms that have begun, and places for the year, exam and final marks', async () => {
    const [klass] = factsOf(world()).classes.filter(({ grade }) => grade > 1);
    const scope = `class:${await world().classId(klass?.name ?? '')}`;
    const report = await world().report('class-summary-sheet', { scope, term: '2025-year-0' });
    const [section] = report.sections;
    const kinds = new Set(section?.columns.flatMap(({ key }) => key.split('/').slice(1).join('/') || []));
    expect([...kinds]).toEqual([
      '2025-quarter-1/term',
      '2025-year-0/year',
      '2025-year-0/exam',
      '2025-year-0/final',
    ]);
  });
};
